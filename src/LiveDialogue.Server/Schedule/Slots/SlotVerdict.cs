namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Whether there is an hour for everybody; and if not, who pays.</summary>
public abstract record SlotVerdict
{
    private SlotVerdict() { }

    /// <summary>Some slot has every office inside its day.</summary>
    public sealed record Everybody : SlotVerdict;

    /// <summary>No slot suits all, but none need be at night.</summary>
    /// <param name="Inside">How many are inside their day at best.</param>
    /// <param name="Always">Offices outside theirs in every slot that reaches this number; empty where it can go round.</param>
    public sealed record SomeOutside(int Inside, IReadOnlyList<string> Always) : SlotVerdict;

    /// <summary>Nobody can be spared: in every slot it is night for somebody.</summary>
    /// <param name="Always">Offices that have the night in every slot that reaches <paramref name="Inside"/>; empty where it can go round.</param>
    public sealed record SomeAtNight(int Inside, IReadOnlyList<string> Always) : SlotVerdict;

    internal static SlotVerdict Of(SlotGrid grid, IReadOnlyList<Slot> slots)
    {
        var inside = slots.Max(s => s.Inside);
        if (inside == grid.Question.Offices.Count) return new Everybody();
        var best = slots.Where(s => s.Inside == inside).ToList();
        if (slots.Any(s => s.Worst < Convenience.Night)) return new SomeOutside(inside, Always(Convenience.Edge));
        return new SomeAtNight(inside, Always(Convenience.Night));

        IReadOnlyList<string> Always(Convenience atLeast) =>
            [.. grid.Question.Offices.Where((_, office) => best.TrueForAll(s => grid.At(office, s.First) >= atLeast)).Select(o => o.Name)];
    }
}
