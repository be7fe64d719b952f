using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Events;

/// <summary>Lengths of time as ISO 8601 has them, <c>PT1H30M</c>: hours, minutes and seconds, no days, whose length depends on the zone.</summary>
internal static class IsoDuration
{
    public static string Format(Duration duration) => PeriodPattern.Roundtrip.Format(
        new PeriodBuilder { Hours = (long)duration.TotalHours, Minutes = duration.Minutes, Seconds = duration.Seconds }.Build());

    /// <returns>Null for what isn't a positive number of whole seconds of at most seven days.</returns>
    public static Duration? TryParse(string? text)
    {
        if (text is not { Length: > 0 and <= 32 }) return null;
        if (!PeriodPattern.Roundtrip.Parse(text).TryGetValue(Period.Zero, out var period)) return null;
        if (period.HasDateComponent || period.Milliseconds != 0 || period.Ticks != 0 || period.Nanoseconds != 0) return null;
        if (Math.Abs(period.Hours) > 200 || Math.Abs(period.Minutes) > 20_000 || Math.Abs(period.Seconds) > 1_000_000) return null;

        var duration = Duration.FromHours(period.Hours) + Duration.FromMinutes(period.Minutes) + Duration.FromSeconds(period.Seconds);
        return duration > Duration.Zero && duration <= Duration.FromDays(7) ? duration : null;
    }
}
