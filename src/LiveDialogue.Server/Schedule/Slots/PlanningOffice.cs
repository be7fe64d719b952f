using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>An office as the planner sees it: where it is, and when it can be asked to take part.</summary>
public sealed record PlanningOffice
{
    /// <summary>Night is the same for everybody, minutes of the local day: until 06:00 …</summary>
    public const int NightEnds = 6 * 60;

    /// <summary>… and from 23:00.</summary>
    public const int NightBegins = 23 * 60;

    public required string Name { get; init; }

    /// <summary>TZDB zone.</summary>
    public required string Zone { get; init; }

    /// <summary>BCP 47.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    public IReadOnlyList<IsoDayOfWeek> WorkingDays { get; init; } = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    /// <summary>Minute of the local day from which people can take part: 07:00.</summary>
    public int DayFromMinute { get; init; } = 7 * 60;

    /// <summary>Exclusive: 22:00.</summary>
    public int DayToMinute { get; init; } = 22 * 60;

    public IReadOnlyList<QuietHours> Quiet { get; init; } = [];

    /// <summary>Holidays, by the office's own calendar.</summary>
    public IReadOnlyList<LocalDate> DaysOff { get; init; } = [];

    /// <summary>Nights this office has had in the series so far: who had it least is asked first.</summary>
    public int Nights { get; init; }

    public bool Works(LocalDate date) => WorkingDays.Contains(date.DayOfWeek) && !DaysOff.Contains(date);

    /// <summary>The rule itself, for one moment of the office's clock. <see cref="SlotGrid"/> is its fast form.</summary>
    public Convenience At(LocalDateTime local)
    {
        var minute = (local.Hour * 60) + local.Minute;
        if (minute is < NightEnds or >= NightBegins) return Convenience.Night;
        if (!Works(local.Date)) return Convenience.DayOff;
        if (Quiet.Any(quiet => quiet.Covers(local))) return Convenience.Quiet;
        return minute < DayFromMinute || minute >= DayToMinute ? Convenience.Edge : Convenience.Day;
    }
}
