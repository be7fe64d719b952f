using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Hosts.Rules;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Rules;
using LiveDialogue.Server.Schedule.Series;
using NodaTime;

namespace LiveDialogue.Server.Pages.Hosts;

/// <summary>The host's plain forms. The signed-in host alone; every POST carries the antiforgery token of its page.</summary>
internal static class HostPages
{
    public static async Task<IResult> ListAsync(HttpContext http, PageDesk desk, EventStore events, SeriesStore series, ZoneRules rules, NewerRules newer, IClock clock, CancellationToken ct)
    {
        if (await RefusedAsync(http, desk) is { } refused) return refused;
        return await desk.DrawAsync<HostPage>(("Page", desk.HostContext(http)), ("Events", NextFirst(await events.ListAsync(ct), clock.GetCurrentInstant())), ("Series", await series.LinksAsync(ct)), ("Rules", await RulesNews.OfAsync(rules, newer, ct)));
    }

    public static async Task<IResult> NewAsync(HttpContext http, PageDesk desk)
    {
        if (await RefusedAsync(http, desk) is { } refused) return refused;
        var page = desk.HostContext(http);
        return await desk.DrawAsync<NewEventPage>(("Page", page), ("Form", new NewEventForm { Zone = page.Here?.Name ?? page.Zone ?? "", Languages = page.Language.Code }));
    }

    public static async Task<IResult> CreateAsync(HttpContext http, PageDesk desk, EventStore events, IDateTimeZoneProvider zones, IClock clock, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await RefusedAsync(http, desk) is { } refused) return refused;
        if (!await antiforgery.IsValidAsync(http)) return await desk.SayAsync(http, StatusCodes.Status400BadRequest, "error.title", "host.csrf");

        var form = NewEventForm.Of(await http.Request.ReadFormAsync(ct));
        switch (EventDraft.Apply(form.ToRequest(), PlanEvent.Blank(clock, form.Draft), isNew: true, zones))
        {
            case Drafted.Good { Event: var planned }:
                var added = await events.AddAsync(planned with { Slug = Slugs.For(planned.Title, planned.Id) }, ct);
                return Results.Redirect($"/host/events/{added.Slug}/invites");
            case Drafted.MustChoose choose:
                return await desk.DrawAsync<NewEventPage>(
                    StatusCodes.Status409Conflict, ("Page", desk.HostContext(http)), ("Form", form), ("Choices", choose.Resolution.Choices), ("Skipped", choose.Resolution is StartResolution.Skipped));
            case Drafted.UnknownZone unknown:
                var key = unknown.Field == "zone" ? "place" : "new.error.office";
                return await AgainAsync(StatusCodes.Status422UnprocessableEntity, new Dictionary<string, (string, string)>(StringComparer.Ordinal) { [unknown.Field == "zone" ? "zone" : "offices"] = (key, unknown.Zone) });
            case Drafted.Invalid invalid:
                return await AgainAsync(StatusCodes.Status400BadRequest, form.Problems(invalid.Errors));
            default:
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }

        Task<IResult> AgainAsync(int status, IReadOnlyDictionary<string, (string, string)> problems) =>
            desk.DrawAsync<NewEventPage>(status, ("Page", desk.HostContext(http)), ("Form", form), ("Problems", problems));
    }

    public static async Task<IResult> PlannerAsync(HttpContext http, PageDesk desk)
    {
        if (await RefusedAsync(http, desk) is { } refused) return refused;
        var page = desk.HostContext(http);
        return await desk.DrawAsync<PlannerPage>(("Page", page), ("Boot", PageDesk.BootOf(page, "planner", "planner", "schedule", "day", "month", "date", "list")));
    }

    /// <summary>Shows the button; pressing it is a POST, so that a preview of the link doesn't use it up.</summary>
    public static async Task<IResult> SignInAsync(string token, HttpContext http, PageDesk desk, HostSessions sessions, CancellationToken ct)
    {
        PageDesk.KeepSecret(http);
        return await sessions.IsUsableAsync(token, ct)
            ? await desk.DrawAsync<SignInPage>(("Page", desk.Context(http)))
            : await desk.SayAsync(http, StatusCodes.Status404NotFound, "sign-in.title", "sign-in.invalid");
    }

    /// <summary>What is on air, what comes, soonest first, and what is over, latest first: a series reads from its beginning.</summary>
    /// <param name="events">By start.</param>
    internal static IReadOnlyList<LiveEvent> NextFirst(IReadOnlyList<LiveEvent> events, Instant now)
    {
        var groups = events.ToLookup(Rank);
        return [.. groups[0], .. groups[1], .. groups[2].Reverse()];

        int Rank(LiveEvent e) => e.State switch
        {
            EventState.Live => 0,
            EventState.Ended or EventState.Cancelled => 2,
            _ => e.Start.At + e.Duration > now ? 1 : 2,
        };
    }

    internal static async Task<IResult?> RefusedAsync(HttpContext http, PageDesk desk)
    {
        PageDesk.KeepSecret(http);
        return PageDesk.IsHost(http) ? null : await desk.SayAsync(http, StatusCodes.Status401Unauthorized, "host.needed", "host.needed.detail");
    }
}
