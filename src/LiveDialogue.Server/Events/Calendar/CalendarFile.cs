using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>An event as an iCalendar file (RFC 5545, METHOD:PUBLISH of RFC 5546). Pure: the same event gives the same bytes.</summary>
internal static class CalendarFile
{
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <param name="page">The event's public page.</param>
    public static byte[] Write(LiveEvent e, Uri page, IDateTimeZoneProvider zones)
    {
        var lines = new ContentLines();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//LiveDialogue//LiveDialogue//EN");
        lines.Add("CALSCALE", "GREGORIAN");
        lines.Add("METHOD", "PUBLISH");
        var start = e.Start.At.InZone(zones[e.Start.Meant.ZoneId]);
        var byZone = NamesOneInstant(start);
        if (byZone) ZoneComponent.Write(lines, start.Zone, e.Start.At, e.End);

        lines.Add("BEGIN", "VEVENT");
        lines.Add("UID", $"{e.Id}@livedialogue");
        lines.Add("SEQUENCE", FormattableString.Invariant($"{e.Version - 1}"));
        lines.Add("DTSTAMP", Utc.Format(e.UpdatedAt));   // the file is a view of the event as it was changed then: equal events, equal files
        lines.Add("CREATED", Utc.Format(e.CreatedAt));
        lines.Add("LAST-MODIFIED", Utc.Format(e.UpdatedAt));
        if (byZone) lines.Add($"DTSTART;TZID={start.Zone.Id}", Local.Format(start.LocalDateTime));
        else lines.Add("DTSTART", Utc.Format(e.Start.At));
        lines.Add("DURATION", IsoDuration.Format(e.Duration));   // exact, where a DTEND in the doubled hour would be a guess
        lines.AddText($"SUMMARY;LANGUAGE={e.Languages[0]}", e.Title);
        lines.AddText($"DESCRIPTION;LANGUAGE={e.Languages[0]}", e.Description.Length == 0 ? page.AbsoluteUri : $"{e.Description}\n\n{page.AbsoluteUri}");
        lines.Add("URL", page.AbsoluteUri);
        lines.Add("STATUS", e.State is EventState.Cancelled ? "CANCELLED" : "CONFIRMED");
        lines.Add("TRANSP", "OPAQUE");
        lines.Add("END", "VEVENT");
        lines.Add("END", "VCALENDAR");
        return lines.ToBytes();
    }

    // §3.3.5: a local time that happens twice means the first; the second has no name but UTC.
    private static bool NamesOneInstant(ZonedDateTime start) =>
        start.Zone.Id != "UTC" && start.Zone.MapLocal(start.LocalDateTime) is { Count: > 0 } map && map.First().ToInstant() == start.ToInstant();
}
