using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>One clock change of a year: when it is on the wall clock as it stood before, and what it comes to.</summary>
/// <param name="Local">By the offset before the change, which is how RFC 5545 §3.6.5 gives onsets.</param>
internal sealed record ClockChange(LocalDateTime Local, Offset From, Offset To, string Name, bool Daylight)
{
    public static ClockChange At(DateTimeZone zone, ZoneInterval interval, Offset before)
    {
        // Negative savings (Dublin, Casablanca) make the standard time the later one; calendars know daylight time as the one ahead.
        var ahead = interval.Savings > Offset.Zero
            || (interval.Savings == Offset.Zero && interval.HasEnd && zone.GetZoneInterval(interval.End).Savings < Offset.Zero);
        return new(interval.Start.WithOffset(before).LocalDateTime, before, interval.WallOffset, interval.Name, ahead);
    }

    /// <summary>The same change, only in another year.</summary>
    public bool IsAlike(ClockChange other) =>
        Local.Month == other.Local.Month && Local.DayOfWeek == other.Local.DayOfWeek && Local.TimeOfDay == other.Local.TimeOfDay
        && From == other.From && To == other.To && Name == other.Name && Daylight == other.Daylight;
}

/// <summary>A change that comes every year by one rule: the weekday on or after a day of a month.</summary>
/// <param name="Example">Any of its changes.</param>
/// <param name="FirstDay">1 to 25: the earliest day of the month it can fall on; the latest is six days on.</param>
internal sealed record YearlyChange(ClockChange Example, int FirstDay)
{
    private static readonly string[] Days = ["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>Years a rule must hold for to be one: within twelve a weekday meets each of its seven days of the month.</summary>
    public const int Proof = 28;

    /// <param name="changes">Of consecutive years, one each, at least <see cref="Proof"/>.</param>
    /// <returns>Null when no one rule gives them all.</returns>
    public static YearlyChange? Fit(IReadOnlyList<ClockChange> changes)
    {
        var first = changes.Min(c => c.Local.Day);
        return changes.All(changes[0].IsAlike) && changes.Max(c => c.Local.Day) - first == 6 ? new(changes[0], first) : null;
    }

    public bool Gives(ClockChange change) => change.IsAlike(Example) && change.Local.Day >= FirstDay && change.Local.Day < FirstDay + 7;

    /// <summary>RFC 5545 §3.3.10. Ordinals (<c>2SU</c>, <c>-1SU</c>) where they say it, since some readers know no other form.</summary>
    public string ToRule()
    {
        var (month, day) = (Example.Local.Month, Days[(int)Example.Local.DayOfWeek]);
        var last = FirstDay + 6;
        var by = (FirstDay - 1) % 7 == 0 && FirstDay <= 22 ? string.Create(CultureInfo.InvariantCulture, $"BYDAY={((FirstDay - 1) / 7) + 1}{day}")
            : last == CalendarSystem.Iso.GetDaysInMonth(2001, month) && month != 2 ? $"BYDAY=-1{day}"
            : $"BYDAY={day};BYMONTHDAY={string.Join(',', Enumerable.Range(FirstDay, 7))}";
        return string.Create(CultureInfo.InvariantCulture, $"FREQ=YEARLY;BYMONTH={month};{by}");
    }
}
