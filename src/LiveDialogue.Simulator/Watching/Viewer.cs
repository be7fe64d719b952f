using System.Buffers.Binary;
using System.Security.Cryptography;
using LiveDialogue.Simulator.Publishing;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Simulator.Watching;

/// <summary>
/// One viewer: counts every packet by its header, authenticates all of them or one in N, and says what a browser would say
/// (receiver reports, REMB, transport feedback) so that the server has no reason to send it less.
/// </summary>
internal sealed class Viewer(Answer answer, int authenticateOneIn, bool stamped, ViewerTotals totals, Action<TransportEnd> ended) : ITransportUser
{
    private const long PlentyBitsPerSecond = 20_000_000;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)) | 1;
    private readonly Dictionary<uint, ReceivedStream> _streams = [];
    private readonly byte _transportCcId = answer.Media.FirstOrDefault(m => !m.Rejected)?.TransportCcId ?? 0;
    private FeedbackSender? _feedback;
    private uint _mediaSsrc;
    private MonoTime _nextReport, _nextFeedback = MonoTime.Never;
    private long _seen;
    private bool _connected;

    public MonoTime NextDeadline => MonoTime.Earlier(_nextReport, _nextFeedback);

    /// <summary>Different packets received, and those that the numbers say were sent.</summary>
    internal (long Received, long Expected) Numbers => (_streams.Values.Sum(s => s.Received), _streams.Values.Sum(s => s.Expected));

    public void Connected(PeerTransport transport, MonoTime now)
    {
        _connected = true;
        totals.ViewerConnected();
        _nextReport = now + (ReportInterval * Random.Shared.NextDouble()); // the audience doesn't report in one breath
        if (_transportCcId == 0 || authenticateOneIn > 1) return; // half a report would look like loss
        _feedback = new(_ssrc);
        _nextFeedback = now + (FeedbackSender.Interval * Random.Shared.NextDouble());
    }

    public bool WantsRtp(ReadOnlySpan<byte> protectedPacket)
    {
        if (!RtpPacket.TryMeasureHeader(protectedPacket, out _)) return false;

        if (_seen == 0) totals.ViewerBegan();
        totals.Arrived(protectedPacket.Length);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(protectedPacket[8..]);
        if (_streams.Count == 0) _mediaSsrc = ssrc;
        if (!_streams.TryGetValue(ssrc, out var stream)) _streams.Add(ssrc, stream = new(ssrc));
        stream.Arrived(new(BinaryPrimitives.ReadUInt16BigEndian(protectedPacket[2..])));
        return _seen++ % authenticateOneIn == 0;
    }

    public void Rtp(ReadOnlySpan<byte> packet, MonoTime arrival, MonoTime taken)
    {
        if (!RtpPacket.TryParse(packet, out var rtp)) return;

        if (_feedback is not null && rtp.Extensions.TryGet(_transportCcId, out var number) && number.Length == 2)
            _feedback.Arrived(BinaryPrimitives.ReadUInt16BigEndian(number), arrival);
        if (stamped && rtp.PayloadType != Offer.Vp8Repair && SendStamp.TryRead(rtp.Payload, out var sent)) totals.Stamped(sent, arrival, taken);
    }

    public void Rtcp(ReadOnlySpan<byte> compound, MonoTime arrival)
    {
        foreach (var packet in RtcpPackets.Enumerate(compound))
        {
            if (SenderReport.TryParse(packet, out var report) && _streams.TryGetValue(report.Ssrc, out var stream))
                stream.SenderReported(report.NtpTime, arrival);
        }
    }

    public void Tick(PeerTransport transport, MonoTime now)
    {
        if (now >= _nextFeedback)
        {
            _nextFeedback = now + FeedbackSender.Interval;
            _feedback?.Send(transport, _mediaSsrc);
        }
        if (now < _nextReport) return;

        _nextReport = now + ReportInterval;
        Report(transport, now);
    }

    public void Ended(TransportEnd reason)
    {
        if (_connected) totals.ViewerLost();
        ended(reason);
    }

    private void Report(PeerTransport transport, MonoTime now)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[8];
        Span<uint> ssrcs = stackalloc uint[8];
        var count = 0;
        foreach (var stream in _streams.Values)
        {
            if (count == blocks.Length) break;
            (ssrcs[count], blocks[count]) = (stream.Ssrc, stream.Report(now));
            count++;
        }
        var compound = transport.Reserve()[..1200];
        var length = ReceiverReport.Write(compound, _ssrc, blocks[..count]);
        length += SourceDescription.Write(compound[length..], _ssrc, "viewer"u8);
        if (count > 0) length += ReceiverEstimatedMaximumBitrate.Write(compound[length..], _ssrc, PlentyBitsPerSecond, ssrcs[..count]);
        transport.SendRtcp(length);
    }
}
