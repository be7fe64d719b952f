namespace LiveDialogue.Sfu.Tracks;

/// <summary>The packets of a burst that are of one layer, in the order in which they came: found out once for all viewers.</summary>
/// <param name="Start">Its place in the burst.</param>
/// <param name="First">The source sequence of its first packet.</param>
/// <param name="Lowest">The lowest source sequence in it.</param>
/// <param name="Generation">Of its first packet.</param>
/// <param name="IsUnbroken">Each packet is what comes next of the one before: no hole, nothing late, no interruption.</param>
internal readonly record struct LayerRun(PublishedLayer Layer, int Start, int Length, long First, long Lowest, int Generation, bool IsUnbroken)
{
    /// <param name="burst">Of which a run begins at <paramref name="start"/>.</param>
    public static LayerRun At(int start, ReadOnlySpan<SourcePacket> burst)
    {
        ref readonly var first = ref burst[start];
        var (lowest, isUnbroken, end) = (first.ExtendedSequence, true, start + 1);
        for (; end < burst.Length; end++)
        {
            ref readonly var packet = ref burst[end];
            if (!ReferenceEquals(packet.Layer, first.Layer)) break;
            isUnbroken &= packet.ExtendedSequence == first.ExtendedSequence + end - start && packet.Generation == first.Generation;
            lowest = Math.Min(lowest, packet.ExtendedSequence);
        }
        return new(first.Layer, start, end - start, first.ExtendedSequence, lowest, first.Generation, isUnbroken);
    }
}
