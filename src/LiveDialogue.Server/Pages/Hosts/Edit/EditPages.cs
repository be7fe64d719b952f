using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Series;
using NodaTime;

namespace LiveDialogue.Server.Pages.Hosts.Edit;

/// <summary>One event edited and called off by plain forms. A start that moves is shown before and after for everybody, and then saved.</summary>
internal static class EditPages
{
    /// <summary>A long description twice, as typed and as it was, each letter as %D8%A7.</summary>
    public const long MaxForm = 512 * 1024;

    public static void MapEditPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/host/events/{event}/edit", OpenAsync);
        pages.MapPost("/host/events/{event}/edit", SaveAsync).WithMetadata(new NoAntiforgery(), new BodyLimit(MaxForm));   // it checks itself, to answer with a page
        pages.MapGet("/host/events/{event}/cancel", AskAsync);
        pages.MapPost("/host/events/{event}/cancel", CancelAsync).WithMetadata(new NoAntiforgery());
    }

    private static async Task<IResult> OpenAsync(string @event, string? changed, HttpContext http, PageDesk desk, EventStore events, SeriesStore series, CancellationToken ct)
    {
        if (await HostDoor.RefusedAsync(http, desk) is { } refused) return refused;
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);
        return await DrawAsync(StatusCodes.Status200OK, e, EditEventForm.Of(e), http, desk, series, ct, ("Notice", changed is "saved" ? "edit.saved" : null));
    }

    private static async Task<IResult> SaveAsync(
        string @event, HttpContext http, PageDesk desk, EventStore events, SeriesStore series, IDateTimeZoneProvider zones, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostDoor.FormRefusedAsync(http, desk, antiforgery) is { } refused) return refused;
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);
        if (EditEventForm.Of(await http.Request.ReadFormAsync(ct)) is not { } form) return await desk.SayAsync(http, StatusCodes.Status400BadRequest, "error.title", "host.csrf");
        if (form.Version != e.Version) return await ConflictAsync(e);

        switch (EventDraft.Apply(form.ToRequest(), e, isNew: false, zones))
        {
            case Drafted.Good { Event: var after } when IsOver(e):
                return await AgainAsync(StatusCodes.Status409Conflict);
            case Drafted.Good { Event: var after } when after.Start != e.Start && form.Seen != EditEventForm.Seal(after.Start):
                form = form with { Seen = EditEventForm.Seal(after.Start) };
                return await AgainAsync(StatusCodes.Status200OK, ("After", after));
            case Drafted.Good:
                return await StoreAsync();
            case Drafted.MustChoose choose:
                return await AgainAsync(StatusCodes.Status409Conflict, ("Choose", choose.Resolution));
            case Drafted.UnknownZone unknown:
                var (field, key) = unknown.Field == "zone" ? ("zone", "place") : ("offices", "new.error.office");
                return await AgainAsync(StatusCodes.Status422UnprocessableEntity, ("Problems", new Dictionary<string, (string, string)>(StringComparer.Ordinal) { [field] = (key, unknown.Zone) }));
            case Drafted.Invalid invalid:
                return await AgainAsync(StatusCodes.Status400BadRequest, ("Problems", form.Fields.Problems(invalid.Errors)));
            default:
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }

        async Task<IResult> StoreAsync()
        {
            var change = await events.ChangeAsync(
                e.Id, "edited", now => now.Version == form.Version && EventDraft.Apply(form.ToRequest(), now, isNew: false, zones) is Drafted.Good good ? good.Event : null, ct);
            if (change is not { } done) return await desk.NothingHereAsync(http);
            if (done.After is null) return await ConflictAsync(done.Before);
            return Results.Redirect($"/host/events/{e.Slug}/edit?changed=saved");
        }

        Task<IResult> ConflictAsync(LiveEvent now)
        {
            var conflicts = form.Conflicts(now);
            form = form.On(now);
            e = now;
            return AgainAsync(StatusCodes.Status412PreconditionFailed, ("Conflicts", conflicts));
        }

        Task<IResult> AgainAsync(int status, params (string, object?)[] more) => DrawAsync(status, e, form, http, desk, series, ct, more);
    }

    private static async Task<IResult> AskAsync(string @event, HttpContext http, PageDesk desk, EventStore events, CancellationToken ct)
    {
        if (await HostDoor.RefusedAsync(http, desk) is { } refused) return refused;
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);
        return await desk.DrawAsync<CancelPage>(("Page", desk.HostContext(http)), ("E", e));
    }

    private static async Task<IResult> CancelAsync(string @event, HttpContext http, PageDesk desk, EventStore events, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostDoor.FormRefusedAsync(http, desk, antiforgery) is { } refused) return refused;
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);
        var change = await events.ChangeAsync(e.Id, "cancelled", now => now.Cancel(), ct);
        return change is { After: null, Before: var now }
            ? await desk.DrawAsync<CancelPage>(StatusCodes.Status409Conflict, ("Page", desk.HostContext(http)), ("E", now))
            : Results.Redirect($"/host/events/{e.Slug}/edit");
    }

    private static bool IsOver(LiveEvent e) => e.State is EventState.Ended or EventState.Cancelled;

    private static async Task<IResult> DrawAsync(
        int status, LiveEvent e, EditEventForm form, HttpContext http, PageDesk desk, SeriesStore series, CancellationToken ct, params (string Name, object? Value)[] more)
    {
        var link = (await series.LinksAsync(ct)).GetValueOrDefault(e.Id);
        return await desk.DrawAsync<EditEventPage>(
            status, [("Page", desk.HostContext(http) with { Path = $"/host/events/{e.Slug}/edit" }), ("E", e), ("Form", form), ("Series", link), ("Over", IsOver(e)), .. more]);
    }
}
