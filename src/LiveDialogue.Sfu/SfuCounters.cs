using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Sfu;

/// <summary>The node's counts at one moment, summed over its shards: for /metrics. All but the gauges only ever grow.</summary>
public sealed class SfuCounters
{
    internal readonly long[] DropCounts = new long[Enum.GetValues<DropReason>().Length];
    internal readonly long[] DelayCounts = new long[DelayHistogram.BoundsMicroseconds.Length + 1];
    internal long DelaySum;

    public long PacketsIn { get; internal set; }

    public long BytesIn { get; internal set; }

    public long PacketsOut { get; internal set; }

    public long BytesOut { get; internal set; }

    /// <summary>Of <see cref="PacketsOut"/>, the media sent on to a subscriber for the first time.</summary>
    public long PacketsForwarded { get; internal set; }

    /// <summary>Retransmissions to subscribers.</summary>
    public long PacketsResent { get; internal set; }

    public long StunChecks { get; internal set; }

    public long DtlsDatagrams { get; internal set; }

    /// <summary>What the kernel refused to send.</summary>
    public long SendFailures { get; internal set; }

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

    public long Dropped(DropReason reason) => DropCounts[(int)reason];

    /// <summary>Packets per bucket of <see cref="DelayHistogram.BoundsMicroseconds"/>, the last without bound; not cumulative.</summary>
    public ReadOnlySpan<long> ForwardingDelay => DelayCounts;

    public long ForwardingDelaySumMicroseconds => DelaySum;
}
