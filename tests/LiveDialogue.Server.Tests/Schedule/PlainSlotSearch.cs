using LiveDialogue.Server.Schedule.Slots;
using NodaTime;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>
/// What <see cref="SlotGrid"/> and <see cref="SlotSearch"/> must come to, as plainly as it can be written: a loop over slots and offices that asks
/// NodaTime for every local time. The floor of correctness, and of speed.
/// </summary>
internal static class PlainSlotSearch
{
    /// <param name="every">How often within a slot the clock is looked at; exact where all hours of offices and zones are multiples of it.</param>
    public static IReadOnlyList<(Slot Slot, Convenience[] Offices)> Best(SlotQuestion question, IDateTimeZoneProvider zones, Duration every, int limit)
    {
        var all = new List<(Slot Slot, Convenience[] Offices)>();
        for (var slot = 0; slot < question.Slots; slot++)
        {
            var offices = question.Offices.Select(office => At(office, zones[office.Zone], question.StartOf(slot), question.Length, every)).ToArray();
            if (all.Count > 0 && all[^1].Offices.AsSpan().SequenceEqual(offices)) all[^1] = (all[^1].Slot with { Last = slot }, offices);
            else all.Add((new(slot, slot, offices.Count(o => o == Convenience.Day), offices.Max()), offices));
        }
        return
        [
            .. all.OrderByDescending(s => s.Slot.Inside).ThenBy(s => s.Slot.Worst)
                .ThenBy(s => string.Concat(Nights(question, s.Offices).OrderDescending().Select(n => (char)n)), StringComparer.Ordinal)
                .ThenBy(s => s.Offices.Sum(o => (int)o)).ThenBy(s => s.Slot.First).Take(limit),
        ];
    }

    public static Convenience At(PlanningOffice office, DateTimeZone zone, Instant start, Duration length, Duration every)
    {
        var worst = Convenience.Day;
        for (var at = start; at < start + length; at += every)
            if (office.At(at.InZone(zone).LocalDateTime) is var here && here > worst) worst = here;
        return worst;
    }

    private static IEnumerable<int> Nights(SlotQuestion question, Convenience[] offices) =>
        question.Offices.Zip(offices, (office, here) => office.Nights + (here == Convenience.Night ? 1 : 0));
}
