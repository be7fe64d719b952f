using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.RunOfShow;
using NodaTime;

namespace LiveDialogue.Server.Pages.Hosts.RunOfShow;

/// <summary>The run of show edited by a plain form: every button draws it anew with everybody's times, "Save" stores it.</summary>
internal static class RunOfShowPages
{
    /// <summary>Two hundred segments of fifty speakers fit, in any script.</summary>
    private const int MaxForm = 4 * 1024 * 1024, MaxFields = 16_384;

    public static void MapRunOfShowPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/host/events/{event}/run-of-show", OpenAsync);
        pages.MapPost("/host/events/{event}/run-of-show", EditAsync)
            .WithMetadata(new NoAntiforgery(), new BodyLimit(MaxForm))   // it checks itself, to answer with a page
            .WithFormOptions(valueCountLimit: MaxFields, bufferBodyLengthLimit: MaxForm);
    }

    private static async Task<IResult> OpenAsync(string @event, string? changed, HttpContext http, PageDesk desk, EventStore events, RunOfShowStore shows, InviteStore invites, IDateTimeZoneProvider zones, CancellationToken ct)
    {
        if (await HostDoor.RefusedAsync(http, desk) is { } refused) return refused;
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);
        var form = RunOfShowForm.Of(await shows.ReadAsync(e.Id, ct));
        return await DrawAsync(StatusCodes.Status200OK, e, form, http, desk, invites, zones, ct, ("Notice", changed is "saved" ? "show.saved" : null));
    }

    private static async Task<IResult> EditAsync(
        string @event, HttpContext http, PageDesk desk, EventStore events, RunOfShowStore shows, InviteStore invites, IDateTimeZoneProvider zones, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostDoor.FormRefusedAsync(http, desk, antiforgery) is { } refused) return refused;
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);
        var sent = await http.Request.ReadFormAsync(ct);
        if (RunOfShowForm.Of(sent) is not { } form) return await desk.SayAsync(http, StatusCodes.Status400BadRequest, "error.title", "host.csrf");
        if (form.UnknownPlace is not null) return await AgainAsync(StatusCodes.Status422UnprocessableEntity, form);
        if (sent["do"] != "save") return await AgainAsync(StatusCodes.Status200OK, form.Press(sent["do"].ToString()), ("Notice", "show.unsaved"));

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var read = RunOfShowReader.Read(new RunOfShowRequest([.. form.Segments.Select(s => s.ToRequest())]), errors);
        if (errors.Count > 0) return await AgainAsync(StatusCodes.Status422UnprocessableEntity, form, ("Problems", errors.Keys.ToHashSet(StringComparer.Ordinal)));
        if (RunOfShowReader.UnknownZone(read, zones) is { } unknown) return await AgainAsync(StatusCodes.Status422UnprocessableEntity, form with { UnknownPlace = unknown.Zone });

        var texts = desk.HostContext(http).Texts;
        IReadOnlyList<string> differences = [];
        var (before, after) = await shows.ChangeAsync(e.Id, Merge, ct);
        return after is not null
            ? Results.Redirect($"/host/events/{e.Slug}/run-of-show?changed=saved")
            : await AgainAsync(StatusCodes.Status412PreconditionFailed, form with { Version = before.Version, Base = RunOfShowForm.Plan(before) }, ("Conflicts", differences));

        // While the show runs its version goes on with each segment that begins; that is no other plan.
        IReadOnlyList<Segment>? Merge(StoredRunOfShow now)
        {
            differences = now.Version == form.Version ? [] : form.Differences(now, texts);
            return differences.Count == 0 ? form.Merge(read, now) : null;
        }

        Task<IResult> AgainAsync(int status, RunOfShowForm with, params (string, object?)[] more) => DrawAsync(status, e, with, http, desk, invites, zones, ct, more);
    }

    private static async Task<IResult> DrawAsync(
        int status, LiveEvent e, RunOfShowForm form, HttpContext http, PageDesk desk, InviteStore invites, IDateTimeZoneProvider zones, CancellationToken ct, params (string Name, object? Value)[] more)
    {
        var page = desk.HostContext(http) with { Path = $"/host/events/{e.Slug}/run-of-show" };
        var people = (await invites.ListAsync(e.Id, ct)).Where(invite => invite.Role is not Role.Viewer).ToList();
        // A place that is no zone (hand-made form) can't be reckoned with.
        var known = form with { Segments = [.. form.Segments.Select(s => s with { Speakers = [.. s.Speakers.Where(p => EventStart.IsKnownZone(p.Zone, zones))] })] };
        var plan = RunOfShowView.Of(new([.. known.Segments.Select(s => s.ToSegment())], form.Version), e, zones, page.Texts);
        return await desk.DrawAsync<RunOfShowPage>(status, [("Page", page), ("E", e), ("Form", known), ("Plan", plan), ("People", people), .. more]);
    }
}
