namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// Puts bursts in order, layer by layer: browsers send the packets of their layers interleaved, and nearly every viewer takes those of one alone. The
/// layers follow each other as their first packets came; nothing changes within a layer. Allocates nothing once it has seen the longest burst.
/// </summary>
internal sealed class BurstSorter
{
    private SourcePacket[] _spare = [];
    private LayerRun[] _runs = new LayerRun[4];

    /// <param name="burst">Of one track; sorted in place.</param>
    /// <returns>Valid until the next call.</returns>
    public Burst Sort(Span<SourcePacket> burst)
    {
        if (IsMixed(burst)) Gather(burst);
        var count = 0;
        for (var start = 0; start < burst.Length; start += _runs[count++].Length)
        {
            if (count == _runs.Length) Array.Resize(ref _runs, _runs.Length * 2);
            _runs[count] = LayerRun.At(start, burst);
        }
        return new Burst(burst, _runs.AsSpan(0, count));
    }

    /// <summary>Whether it comes back to a layer that it left.</summary>
    private static bool IsMixed(ReadOnlySpan<SourcePacket> burst)
    {
        var (left, last) = (0, -1);
        foreach (ref readonly var packet in burst)
        {
            var index = packet.Layer.Index;
            if (index == last) continue;
            if ((left & (1 << index)) != 0) return true;
            left |= 1 << index;
            last = index;
        }
        return false;
    }

    private void Gather(Span<SourcePacket> burst)
    {
        if (_spare.Length < burst.Length) _spare = new SourcePacket[burst.Length * 2];
        var mixed = _spare.AsSpan(0, burst.Length);
        burst.CopyTo(mixed);
        var (gathered, next) = (0, 0);
        for (var first = 0; next < mixed.Length; first++)
        {
            var index = mixed[first].Layer.Index;
            if ((gathered & (1 << index)) != 0) continue;
            gathered |= 1 << index;
            for (var i = first; i < mixed.Length; i++)
                if (mixed[i].Layer.Index == index) burst[next++] = mixed[i];
        }
        mixed.Clear();                                                 // holds nothing
    }
}
