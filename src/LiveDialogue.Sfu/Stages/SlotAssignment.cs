namespace LiveDialogue.Sfu.Stages;

/// <summary>
/// Decides whom each slot of a subscriber shows. Pure, and calm: who has a slot keeps it while they are there and there is room.
/// Control rate, so plain lists; the packet path never comes here.
/// </summary>
internal static class SlotAssignment
{
    /// <summary>How much louder, in dB, a newcomer must be to take an audio slot from somebody: less would make slots flutter between two laughs.</summary>
    public const int AudioMargin = 6;

    /// <summary>Rewrites the slots of one kind.</summary>
    /// <param name="candidates">In the order in which they came on stage.</param>
    /// <param name="slots">The present fills, in the order of the offer's m-lines.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool Assign(
        StageView view, MediaKind kind, PublisherId? self, PublisherId? activeSpeaker, IReadOnlyList<StageCandidate> candidates, Span<StageSource?> slots)
    {
        if (slots.IsEmpty) return false;
        var before = slots.ToArray();

        var chosen = new List<StageCandidate>(candidates.Count);
        foreach (var candidate in candidates)
            if (candidate.Publishes(kind) && candidate.Id != self && (candidate.OnAir || view == StageView.Backstage)) chosen.Add(candidate);
        if (kind == MediaKind.Video && view != StageView.Program) AddScreens(chosen, candidates, self, view);
        if (chosen.Count > slots.Length || view == StageView.Backstage) KeepTheFirst(chosen, slots, kind, view, activeSpeaker);

        Vacate(slots, chosen);
        foreach (var candidate in chosen)
            if (!slots.Contains(candidate.Source)) slots[slots.IndexOf((StageSource?)null)] = candidate.Source;    // room: chosen fits the slots
        if (view == StageView.Program && kind == MediaKind.Video) LeadWith(activeSpeaker, slots);

        return !slots.SequenceEqual(before);
    }

    /// <summary>Those on stage see each other's slides; the audience sees them in the program.</summary>
    private static void AddScreens(List<StageCandidate> chosen, IReadOnlyList<StageCandidate> candidates, PublisherId? self, StageView view)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.HasScreen && candidate.Id != self && (candidate.OnAir || view == StageView.Backstage))
                chosen.Add(candidate with { IsScreen = true });
        }
    }

    /// <summary>Orders by who matters most and cuts off what has no room.</summary>
    private static void KeepTheFirst(List<StageCandidate> chosen, Span<StageSource?> slots, MediaKind kind, StageView view, PublisherId? activeSpeaker)
    {
        var incumbents = slots.ToArray();
        var ranked = chosen
            .OrderByDescending(c => c.OnAir)
            .ThenByDescending(c => c.IsScreen)    // it is what they all talk about
            .ThenByDescending(c => kind == MediaKind.Video && view == StageView.Program && c.Id == activeSpeaker)
            .ThenByDescending(c => Score(c, Array.IndexOf(incumbents, c.Source) >= 0, kind))
            .Take(slots.Length)
            .ToList();
        chosen.Clear();
        chosen.AddRange(ranked);
    }

    private static int Score(StageCandidate candidate, bool incumbent, MediaKind kind) =>
        (incumbent ? AudioMargin : 0) + (kind == MediaKind.Audio ? candidate.Loudness : 0);

    private static void Vacate(Span<StageSource?> slots, List<StageCandidate> chosen)
    {
        foreach (ref var slot in slots)
        {
            var holder = slot;
            if (holder is not null && !chosen.Exists(c => c.Source == holder)) slot = null;
        }
    }

    /// <summary>The first slot is the big picture: the active speaker's, by exchange, so that nobody else moves; never empty while another is filled.</summary>
    private static void LeadWith(PublisherId? activeSpeaker, Span<StageSource?> slots)
    {
        var leader = activeSpeaker is { } speaker ? slots.IndexOf(new StageSource(speaker)) : -1;
        if (leader < 0 && slots[0] is null)
            for (var i = slots.Length - 1; i > 0; i--)
                if (slots[i] is not null) leader = i;
        if (leader > 0) (slots[0], slots[leader]) = (slots[leader], slots[0]);
    }
}
