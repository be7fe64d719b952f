using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>An event with the public page that its calendar entry leads to.</summary>
internal sealed record CalendarEntry(LiveEvent Event, Uri Page);

/// <summary>Events as an iCalendar file (RFC 5545, 5546, 7986). Pure: the same events give the same bytes.</summary>
internal static class CalendarFile
{
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>One event for everybody.</summary>
    public static byte[] Write(LiveEvent e, CalendarParty organizer, Uri page, IDateTimeZoneProvider zones) => Write(new CalendarMessage.Publish(organizer), [new(e, page)], zones);

    /// <param name="feed">For a subscribed calendar of many events or none; null for a file.</param>
    public static byte[] Write(CalendarMessage message, IReadOnlyList<CalendarEntry> entries, IDateTimeZoneProvider zones, CalendarFeed? feed = null)
    {
        var lines = new ContentLines();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//LiveDialogue//LiveDialogue//EN");
        lines.Add("CALSCALE", "GREGORIAN");
        if (entries.Count > 0) lines.Add("METHOD", Method(message));   // RFC 5546 §3.2.1 has no message without an event
        if (feed is not null) WriteFeed(lines, feed);
        if (entries.Count == 0) ZoneComponent.Write(lines, DateTimeZone.Utc, NodaConstants.UnixEpoch, NodaConstants.UnixEpoch);   // RFC 5545 §3.6: nor a calendar without a component
        WriteZones(lines, entries, zones);
        foreach (var entry in entries) WriteEvent(lines, message, entry, zones);
        lines.Add("END", "VCALENDAR");
        return lines.ToBytes();
    }

    /// <summary>The word of METHOD, which the MIME type repeats (RFC 6047 §2.4).</summary>
    public static string Method(CalendarMessage message) => message switch
    {
        CalendarMessage.Publish => "PUBLISH",
        CalendarMessage.Request => "REQUEST",
        CalendarMessage.Cancel => "CANCEL",
        _ => throw new ArgumentException("A method without a word.", nameof(message)),
    };

    private static void WriteFeed(ContentLines lines, CalendarFeed feed)
    {
        lines.AddText("NAME", feed.Name);
        lines.AddText("X-WR-CALNAME", feed.Name);   // the same, for the many readers older than RFC 7986
        if (feed.Source is { } source) lines.Add("SOURCE;VALUE=URI", source.AbsoluteUri);
        lines.Add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        lines.Add("X-PUBLISHED-TTL", "PT1H");
    }

    // One component for each zone, for all the years that its events need.
    private static void WriteZones(ContentLines lines, IReadOnlyList<CalendarEntry> entries, IDateTimeZoneProvider zones)
    {
        var named = entries.Select(entry => entry.Event).Where(e => NamesOneInstant(Start(e, zones)));
        foreach (var zone in named.GroupBy(e => e.Start.Meant.ZoneId, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            ZoneComponent.Write(lines, zones[zone.Key], zone.Min(e => e.Start.At), zone.Max(e => e.End));
    }

    private static void WriteEvent(ContentLines lines, CalendarMessage message, CalendarEntry entry, IDateTimeZoneProvider zones)
    {
        var (e, page) = entry;
        var (attendee, at) = Addressee(message);
        var start = Start(e, zones);
        lines.Add("BEGIN", "VEVENT");
        lines.Add("UID", $"{e.Id}@livedialogue");
        lines.Add("SEQUENCE", FormattableString.Invariant($"{e.Revision}"));
        // Of a message, when it was written; a published file is a view of the event as it was changed then: equal events, equal files.
        lines.Add("DTSTAMP", Utc.Format(at is { } written ? Instant.Max(written, e.RevisedAt) : e.RevisedAt));
        lines.Add("CREATED", Utc.Format(e.CreatedAt));
        lines.Add("LAST-MODIFIED", Utc.Format(e.RevisedAt));
        if (NamesOneInstant(start)) lines.Add($"DTSTART;TZID={start.Zone.Id}", Local.Format(start.LocalDateTime));
        else lines.Add("DTSTART", Utc.Format(e.Start.At));
        lines.Add("DURATION", IsoDuration.Format(e.Duration));   // exact, where a DTEND in the doubled hour would be a guess
        var language = e.Languages[0];
        lines.AddText($"SUMMARY;LANGUAGE={language}", e.Title);
        lines.AddText($"DESCRIPTION;LANGUAGE={language}", e.Description.Length == 0 ? page.AbsoluteUri : $"{e.Description}\n\n{page.AbsoluteUri}");
        lines.Add("URL", page.AbsoluteUri);
        lines.Add("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", page.AbsoluteUri);
        lines.Add($"ORGANIZER;CN={ContentLines.Quoted(message.Organizer.Name)}", message.Organizer.Address);
        if (attendee is not null) lines.Add($"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;LANGUAGE={language};CN={ContentLines.Quoted(attendee.Name)}", attendee.Address);
        if (e.State is EventState.Cancelled) lines.Add("STATUS", "CANCELLED");
        else if (message is not CalendarMessage.Cancel) lines.Add("STATUS", "CONFIRMED");   // RFC 5546 §3.2.5: none where only this person is expected no more
        lines.Add("TRANSP", "OPAQUE");
        lines.Add("END", "VEVENT");
    }

    private static (CalendarParty? Attendee, Instant? At) Addressee(CalendarMessage message) => message switch
    {
        CalendarMessage.Request request => (request.Attendee, request.At),
        CalendarMessage.Cancel cancel => (cancel.Attendee, cancel.At),
        _ => default,
    };

    private static ZonedDateTime Start(LiveEvent e, IDateTimeZoneProvider zones) => e.Start.At.InZone(zones[e.Start.Meant.ZoneId]);

    // §3.3.5: a local time that happens twice means the first; the second has no name but UTC.
    private static bool NamesOneInstant(ZonedDateTime start) =>
        start.Zone.Id != "UTC" && start.Zone.MapLocal(start.LocalDateTime) is { Count: > 0 } map && map.First().ToInstant() == start.ToInstant();
}
