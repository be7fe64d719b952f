namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// Which layer each slot gets out of a viewer's bandwidth. Pure. Audio isn't asked here: it always goes, and what it takes is taken off before.
/// Each slot gets its lowest layer whatever the estimate says, so that no picture is ever black and the estimate can recover; then the slots in
/// their order (the largest first) are raised a layer at a time.
/// </summary>
internal static class LayerChoice
{
    /// <param name="layers">Live ones, ascending by bits per second; not empty.</param>
    /// <param name="bitsPerSecond">What this slot may take.</param>
    /// <returns>A place in <paramref name="layers"/>: the highest that fits, else the lowest.</returns>
    public static int Choose(ReadOnlySpan<LayerOption> layers, long bitsPerSecond)
    {
        var chosen = 0;
        for (var i = 1; i < layers.Length && layers[i].BitsPerSecond <= bitsPerSecond; i++) chosen = i;
        return chosen;
    }

    /// <summary>Shares the bandwidth among slots.</summary>
    /// <param name="layers">All slots' live layers, slot after slot, ascending by bits per second within each.</param>
    /// <param name="counts">How many layers each slot has; slots without any have 0.</param>
    /// <param name="bitsPerSecond">For all of them together.</param>
    /// <param name="chosen">Filled with each slot's place among its own layers; -1 where it has none.</param>
    /// <returns>What the next raise would take on top of what is chosen; <see cref="long.MaxValue"/> when all have their highest.</returns>
    public static long Share(ReadOnlySpan<LayerOption> layers, ReadOnlySpan<int> counts, long bitsPerSecond, Span<int> chosen)
    {
        var start = 0;
        for (var slot = 0; slot < counts.Length; slot++)
        {
            chosen[slot] = counts[slot] == 0 ? -1 : 0;
            if (counts[slot] != 0) bitsPerSecond -= layers[start].BitsPerSecond;
            start += counts[slot];
        }

        var cheapest = long.MaxValue;
        start = 0;
        for (var slot = 0; slot < counts.Length; slot++)
        {
            var own = layers.Slice(start, counts[slot]);
            start += counts[slot];
            if (own.IsEmpty) continue;

            var place = Choose(own, bitsPerSecond + own[0].BitsPerSecond);
            chosen[slot] = place;
            bitsPerSecond -= own[place].BitsPerSecond - own[0].BitsPerSecond;
            if (place + 1 < own.Length) cheapest = Math.Min(cheapest, own[place + 1].BitsPerSecond - own[place].BitsPerSecond);
        }
        return cheapest;
    }
}
