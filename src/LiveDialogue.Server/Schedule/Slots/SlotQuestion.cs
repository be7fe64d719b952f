using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>When could these offices meet? Slots begin every <paramref name="StepMinutes"/> from the first midnight on, UTC.</summary>
/// <param name="Offices">1 to 60.</param>
/// <param name="From">First day, UTC.</param>
/// <param name="Days">1 to 120.</param>
/// <param name="Length">Of the meeting, whole minutes.</param>
/// <param name="StepMinutes">A divisor of an hour.</param>
public sealed record SlotQuestion(IReadOnlyList<PlanningOffice> Offices, LocalDate From, int Days, Duration Length, int StepMinutes = 15)
{
    public const int MaxOffices = 60, MaxDays = 120;

    public Instant Start => From.AtMidnight().InUtc().ToInstant();

    /// <summary>How many slots there are.</summary>
    public int Slots => Days * 1440 / StepMinutes;

    public Instant StartOf(int slot) => Start + Duration.FromMinutes((long)slot * StepMinutes);
}
