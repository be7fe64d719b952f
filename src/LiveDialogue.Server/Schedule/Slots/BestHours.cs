using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>
/// The best slots put together by time of day: the same hours on other dates that suit each office equally are one choice, as long as those whom they
/// don't suit meet at the same hour of theirs, which is told. Pure.
/// </summary>
/// <param name="Slots">Of the same wall-clock time and offset in the question's own zone; soonest first.</param>
internal sealed record BestHours(IReadOnlyList<Slot> Slots)
{
    /// <summary>Enough for several choices over 120 days, of which each date is one slot.</summary>
    private const int Considered = 400;

    /// <param name="own">Whose clock tells the time of day.</param>
    /// <returns>Best first.</returns>
    public static (SlotVerdict Verdict, IReadOnlyList<BestHours> Hours) Of(SlotGrid grid, DateTimeZone own, IDateTimeZoneProvider rules, int limit)
    {
        var zones = grid.Question.Offices.Select(office => rules[office.Zone]).ToArray();
        var answer = SlotSearch.Best(grid, Considered);
        var groups = new List<List<Slot>>();
        foreach (var slot in answer.Slots)
        {
            if (groups.Find(group => IsSame(group[0], slot)) is { } group) group.Add(slot);
            else groups.Add([slot]);
        }
        return (answer.Verdict, [.. groups.Take(limit).Select(group => new BestHours([.. group.OrderBy(slot => slot.First)]))]);

        // As many days apart as dates: so the clock shows the same, and no change of clocks lies between.
        bool IsSame(Slot a, Slot b) => a.Last - a.First == b.Last - b.First && Clock(a) == Clock(b) && grid.IsSame(a.First, b.First) && PayAlike(a, b);

        // The sentence names the hour of those who pay: it must be theirs on every date.
        bool PayAlike(Slot a, Slot b)
        {
            for (var office = 0; office < zones.Length; office++)
            {
                if (grid.At(office, a.First) is Convenience.Day) continue;
                if (zones[office].GetUtcOffset(grid.Question.StartOf(a.First)) != zones[office].GetUtcOffset(grid.Question.StartOf(b.First))) return false;
            }
            return true;
        }

        (LocalTime Time, Offset Offset) Clock(Slot slot)
        {
            var first = grid.Question.StartOf(slot.First).InZone(own);
            return (first.TimeOfDay, first.Offset);
        }
    }
}
