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
    public static byte[] Write(LiveEvent e, Uri page, IDateTimeZoneProvider zones) => Write(new CalendarMessage.Publish(), [new(e, page)], zones);

    /// <param name="feed">For a subscribed calendar of many events; null for a file.</param>
    public static byte[] Write(CalendarMessage message, IReadOnlyList<CalendarEntry> entries, IDateTimeZoneProvider zones, CalendarFeed? feed = null)
    {
        var lines = new ContentLines();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//LiveDialogue//LiveDialogue//EN");
        lines.Add("CALSCALE", "GREGORIAN");
        lines.Add("METHOD", Method(message));
        if (feed is not null) WriteFeed(lines, feed);
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
        lines.Add("SOURCE;VALUE=URI", feed.Source.AbsoluteUri);
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
        var start = Start(e, zones);
        lines.Add("BEGIN", "VEVENT");
        lines.Add("UID", $"{e.Id}@livedialogue");
        lines.Add("SEQUENCE", FormattableString.Invariant($"{e.Version - 1}"));
        lines.Add("DTSTAMP", Utc.Format(e.UpdatedAt));   // the file is a view of the event as it was changed then: equal events, equal files
        lines.Add("CREATED", Utc.Format(e.CreatedAt));
        lines.Add("LAST-MODIFIED", Utc.Format(e.UpdatedAt));
        if (NamesOneInstant(start)) lines.Add($"DTSTART;TZID={start.Zone.Id}", Local.Format(start.LocalDateTime));
        else lines.Add("DTSTART", Utc.Format(e.Start.At));
        lines.Add("DURATION", IsoDuration.Format(e.Duration));   // exact, where a DTEND in the doubled hour would be a guess
        var language = e.Languages[0];
        lines.AddText($"SUMMARY;LANGUAGE={language}", e.Title);
        lines.AddText($"DESCRIPTION;LANGUAGE={language}", e.Description.Length == 0 ? page.AbsoluteUri : $"{e.Description}\n\n{page.AbsoluteUri}");
        lines.Add("URL", page.AbsoluteUri);
        lines.Add("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", page.AbsoluteUri);
        WriteParties(lines, message, language);
        lines.Add("STATUS", message is CalendarMessage.Cancel || e.State is EventState.Cancelled ? "CANCELLED" : "CONFIRMED");
        lines.Add("TRANSP", "OPAQUE");
        lines.Add("END", "VEVENT");
    }

    private static void WriteParties(ContentLines lines, CalendarMessage message, string language)
    {
        var (organizer, attendee) = message switch
        {
            CalendarMessage.Request request => (request.Organizer, request.Attendee),
            CalendarMessage.Cancel cancel => (cancel.Organizer, cancel.Attendee),
            _ => (null, null),
        };
        if (organizer is null || attendee is null) return;
        lines.Add($"ORGANIZER;CN={ContentLines.Quoted(organizer.Name)}", $"mailto:{organizer.Email}");
        lines.Add($"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;LANGUAGE={language};CN={ContentLines.Quoted(attendee.Name)}", $"mailto:{attendee.Email}");
    }

    private static ZonedDateTime Start(LiveEvent e, IDateTimeZoneProvider zones) => e.Start.At.InZone(zones[e.Start.Meant.ZoneId]);

    // §3.3.5: a local time that happens twice means the first; the second has no name but UTC.
    private static bool NamesOneInstant(ZonedDateTime start) =>
        start.Zone.Id != "UTC" && start.Zone.MapLocal(start.LocalDateTime) is { Count: > 0 } map && map.First().ToInstant() == start.ToInstant();
}
