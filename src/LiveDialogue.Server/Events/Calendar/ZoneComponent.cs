using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>
/// VTIMEZONE (RFC 5545 §3.6.5) from NodaTime's rules, as explicit observances for the years around one event:
/// every reader comes to our offset, whatever rules it has itself for a zone of that name.
/// </summary>
internal static class ZoneComponent
{
    /// <summary>Wide enough for the observance before and the one after, where a zone has any.</summary>
    private static readonly Duration Margin = Duration.FromDays(370);

    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly OffsetPattern Minutes = OffsetPattern.CreateWithInvariantCulture("+HHmm");
    private static readonly OffsetPattern Seconds = OffsetPattern.CreateWithInvariantCulture("+HHmmss");

    public static void Write(ContentLines lines, DateTimeZone zone, Instant from, Instant to)
    {
        lines.Add("BEGIN", "VTIMEZONE");
        lines.Add("TZID", zone.Id);
        var first = from - Margin;
        foreach (var interval in zone.GetZoneIntervals(first, to + Margin)) Observance(lines, zone, interval, first);
        lines.Add("END", "VTIMEZONE");
    }

    private static void Observance(ContentLines lines, DateTimeZone zone, ZoneInterval interval, Instant first)
    {
        // An observance that began before the years we speak of begins with them: then nothing changes at its start.
        var known = interval.HasStart && interval.Start >= first;
        var begin = known ? interval.Start : first - Margin;
        var before = known ? zone.GetUtcOffset(interval.Start - Duration.Epsilon) : interval.WallOffset;
        var name = interval.Savings > Offset.Zero && before != interval.WallOffset ? "DAYLIGHT" : "STANDARD";
        lines.Add("BEGIN", name);
        lines.Add("DTSTART", Local.Format(begin.WithOffset(before).LocalDateTime));   // wall clock as it stood before the change
        lines.Add("TZOFFSETFROM", Text(before));
        lines.Add("TZOFFSETTO", Text(interval.WallOffset));
        lines.AddText("TZNAME", interval.Name);
        lines.Add("END", name);
    }

    private static string Text(Offset offset) => (offset.Seconds % 60 == 0 ? Minutes : Seconds).Format(offset);
}
