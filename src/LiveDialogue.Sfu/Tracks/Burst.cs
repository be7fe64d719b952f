namespace LiveDialogue.Sfu.Tracks;

/// <summary>What came of one track within a moment, layer by layer.</summary>
/// <param name="runs">All of <paramref name="packets"/>, one after the other.</param>
internal readonly ref struct Burst(ReadOnlySpan<SourcePacket> packets, ReadOnlySpan<LayerRun> runs)
{
    public ReadOnlySpan<SourcePacket> Packets { get; } = packets;

    public ReadOnlySpan<LayerRun> Runs { get; } = runs;

    public ReadOnlySpan<SourcePacket> PacketsOf(in LayerRun run) => Packets.Slice(run.Start, run.Length);
}
