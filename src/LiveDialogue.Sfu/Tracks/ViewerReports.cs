using System.Text;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>One outgoing stream's counts, its sender reports, and what the viewer reports back.</summary>
internal struct ViewerReports(in SlotStreams streams, int clockRate)
{
    private const int Remembered = 4;

    private readonly SlotStreams _streams = streams;
    private readonly (uint Middle, MonoTime At)[] _sent = new (uint, MonoTime)[Remembered];
    private readonly byte[] _cname = Encoding.ASCII.GetBytes(streams.Cname);
    private RateMeter _rate;
    private int _nextSent;
    private long _highestReported = SubscribedTrack.Lead + streams.FirstSequence - 1;
    private int _lostReported;

    public long PacketsSent { get; private set; }

    /// <summary>Of payload (RFC 3550 §6.4.1).</summary>
    public long OctetsSent { get; private set; }

    public TimeSpan RoundTrip { get; private set; }
    public double FractionLost { get; private set; }

    public long BitsPerSecond(MonoTime now) => _rate.BitsPerSecond(now);

    /// <summary>Reads what <see cref="OnSent"/> will change: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public int Preload() => (int)PacketsSent ^ _rate.Preload();

    public void OnSent(int packets, int bytes, int payload, MonoTime now)
    {
        PacketsSent += packets;
        OctetsSent += payload;
        _rate.Add(bytes, now);
    }

    /// <summary>Another SSRC's packet, so not among the counts, but it takes room on the path.</summary>
    public void OnRepair(int length, MonoTime now) => _rate.Add(length, now);

    /// <param name="highest">The block's highest number in our own counting.</param>
    /// <param name="sent">Which numbers went out: those that didn't are holes of the publisher's path, not losses of the viewer's.</param>
    public void OnReceiverReport(in ReportBlock block, long highest, in ReceiveWindow sent, MonoTime now)
    {
        if (highest > _highestReported)
        {
            var holes = sent.Missing(_highestReported + 1, highest);
            var expected = highest - _highestReported - holes;
            var lost = Math.Max(0, block.CumulativeLost - _lostReported - holes);
            FractionLost = expected <= 0 ? 0 : Math.Min(1, lost / (double)expected);
        }
        (_highestReported, _lostReported) = (highest, block.CumulativeLost);
        MeasureRoundTrip(block.LastSenderReport, block.DelaySinceLast, now);
    }

    /// <returns>The length; 0 while the publisher's clock isn't known.</returns>
    public int Write(in Segment segment, Span<byte> destination, MonoTime now)
    {
        var clock = segment.Layer.Clock;
        if (!clock.IsKnown) return 0;
        var since = now - segment.Layer.ClockArrival;
        var ntp = unchecked(clock.Ntp + (ulong)((Int128)since.Ticks * (1L << 32) / TimeSpan.TicksPerSecond));
        var timestamp = unchecked(clock.RtpTimestamp + (uint)(since.Ticks * clockRate / TimeSpan.TicksPerSecond) + segment.TimestampShift);
        _sent[_nextSent] = (SenderReport.MiddleOf(ntp), now);
        _nextSent = (_nextSent + 1) % Remembered;
        var length = SenderReport.Write(destination, _streams.Ssrc, ntp, timestamp, unchecked((uint)PacketsSent), unchecked((uint)OctetsSent));
        return length == 0 ? 0 : length + SourceDescription.Write(destination[length..], _streams.Ssrc, _cname);
    }

    private void MeasureRoundTrip(uint lastSenderReport, uint delaySinceLast, MonoTime now)
    {
        if (lastSenderReport == 0) return;
        foreach (var (middle, at) in _sent)
        {
            if (middle != lastSenderReport) continue;
            var sample = now - at - new TimeSpan(delaySinceLast * TimeSpan.TicksPerSecond / 65_536);
            if (sample < TimeSpan.Zero) return;                        // the viewer's delay is nonsense
            RoundTrip = RoundTrip == TimeSpan.Zero ? sample : (RoundTrip * 7 + sample) / 8;
            return;
        }
    }
}
