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
internal sealed class CalendarDesk(EventStore events, CalendarChanges changes, IDateTimeZoneProvider zones, IClock clock, Links links, IOptions<MailOptions> mail)
{
    private const string MediaType = "text/calendar; charset=utf-8";

    /// <summary>What is over longer than this is in nobody's calendar any more; nor what was called off longer ago.</summary>
    private static readonly Duration Kept = Duration.FromDays(90);

    /// <summary>More are in nobody's calendar; those nearest to now are.</summary>
    public const int MaxEvents = 500;

    private volatile KeptFile? _organisation;

    public FileContentHttpResult File(LiveEvent e, HttpContext http) =>
        Answer(CalendarFile.Write(e, mail.Value.Organizer, Page(e), zones), http, $"{e.Slug}.ics");

    /// <summary>All public events. Anybody may ask, any number of times: between two changes the same bytes are handed out, for an hour at most.</summary>
    public async Task<FileContentHttpResult> OrganisationAsync(HttpContext http, CancellationToken ct)
    {
        var key = (changes.Count, clock.GetCurrentInstant().ToUnixTimeSeconds() / 3600, zones.VersionId, links.Base);
        if (_organisation is not { } kept || kept.Key != key)
        {
            var file = Write(await events.ListPublicAsync(Since, MaxEvents, email: null, ct), mail.Value.FromName, "/calendar.ics");
            _organisation = kept = new(key, file);
        }
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return Answer(kept.File, http, fileName: null);
    }

    /// <summary>All events that one address is invited to.</summary>
    public async Task<FileContentHttpResult> PersonAsync(string email, string name, HttpContext http, CancellationToken ct) =>
        Feed(await events.ListPublicAsync(Since, MaxEvents, email, ct), name, http);

    /// <summary>A calendar at an address that is a secret, which the file doesn't say.</summary>
    /// <param name="events">Those that were never published are left out.</param>
    public FileContentHttpResult Feed(IEnumerable<LiveEvent> events, string name, HttpContext http)
    {
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return Answer(Write(events, name, path: null), http, fileName: null);
    }

    // An event lasts a week at most; those that began before but ended after are rather in.
    private Instant Since => clock.GetCurrentInstant() - Kept - Duration.FromDays(7);

    private byte[] Write(IEnumerable<LiveEvent> events, string name, string? path)
    {
        var since = clock.GetCurrentInstant() - Kept;
        var entries = events.Where(e => e.PublishedAt is not null && e.End >= since && (e.State is not EventState.Cancelled || e.RevisedAt >= since))
            .Select(e => new CalendarEntry(e, Page(e))).ToList();
        return CalendarFile.Write(new CalendarMessage.Publish(mail.Value.Organizer), entries, zones, new(name, path is null ? null : new Uri(links.To(path))));
    }

    // No Last-Modified: an event that drops out changes the file at a moment that no event knows.
    private static FileContentHttpResult Answer(byte[] file, HttpContext http, string? fileName)
    {
        http.Response.Headers.CacheControl = "private, no-cache";   // a calendar that subscribed must see the new time
        var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(file).AsSpan(0, 15))}\"");
        return TypedResults.Bytes(file, MediaType, fileName, entityTag: tag);
    }

    private Uri Page(LiveEvent e) => new(links.To($"/e/{e.Slug}"));

    private sealed record KeptFile((long Changes, long Hour, string Rules, string Base) Key, byte[] File);
}
