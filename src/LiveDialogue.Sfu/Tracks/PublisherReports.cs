using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>The RTCP that one published track sends to its publisher: receiver reports, REMB, NACKs, PLIs or FIRs. Reduced-size packets (RFC 5506).</summary>
internal sealed class PublisherReports(PublishedTrack track, uint localSsrc, KeyframeRequests keyframes)
{
    private const int MaxPacket = 1200;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    // More at once would be a burst of repairs as bad as what broke the path.
    private const int MaxNackedAtOnce = 128;

    /// <summary>Says that nothing binds any more: more than a camera and a screen take.</summary>
    private const long Anything = 50_000_000;

    /// <summary>Such a message may be lost.</summary>
    private const int TimesReleased = 3;

    private readonly UplinkAllowance _uplink = new();
    private int _releases;
    private MonoTime _nextReport;
    private byte _firNumber;

    public MonoTime NextDeadline
    {
        get
        {
            var next = MonoTime.Earlier(_nextReport, keyframes.NextDeadline);
            foreach (var receiver in track.Receivers)
                if (receiver is not null && track.Format.Nack) next = MonoTime.Earlier(next, receiver.Nacks.NextDeadline);
            return next;
        }
    }

    public void Write(IRtcpOut rtcp, MonoTime now)
    {
        Span<byte> packet = stackalloc byte[MaxPacket];
        if (now >= _nextReport) WriteReceiverReport(rtcp, packet, now);
        if (track.Format.Nack) WriteNacks(rtcp, packet, now);
        WriteKeyframeRequests(rtcp, packet, now);
    }

    private void WriteReceiverReport(IRtcpOut rtcp, Span<byte> packet, MonoTime now)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[Math.Min(31, track.Receivers.Length)];
        var count = 0;
        foreach (var receiver in track.Receivers)
        {
            if (receiver is not { Report.IsStarted: true } || count == blocks.Length) continue;
            var report = receiver.Report;
            blocks[count++] = new ReportBlock(
                receiver.Ssrc, report.TakeFractionLost(), report.CumulativeLost, report.ExtendedHighest, report.Jitter,
                report.LastSenderReport, report.DelaySinceLast(now));
        }
        _nextReport = now + ReportInterval;
        if (count == 0) return;

        var length = ReceiverReport.Write(packet, localSsrc, blocks[..count]);
        if (track.Format is { Remb: true, Kind: MediaKind.Video }) length += WriteRemb(packet[length..], blocks[..count]);
        rtcp.Send(packet[..length]);
    }

    private int WriteRemb(Span<byte> packet, ReadOnlySpan<ReportBlock> blocks)
    {
        Span<uint> ssrcs = stackalloc uint[blocks.Length];
        byte worst = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            ssrcs[i] = blocks[i].Ssrc;
            worst = Math.Max(worst, blocks[i].FractionLost);
        }
        _uplink.OnReport(worst / 256d);
        return Allowed() is { } allowed ? ReceiverEstimatedMaximumBitrate.Write(packet, localSsrc, allowed, ssrcs) : 0;
    }

    /// <summary>
    /// Without transport feedback somebody must tell the publisher that there is room. With it, it estimates by itself, and is told of a path that is
    /// full alone.
    /// </summary>
    /// <returns>Null: nothing need be said.</returns>
    private long? Allowed()
    {
        if (!track.Format.TransportCc) return Math.Min(_uplink.BitsPerSecond, track.Cap);
        if (track.Cap != long.MaxValue)
        {
            _releases = TimesReleased;
            return track.Cap;
        }
        if (_releases == 0) return null;
        _releases--;
        return Anything;
    }

    private void WriteNacks(IRtcpOut rtcp, Span<byte> packet, MonoTime now)
    {
        Span<long> due = stackalloc long[MaxNackedAtOnce];
        Span<SequenceNumber> numbers = stackalloc SequenceNumber[MaxNackedAtOnce];
        foreach (var receiver in track.Receivers)
        {
            if (receiver is null || receiver.Nacks.NextDeadline > now) continue;
            var count = receiver.Nacks.TakeDue(due, now, out var gaveUp);
            for (var i = 0; i < count; i++) numbers[i] = new((ushort)due[i]);
            if (count != 0) rtcp.Send(packet[..GenericNack.Write(packet, localSsrc, receiver.Ssrc, numbers[..count])]);
            if (gaveUp != 0) track.RequestKeyframe(receiver.Layer);
        }
    }

    private void WriteKeyframeRequests(IRtcpOut rtcp, Span<byte> packet, MonoTime now)
    {
        if (keyframes.NextDeadline > now) return;
        for (var i = 0; i < track.Receivers.Length; i++)
            if (track.Receivers[i] is not { } receiver || !receiver.Layer.IsLive(now)) keyframes.Forget(i);
        if (!keyframes.TryTake(now, out var layers)) return;

        var length = 0;
        foreach (var receiver in track.Receivers)
        {
            if (receiver is null || (layers & (1 << receiver.Layer.Index)) == 0) continue;
            if (track.Format.Pli) length += PictureLossIndication.Write(packet[length..], localSsrc, receiver.Ssrc);
            else if (track.Format.Fir) length += FullIntraRequest.Write(packet[length..], localSsrc, receiver.Ssrc, _firNumber);
        }
        unchecked { _firNumber++; }
        if (length != 0) rtcp.Send(packet[..length]);
    }
}
