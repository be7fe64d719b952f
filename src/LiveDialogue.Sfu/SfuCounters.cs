using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Sfu;

/// <summary>The node's counts at one moment, summed over its shards: for /metrics. All but the gauges only ever grow.</summary>
public sealed class SfuCounters
{
    internal readonly long[] DropCounts = new long[Enum.GetValues<DropReason>().Length];
    internal readonly long[] DelayCounts = new long[DelayHistogram.BoundsMicroseconds.Length + 1];
    internal long DelaySum;

    private static readonly long[] UpperBits = [100_000, 250_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000];
    private readonly long[] _estimates = new long[UpperBits.Length + 1];

    /// <summary>Inclusive upper bounds of all buckets of <see cref="ViewersByEstimate"/> but the last, which has none.</summary>
    public static ReadOnlySpan<long> EstimateBounds => UpperBits;

    /// <summary>Gauge: viewers by what their paths are thought to carry; not cumulative. Of whom nothing is known is in the last.</summary>
    public ReadOnlySpan<long> ViewersByEstimate => _estimates;

    public long PacketsIn { get; internal set; }

    /// <summary>System calls that <see cref="PacketsIn"/> took: about as many as the media threads were woken for.</summary>
    public long BatchesIn { get; internal set; }

    public long BytesIn { get; internal set; }

    public long PacketsOut { get; internal set; }

    public long BytesOut { get; internal set; }

    /// <summary>Of <see cref="PacketsOut"/>, the media sent on to a subscriber for the first time.</summary>
    public long PacketsForwarded { get; internal set; }

    /// <summary>Retransmissions to subscribers.</summary>
    public long PacketsResent { get; internal set; }

    /// <summary>Packets of sound that never came from a publisher and were taken from a later one's redundancy (RFC 2198).</summary>
    public long PacketsRestored { get; internal set; }

    public long StunChecks { get; internal set; }

    public long DtlsDatagrams { get; internal set; }

    /// <summary>What the kernel refused to send.</summary>
    public long SendFailures { get; internal set; }

    /// <summary>What <see cref="PacketsOut"/> by UDP took: a train of packets to one viewer is one.</summary>
    public long SendMessages { get; internal set; }

    /// <summary>Of media by TCP.</summary>
    public StreamCounts Streams { get; internal set; }

    /// <summary>Peers closed by an exception of ours: above zero is a bug to report.</summary>
    public long PeerFaults { get; internal set; }

    /// <summary>What the media threads took from the garbage collector's heap: joins, departures and commands, and nothing for packets.</summary>
    public long MediaThreadsAllocated { get; internal set; }

    /// <summary>Gauge: accepted, handshake not finished.</summary>
    public int PeersConnecting { get; internal set; }

    /// <summary>Gauge.</summary>
    public int PeersConnected { get; internal set; }

    /// <summary>Gauge: datagram buffers made so far, and those in use.</summary>
    public long BuffersMade { get; internal set; }

    public long BuffersOutstanding { get; internal set; }

    internal void AddEstimate(long bitsPerSecond)
    {
        var bucket = 0;
        while (bucket < UpperBits.Length && bitsPerSecond > UpperBits[bucket]) bucket++;
        _estimates[bucket]++;
    }

    public long Dropped(DropReason reason) => DropCounts[(int)reason];

    /// <summary>Packets per bucket of <see cref="DelayHistogram.BoundsMicroseconds"/>, the last without bound; not cumulative.</summary>
    public ReadOnlySpan<long> ForwardingDelay => DelayCounts;

    public long ForwardingDelaySumMicroseconds => DelaySum;
}
