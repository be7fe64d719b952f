namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>
/// What makes one slot better than another, in this order: more offices inside their day; kinder to the one it suits least (these two are the
/// <em>score</em>); fairer over the series, which is to say that the office with the most nights has as few as can be, then the next one;
/// less strain on all together; sooner.
/// </summary>
internal sealed class SlotRank(SlotGrid grid, IReadOnlyList<int> nights) : IComparer<Slot>
{
    private readonly Dictionary<int, (int[] Nights, int Strain)> _known = [];

    /// <summary>Two slots of one score: which of them is told first is then a matter of fairness.</summary>
    public static bool IsEqualScore(Slot a, Slot b) => a.Inside == b.Inside && a.Worst == b.Worst;

    /// <returns>Negative when the first is the better one.</returns>
    public int Compare(Slot? x, Slot? y)
    {
        if (x is null || y is null) return (x is null ? 1 : 0) - (y is null ? 1 : 0);
        var byScore = y.Inside != x.Inside ? y.Inside - x.Inside : (int)x.Worst - (int)y.Worst;
        return byScore != 0 ? byScore : CompareFairness(x, y);
    }

    /// <summary>The part after the score.</summary>
    public int CompareFairness(Slot x, Slot y)
    {
        var (a, b) = (Burden(x.First), Burden(y.First));
        for (var i = 0; i < a.Nights.Length; i++)
            if (a.Nights[i] != b.Nights[i]) return a.Nights[i] - b.Nights[i];
        return a.Strain != b.Strain ? a.Strain - b.Strain : x.First - y.First;
    }

    /// <summary>Nights of all offices if this slot were taken, most first; and the sum of inconveniences.</summary>
    private (int[] Nights, int Strain) Burden(int slot)
    {
        if (_known.TryGetValue(slot, out var known)) return known;
        var (totals, strain) = (new int[nights.Count], 0);
        for (var office = 0; office < totals.Length; office++)
        {
            var here = grid.At(office, slot);
            totals[office] = nights[office] + (here is Convenience.Night ? 1 : 0);
            strain += (int)here;
        }
        Array.Sort(totals, static (a, b) => b - a);
        return _known[slot] = (totals, strain);
    }
}
