using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>GET <c>/e/{event}/calendar.ics</c>.</summary>
internal static class GetCalendar
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        string @event, EventStore store, IDateTimeZoneProvider zones, Links links, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(@event, ct) is not { } found || !found.IsVisibleTo(http.Caller())) return Problems.NoSuchEvent;

        http.Response.Headers.ETag = EventView.ETagOf(found);
        http.Response.Headers.CacheControl = "no-cache";   // a calendar that subscribed must see the new time
        var page = new Uri(links.To($"/e/{found.Slug}"));
        return TypedResults.Bytes(CalendarFile.Write(found, page, zones), "text/calendar; charset=utf-8", $"{found.Slug}.ics");
    }
}
