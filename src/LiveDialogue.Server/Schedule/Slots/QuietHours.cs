using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Hours that an office wants kept free, by its own clock.</summary>
/// <param name="FromMinute">Of the day, 0 to 1439.</param>
/// <param name="ToMinute">Exclusive, 1 to 1440; not after <paramref name="FromMinute"/> means on the next day.</param>
/// <param name="Days">On which days it begins; empty for all.</param>
public sealed record QuietHours(int FromMinute, int ToMinute, IReadOnlyList<IsoDayOfWeek> Days)
{
    /// <summary>Up to 24 hours.</summary>
    public int Minutes => ToMinute > FromMinute ? ToMinute - FromMinute : ToMinute + 1440 - FromMinute;

    public bool BeginsOn(IsoDayOfWeek day) => Days.Count == 0 || Days.Contains(day);

    public bool Covers(LocalDateTime local)
    {
        var minute = (local.Hour * 60) + local.Minute;
        return (BeginsOn(local.DayOfWeek) && minute >= FromMinute && minute < FromMinute + Minutes)
            || (BeginsOn(local.Date.PlusDays(-1).DayOfWeek) && minute + 1440 < FromMinute + Minutes);
    }
}
