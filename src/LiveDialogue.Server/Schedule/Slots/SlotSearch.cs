namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>The best slots of a grid, and the truth about them. Pure.</summary>
public static class SlotSearch
{
    /// <param name="limit">How many slots at most.</param>
    public static SlotAnswer Best(SlotGrid grid, int limit)
    {
        var slots = Merge(grid, 0, grid.Question.Slots);
        var verdict = SlotVerdict.Of(grid, slots);
        return new(verdict, Top(grid, slots, [.. grid.Question.Offices.Select(o => o.Nights)], limit));
    }

    /// <summary>
    /// One slot for each period, each chosen knowing who had the night in those before: among slots of equal score no office is asked again
    /// while another choice spares it.
    /// </summary>
    /// <param name="periodDays">7 for a weekly series.</param>
    /// <param name="concession">
    /// How many offices fewer may be inside their day than at best, so that the night goes round even where one office has it in all the best hours. 0: none.
    /// </param>
    /// <returns>As many as whole periods fit in the question.</returns>
    public static IReadOnlyList<Slot> Rotate(SlotGrid grid, int periodDays, int concession)
    {
        var question = grid.Question;
        var nights = question.Offices.Select(o => o.Nights).ToArray();
        var perPeriod = periodDays * 1440 / question.StepMinutes;
        var chosen = new List<Slot>();
        for (var first = 0; first + perPeriod <= question.Slots; first += perPeriod)
        {
            var slots = Merge(grid, first, first + perPeriod);
            var rank = new SlotRank(grid, nights);
            var slot = concession == 0 ? slots.Min(rank)! : Concede(slots, rank, concession);   // a period has slots
            chosen.Add(slot);
            for (var office = 0; office < nights.Length; office++)
                if (grid.At(office, slot.First) is Convenience.Night) nights[office]++;
        }
        return chosen;
    }

    private static Slot Concede(List<Slot> slots, SlotRank rank, int concession)
    {
        var least = slots.Max(s => s.Inside) - concession;
        return slots.Where(s => s.Inside >= least).Min(Comparer<Slot>.Create((x, y) => rank.CompareFairness(x, y) is var order && order != 0 ? order : rank.Compare(x, y)))!;   // the best one is among them
    }

    private static List<Slot> Merge(SlotGrid grid, int from, int to)
    {
        var slots = new List<Slot>();
        for (var first = from; first < to;)
        {
            var next = first + 1;
            while (next < to && grid.Inside(next) == grid.Inside(first) && grid.Worst(next) == grid.Worst(first) && grid.IsSame(first, next)) next++;
            slots.Add(new(first, next - 1, grid.Inside(first), grid.Worst(first)));
            first = next;
        }
        return slots;
    }

    // Fairness is asked only of slots whose score lets them into the list.
    private static IReadOnlyList<Slot> Top(SlotGrid grid, List<Slot> slots, int[] nights, int limit)
    {
        static int Score(Slot s) => (s.Inside * 8) + ((int)Convenience.Night - (int)s.Worst);
        var counts = new int[(SlotQuestion.MaxOffices + 1) * 8];
        foreach (var slot in slots) counts[Score(slot)]++;
        var (least, taken) = (counts.Length, 0);
        while (least > 0 && taken < limit) taken += counts[--least];
        return [.. slots.Where(s => Score(s) >= least).Order(new SlotRank(grid, nights)).Take(limit)];
    }
}
