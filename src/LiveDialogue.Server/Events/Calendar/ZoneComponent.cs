using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>
/// VTIMEZONE (RFC 5545 §3.6.5) from NodaTime's rules: a yearly RRULE for each change where a zone changes by rule, which every calendar program
/// understands, and explicit observances where it doesn't (Ramadan, a law not yet in force, no changes at all). A reader that follows it comes to
/// our offset, whatever it knows itself of a zone of that name.
/// </summary>
internal static class ZoneComponent
{
    /// <summary>How far explicit observances go on after the last event: a zone that changes has changed by then.</summary>
    private static readonly Duration Margin = Duration.FromDays(370);

    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly OffsetPattern Minutes = OffsetPattern.CreateWithInvariantCulture("+HHmm");
    private static readonly OffsetPattern Seconds = OffsetPattern.CreateWithInvariantCulture("+HHmmss");

    /// <param name="from">First instant that must come out right.</param>
    /// <param name="to">Last one; a zone with a yearly rule comes out right for ever.</param>
    public static void Write(ContentLines lines, DateTimeZone zone, Instant from, Instant to)
    {
        lines.Add("BEGIN", "VTIMEZONE");
        lines.Add("TZID", zone.Id);
        var firstYear = from.InUtc().Year - 1;   // from its changes on everything is said
        var tail = Tail(zone, firstYear);
        if (tail is null || tail.Value.Year > to.InUtc().Year + 1)
        {
            WriteExplicit(lines, zone, YearStart(firstYear), to + Margin);
        }
        else
        {
            var (year, rules) = tail.Value;
            if (year > firstYear || rules.Count == 0) WriteExplicit(lines, zone, YearStart(firstYear), YearStart(year));
            var changes = rules.Count == 0 ? [] : Changes(zone, year);
            for (var i = 0; i < rules.Count; i++) WriteObservance(lines, changes[i], rules[i].ToRule());
        }
        lines.Add("END", "VTIMEZONE");
    }

    /// <summary>The year from which the zone changes by the same rules every year (none where it doesn't change any more).</summary>
    /// <returns>Null when even the far future has no rule.</returns>
    private static (int Year, IReadOnlyList<YearlyChange> Rules)? Tail(DateTimeZone zone, int firstYear)
    {
        var proofFrom = Math.Max(firstYear, 2100);   // beyond every list of single years in the data
        var proof = Enumerable.Range(proofFrom, YearlyChange.Proof).Select(year => Changes(zone, year)).ToList();
        var count = proof[0].Count;
        if (count > 2 || proof.Exists(changes => changes.Count != count)) return null;
        var rules = new List<YearlyChange>();
        for (var i = 0; i < count; i++)
        {
            if (YearlyChange.Fit([.. proof.Select(changes => changes[i])]) is not { } rule) return null;
            rules.Add(rule);
        }

        var start = proofFrom;
        while (start > firstYear && Changes(zone, start - 1) is var before && before.Count == count && rules.Zip(before).All(pair => pair.First.Gives(pair.Second))) start--;
        return (start, rules);
    }

    private static List<ClockChange> Changes(DateTimeZone zone, int year) =>
        [.. zone.GetZoneIntervals(YearStart(year), YearStart(year + 1)).Where(i => i.HasStart && i.Start >= YearStart(year)).Select(i => ClockChange.At(zone, i, Before(zone, i)))];

    private static void WriteExplicit(ContentLines lines, DateTimeZone zone, Instant first, Instant end)
    {
        foreach (var interval in zone.GetZoneIntervals(first, Instant.Max(end, first + Duration.Epsilon)))
        {
            // The one that holds at the beginning has its own onset, maybe decades ago; from a mean solar time that few readers can parse it begins with the years we speak of.
            var known = interval.HasStart && (interval.Start >= first || Before(zone, interval).Seconds % 60 == 0);
            WriteObservance(lines, known ? ClockChange.At(zone, interval, Before(zone, interval)) : Standing(interval, first), rule: null);
        }
    }

    private static ClockChange Standing(ZoneInterval interval, Instant first) =>
        new(first.WithOffset(interval.WallOffset).LocalDateTime.Date.AtMidnight(), interval.WallOffset, interval.WallOffset, interval.Name, Daylight: false);

    private static void WriteObservance(ContentLines lines, ClockChange change, string? rule)
    {
        var component = change.Daylight ? "DAYLIGHT" : "STANDARD";
        lines.Add("BEGIN", component);
        lines.Add("DTSTART", Local.Format(change.Local));
        if (rule is not null) lines.Add("RRULE", rule);
        lines.Add("TZOFFSETFROM", Text(change.From));
        lines.Add("TZOFFSETTO", Text(change.To));
        lines.AddText("TZNAME", change.Name);
        lines.Add("END", component);
    }

    private static Offset Before(DateTimeZone zone, ZoneInterval interval) => zone.GetUtcOffset(interval.Start - Duration.Epsilon);

    private static Instant YearStart(int year) => Instant.FromUtc(year, 1, 1, 0, 0);

    private static string Text(Offset offset) => (offset.Seconds % 60 == 0 ? Minutes : Seconds).Format(offset);
}
