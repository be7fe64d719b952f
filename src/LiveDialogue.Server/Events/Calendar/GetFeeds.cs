using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>Calendars to subscribe to: <c>/calendar.ics</c> with all public events, and <c>/join/{token}/calendar.ics</c> with one person's own.</summary>
internal static class GetFeeds
{
    /// <summary>What is over longer than this is in nobody's calendar any more.</summary>
    private static readonly Duration Kept = Duration.FromDays(90);

    public static async Task<FileContentHttpResult> OrganisationAsync(EventStore store, IDateTimeZoneProvider zones, IClock clock, Links links, HttpContext http, CancellationToken ct) =>
        Answer(await store.ListAsync(ct), "LiveDialogue", links.To("/calendar.ics"), zones, clock, links, http);

    /// <summary>By e-mail address, so that one subscription follows a person from event to event; without an address, of this invite alone.</summary>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PersonAsync(
        string token, EventStore store, InviteStore invites, IDateTimeZoneProvider zones, IClock clock, Links links, HttpContext http, CancellationToken ct)
    {
        if (await invites.FindByTokenAsync(token, ct) is not { } invite)
            return Problems.Of(StatusCodes.Status404NotFound, "No such link", "The link isn't one of ours, or was withdrawn.");

        var own = new HashSet<EventId> { invite.Event };
        if (invite.Email is { } email) own.UnionWith((await invites.ListByEmailAsync(email, ct)).Select(i => i.Event));
        var events = (await store.ListAsync(ct)).Where(e => own.Contains(e.Id)).ToList();
        return Answer(events, $"LiveDialogue – {invite.Name}", links.To($"/join/{token}/calendar.ics"), zones, clock, links, http);
    }

    private static FileContentHttpResult Answer(
        IReadOnlyList<LiveEvent> events, string name, string source, IDateTimeZoneProvider zones, IClock clock, Links links, HttpContext http)
    {
        var since = clock.GetCurrentInstant() - Kept;
        var entries = events.Where(e => e.State is not EventState.Draft && e.End >= since).Select(e => new CalendarEntry(e, new Uri(links.To($"/e/{e.Slug}")))).ToList();
        http.Response.Headers.CacheControl = "no-cache";
        var file = CalendarFile.Write(new CalendarMessage.Publish(), entries, zones, new(name, new Uri(source)));
        return TypedResults.Bytes(file, "text/calendar; charset=utf-8");
    }
}
