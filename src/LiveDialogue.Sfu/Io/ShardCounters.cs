namespace LiveDialogue.Sfu.Io;

/// <summary>One shard's counts. Only the shard writes, so no interlocked operation is needed; whoever reads sees each number whole.</summary>
internal sealed class ShardCounters
{
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;

    private readonly long[] _drops = new long[Reasons];
    private long _packetsIn, _batchesIn, _bytesIn, _packetsOut, _bytesOut, _forwarded, _stunIn, _dtlsIn, _resent, _restored, _faults;
    private long _allocated;
    private int _connecting, _connected;

    public DelayHistogram Delay { get; } = new();

    public long Drops(DropReason reason) => Volatile.Read(ref _drops[(int)reason]);

    public void Drop(DropReason reason, int packets = 1) => Volatile.Write(ref _drops[(int)reason], _drops[(int)reason] + packets);

    public void In(int bytes) => Count(ref _packetsIn, ref _bytesIn, bytes);

    /// <summary>A batch of datagrams from one port.</summary>
    public void Took() => Volatile.Write(ref _batchesIn, _batchesIn + 1);

    public void Out(int bytes) => Count(ref _packetsOut, ref _bytesOut, bytes);

    public void Stun() => Volatile.Write(ref _stunIn, _stunIn + 1);

    public void Dtls() => Volatile.Write(ref _dtlsIn, _dtlsIn + 1);

    public void Forwarded(int packets = 1) => Volatile.Write(ref _forwarded, _forwarded + packets);

    public void Restored() => Volatile.Write(ref _restored, _restored + 1);

    public void Resent() => Volatile.Write(ref _resent, _resent + 1);

    /// <summary>On the shard's thread.</summary>
    public void NoteAllocation() => Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread());

    public void Fault() => Volatile.Write(ref _faults, _faults + 1);

    public void Peers(int connecting, int connected)
    {
        Volatile.Write(ref _connecting, connecting);
        Volatile.Write(ref _connected, connected);
    }

    public void AddTo(SfuCounters sum)
    {
        for (var i = 0; i < Reasons; i++) sum.DropCounts[i] += Volatile.Read(ref _drops[i]);
        sum.PacketsIn += Volatile.Read(ref _packetsIn);
        sum.BatchesIn += Volatile.Read(ref _batchesIn);
        sum.BytesIn += Volatile.Read(ref _bytesIn);
        sum.PacketsOut += Volatile.Read(ref _packetsOut);
        sum.BytesOut += Volatile.Read(ref _bytesOut);
        sum.PacketsForwarded += Volatile.Read(ref _forwarded);
        sum.PacketsRestored += Volatile.Read(ref _restored);
        sum.PacketsResent += Volatile.Read(ref _resent);
        sum.StunChecks += Volatile.Read(ref _stunIn);
        sum.DtlsDatagrams += Volatile.Read(ref _dtlsIn);
        sum.PeerFaults += Volatile.Read(ref _faults);
        sum.MediaThreadsAllocated += Volatile.Read(ref _allocated);
        sum.PeersConnecting += Volatile.Read(ref _connecting);
        sum.PeersConnected += Volatile.Read(ref _connected);
        Delay.AddTo(sum.DelayCounts, ref sum.DelaySum);
    }

    private static void Count(ref long packets, ref long total, int bytes)
    {
        Volatile.Write(ref packets, packets + 1);
        Volatile.Write(ref total, total + bytes);
    }
}
