using System.Buffers.Text;
using System.Security.Cryptography;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Schedule.Reminders;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>Hands calendar files out, with an ETag of their bytes: zone rules change a file whose events haven't changed.</summary>
internal sealed class CalendarDesk(IDateTimeZoneProvider zones, IClock clock, Links links, IOptions<MailOptions> mail)
{
    private const string MediaType = "text/calendar; charset=utf-8";

    /// <summary>What is over longer than this is in nobody's calendar any more; nor what was called off longer ago.</summary>
    private static readonly Duration Kept = Duration.FromDays(90);

    public FileContentHttpResult File(LiveEvent e, HttpContext http) =>
        Answer(CalendarFile.Write(e, mail.Value.Organizer, Page(e), zones), http, $"{e.Slug}.ics");

    /// <param name="events">Those that were never published are left out.</param>
    /// <param name="path">Where everybody may read it; null for one person's.</param>
    public FileContentHttpResult Feed(IEnumerable<LiveEvent> events, string name, string? path, HttpContext http)
    {
        var since = clock.GetCurrentInstant() - Kept;
        var entries = events.Where(e => e.PublishedAt is not null && e.End >= since && (e.State is not EventState.Cancelled || e.RevisedAt >= since))
            .Select(e => new CalendarEntry(e, Page(e))).ToList();
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return Answer(CalendarFile.Write(new CalendarMessage.Publish(mail.Value.Organizer), entries, zones, new(name, path is null ? null : new Uri(links.To(path)))), http, fileName: null);
    }

    // No Last-Modified: an event that drops out changes the file at a moment that no event knows.
    private static FileContentHttpResult Answer(byte[] file, HttpContext http, string? fileName)
    {
        http.Response.Headers.CacheControl = "private, no-cache";   // a calendar that subscribed must see the new time
        var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(file).AsSpan(0, 15))}\"");
        return TypedResults.Bytes(file, MediaType, fileName, entityTag: tag);
    }

    private Uri Page(LiveEvent e) => new(links.To($"/e/{e.Slug}"));
}
