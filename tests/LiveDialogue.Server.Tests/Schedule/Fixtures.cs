using LiveDialogue.Server.Schedule.Slots;
using LiveDialogue.Testing;
using NodaTime;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>Offices to plan with.</summary>
internal static class Fixtures
{
    /// <summary>Fourteen offices at fourteen offsets.</summary>
    public static readonly IReadOnlyList<PlanningOffice> Fourteen =
    [
        Office("New York", "America/New_York"), Office("Panama", "America/Panama"), Office("Brasília", "America/Sao_Paulo"), Office("Dakar", "Africa/Dakar"),
        Office("Geneva", "Europe/Zurich"), Office("Goma", "Africa/Lubumbashi"), Office("Nairobi", "Africa/Nairobi"), Office("Tehran", "Asia/Tehran"),
        Office("Islamabad", "Asia/Karachi"), Office("New Delhi", "Asia/Kolkata"), Office("Kathmandu", "Asia/Kathmandu"), Office("Bangkok", "Asia/Bangkok"),
        Office("Manila", "Asia/Manila"), Office("Suva", "Pacific/Fiji"),
    ];

    public static PlanningOffice Office(string name, string zone) => new() { Name = name, Zone = zone };

    /// <summary>Offices anywhere, with hours of their own.</summary>
    /// <param name="minutes">Hours begin and end at multiples of this.</param>
    public static IReadOnlyList<PlanningOffice> Random(SeededRandom random, int count, LocalDate around, int minutes)
    {
        var ids = DateTimeZoneProviders.Tzdb.Ids;
        return [.. Enumerable.Range(1, count).Select(number => Any(number))];

        PlanningOffice Any(int number) => Office($"Office {number}", ids[random.Next(ids.Count)]) with
        {
            WorkingDays = [.. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None && random.Chance(0.75))],
            DayFromMinute = random.Next(600 / minutes) * minutes,
            DayToMinute = 1440 - (random.Next(480 / minutes) * minutes),
            Quiet = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new QuietHours(random.Next(1440 / minutes) * minutes, (1 + random.Next(1440 / minutes)) * minutes, random.Chance(0.5) ? [] : [(IsoDayOfWeek)(1 + random.Next(7))]))],
            DaysOff = [.. Enumerable.Range(0, random.Next(4)).Select(_ => around.PlusDays(random.Next(8)))],
            Nights = random.Next(4),
        };
    }
}
