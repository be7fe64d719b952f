using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Tests.Events.Calendar;

/// <summary>Reads a VTIMEZONE the way RFC 5545 §3.6.5 says, in any year: the observance with the latest onset at or before the local time.</summary>
internal static partial class ZoneExpansion
{
    private static readonly LocalDateTimePattern Onset = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly string[] Days = ["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public static Offset OffsetAt(string component, Instant instant)
    {
        var best = (At: Instant.MinValue, Offset: (Offset?)null);
        foreach (Match observance in Observance().Matches(component))
        {
            var (from, to) = (OffsetOf(observance, "from"), OffsetOf(observance, "to"));
            var first = Onset.Parse(observance.Groups["start"].Value).Value;
            foreach (var onset in Onsets(first, observance.Groups["rule"].Value, instant.InUtc().Year))
                if (onset.WithOffset(from).ToInstant() is var at && at <= instant && at > best.At) best = (at, to);
        }
        return best.Offset ?? throw new InvalidOperationException($"Nothing is said of {instant}.");
    }

    private static IEnumerable<LocalDateTime> Onsets(LocalDateTime first, string rule, int year)
    {
        if (rule.Length == 0) return [first];
        var parts = rule.Split(';').ToDictionary(p => p.Split('=')[0], p => p.Split('=')[1], StringComparer.Ordinal);
        var month = int.Parse(parts["BYMONTH"], CultureInfo.InvariantCulture);
        var weekday = (IsoDayOfWeek)Array.IndexOf(Days, parts["BYDAY"][^2..]);
        return
            from y in new[] { year - 1, year, year + 1 }
            where y >= first.Year
            select Day(y, month, weekday, parts) + first.TimeOfDay;
    }

    private static LocalDate Day(int year, int month, IsoDayOfWeek weekday, Dictionary<string, string> parts)
    {
        var days = Enumerable.Range(1, CalendarSystem.Iso.GetDaysInMonth(year, month)).Select(d => new LocalDate(year, month, d)).Where(d => d.DayOfWeek == weekday).ToList();
        if (parts.TryGetValue("BYMONTHDAY", out var allowed)) return days.Single(d => allowed.Split(',').Contains(d.Day.ToString(CultureInfo.InvariantCulture)));
        var ordinal = int.Parse(parts["BYDAY"][..^2], CultureInfo.InvariantCulture);
        return ordinal > 0 ? days[ordinal - 1] : days[days.Count + ordinal];
    }

    private static Offset OffsetOf(Match observance, string group)
    {
        var text = observance.Groups[group].Value;
        return OffsetPattern.CreateWithInvariantCulture(text.Length == 5 ? "+HHmm" : "+HHmmss").Parse(text).Value;
    }

    [GeneratedRegex(@"BEGIN:(STANDARD|DAYLIGHT)\r\nDTSTART:(?<start>\S+)\r\n(RRULE:(?<rule>\S+)\r\n)?TZOFFSETFROM:(?<from>\S+)\r\nTZOFFSETTO:(?<to>\S+)\r\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Observance();
}
