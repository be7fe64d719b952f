using System.Text;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>One m-line of a publisher, on the publisher's shard: takes what arrives, asks for what is missing, reports what was lost.</summary>
internal sealed class PublishedTrack : TrackSource
{
    /// <summary>A browser's copies reach back one packet; each that is restored goes to every viewer.</summary>
    private const int MaxRestored = 4;

    /// <summary>Twice all there is, in packets of 20 ms.</summary>
    private const int RestoredPerSecond = 100;

    private readonly LayerReceiver?[] _receivers;
    private readonly byte[][] _rids;
    private readonly byte[] _mid;
    private readonly KeyframeRequests _keyframes = new();
    private readonly PublisherReports _reports;
    private readonly SourcePacket[] _restored;
    private int _restoredCount;
    private long _restoredEver;
    private MonoTime _restoringSince;
    private int _restoredLately;
    private bool _wasPublic = true;

    /// <param name="rids">The offer's simulcast layers; empty for a single one.</param>
    /// <param name="localSsrc">What our RTCP names as its sender; one for the whole peer.</param>
    public PublishedTrack(TrackFormat format, IReadOnlyList<string> rids, uint localSsrc)
        : base(format, rids)
    {
        _receivers = new LayerReceiver?[Layers.Length];
        _rids = new byte[rids.Count][];
        for (var i = 0; i < rids.Count; i++) _rids[i] = Encoding.ASCII.GetBytes(rids[i]);
        _mid = Encoding.ASCII.GetBytes(format.Mid);
        _reports = new PublisherReports(this, localSsrc, _keyframes);
        _restored = format.RedPayloadType is null ? [] : new SourcePacket[MaxRestored];
    }

    /// <summary>Muted by the stage: packets are received and reported as ever, but none is passed on or kept.</summary>
    public bool IsMuted { get; set; }

    /// <summary>What the publisher is told to stay below with all it sends, where it takes REMB; <see cref="long.MaxValue"/>: anything.</summary>
    public long Cap { get; set; } = long.MaxValue;

    /// <summary>The earliest moment <see cref="WriteRtcp"/> has something to say.</summary>
    public MonoTime NextDeadline => _reports.NextDeadline;

    /// <summary>Packets before the last accepted one that it brought with it: to be forwarded first. Valid until the next.</summary>
    public ReadOnlySpan<SourcePacket> Restored => _restored.AsSpan(0, _restoredCount);

    internal ReadOnlySpan<LayerReceiver?> Receivers => _receivers;

    /// <summary>Whether a packet is this track's: its SSRC is known, or it names this m-line's mid, or (without a mid) has its payload type.</summary>
    public bool Claims(in RtpPacket packet)
    {
        if (Owns(packet.Ssrc)) return true;
        if (Format.Extensions.Mid != 0 && packet.Extensions.TryGet(Format.Extensions.Mid, out var mid)) return mid.SequenceEqual(_mid);
        return packet.PayloadType == Format.PayloadType || packet.PayloadType == Format.RtxPayloadType || packet.PayloadType == Format.RedPayloadType;
    }

    public bool Owns(uint ssrc)
    {
        foreach (var receiver in _receivers)
            if (receiver is not null && (receiver.Ssrc == ssrc || (receiver.RtxSsrc == ssrc && ssrc != 0))) return true;
        return false;
    }

    /// <summary>For what the offer signals by a=ssrc (and a=ssrc-group:FID); without, the first packets tell.</summary>
    /// <param name="rtxSsrc">0: none signalled.</param>
    public void Bind(int layerIndex, uint ssrc, uint rtxSsrc) =>
        _receivers[layerIndex] = new LayerReceiver(Layers[layerIndex], ssrc, Format.ClockRate) { RtxSsrc = rtxSsrc };

    /// <summary>
    /// Takes one packet. A repair (RFC 4588) is turned into the packet it carries, within <paramref name="buffer"/>. Of a redundant payload (RFC 2198)
    /// the primary is taken, and what else of it was missing is in <see cref="Restored"/>.
    /// </summary>
    /// <param name="buffer">Decrypted; read-only after this call. The history holds it by itself.</param>
    /// <param name="packet">Parsed from the buffer; not to be used after this call.</param>
    /// <returns>Null when <paramref name="source"/> is to be forwarded. Feedback and reports count the packet either way.</returns>
    public DropReason? Accept(PacketBuffer buffer, in RtpPacket packet, MonoTime now, out SourcePacket source)
    {
        source = default;
        _restoredCount = 0;
        var isRepair = packet.PayloadType == Format.RtxPayloadType;
        var isRed = packet.PayloadType == Format.RedPayloadType;
        if (!isRepair && !isRed && packet.PayloadType != Format.PayloadType) return DropReason.UnknownPayloadType;
        var red = default(RedPayload);
        if (isRed && !packet.Payload.IsEmpty && !(RedPayload.TryParse(packet.Payload, out red) && red.Primary.PayloadType == Format.PayloadType)) return DropReason.MalformedRed;
        if (Find(packet, isRepair, now) is not { } receiver) return DropReason.UnknownSsrc;

        var headerLength = packet.HeaderLength;
        var payloadLength = packet.Payload.Length;
        var number = packet.SequenceNumber;
        if (isRepair)
        {
            // Bandwidth probes are repairs of nothing, or of what came long ago.
            if (payloadLength < 2 || !receiver.Report.IsStarted) return DropReason.PaddingOnly;
            number = new((ushort)((packet.Payload[0] << 8) | packet.Payload[1]));
        }

        if (IsPublic && !_wasPublic) LeaveThePastBehind();
        _wasPublic = IsPublic;
        if (receiver.Arrive(number, packet.Timestamp, isRepair, now, out var sequence) is { } reason) return reason;
        source.Marker = packet.Marker;
        source.Timestamp = packet.Timestamp;
        source.HeaderLength = headerLength;
        source.PayloadLength = payloadLength;
        if (Format.Extensions.AudioLevel != 0 && packet.Extensions.TryGet(Format.Extensions.AudioLevel, out var level) && !level.IsEmpty)
            (source.AudioLevel, source.IsVoice) = ((byte)(level[0] & 0x7F), (level[0] & 0x80) != 0);
        if (isRepair) source.PayloadLength = Unwrap(buffer, headerLength, payloadLength, number, receiver.Ssrc);

        source.Buffer = buffer;
        if (!isRed || payloadLength == 0) return Pass(receiver, sequence, ref source, now);

        (source.RedStart, source.RedLength) = (headerLength, payloadLength);
        (source.HeaderLength, source.PayloadLength) = (headerLength + red.Primary.Start, red.Primary.Length);
        var drop = Pass(receiver, sequence, ref source, now);
        if (drop is null) Restore(receiver, red, sequence, source, now);
        return drop;
    }

    /// <summary>A sender report from this peer, whichever track it is about.</summary>
    /// <returns>False when it isn't about this one. True: <paramref name="layerIndex"/>'s clock was set; other shards want to know it.</returns>
    public bool OnSenderReport(uint ssrc, ulong ntp, uint rtpTimestamp, MonoTime now, out int layerIndex)
    {
        for (layerIndex = 0; layerIndex < _receivers.Length; layerIndex++)
        {
            if (_receivers[layerIndex] is not { } receiver || receiver.Ssrc != ssrc) continue;
            receiver.Report.OnSenderReport(ntp, now);
            receiver.Layer.SetClock(new SenderClock(ntp, rtpTimestamp), now);
            return true;
        }
        return false;
    }

    /// <summary>Adds what came of this track. Once a second, by one caller.</summary>
    public void AddTo(ref UplinkSample sum, MonoTime now)
    {
        foreach (var receiver in _receivers)
        {
            if (receiver is not { Report.IsStarted: true }) continue;
            sum.Expected += receiver.Report.Expected;
            sum.Received += receiver.Report.Received;
            if (now - receiver.LastArrival <= PublishedLayer.LiveFor)
            {
                if (!(sum.Queue < receiver.Report.Queue)) sum.Queue = receiver.Report.Queue;
                sum.PictureFlows |= Format.Kind == MediaKind.Video;
            }
            if (Format.Kind != MediaKind.Audio) continue;
            sum.SoundMissing += receiver.TakeMissing(out var expected);
            sum.SoundExpected += expected;
            sum.SoundRestored += _restoredEver;
            sum.Jitter = receiver.Report.JitterTime;
        }
    }

    /// <summary>The path is another: how long packets were under way on the old one says nothing.</summary>
    public void ForgetTransit()
    {
        foreach (var receiver in _receivers) receiver?.Report.ForgetTransit();
    }

    /// <summary>Writes what is due: receiver reports, NACKs, requests for keyframes.</summary>
    public void WriteRtcp(IRtcpOut rtcp, MonoTime now) => _reports.Write(rtcp, now);

    public override void RequestKeyframe(PublishedLayer layer)
    {
        if (Format.Kind == MediaKind.Video) _keyframes.Want(layer.Index);
    }

    private DropReason? Pass(LayerReceiver receiver, long sequence, ref SourcePacket source, MonoTime now)
    {
        if (IsMuted)
        {
            receiver.Mute();
            return DropReason.Muted;
        }

        source.Layer = receiver.Layer;
        var isMedia = source.PayloadLength > 0 && FrameMarks.TryMark(ref source, Format.Codec);
        if (!isMedia)
        {
            if (receiver.TryCountOut(sequence)) return DropReason.PaddingOnly;
            source.PayloadLength = 0;
        }
        if (receiver.Number(sequence, out source.ExtendedSequence) is { } reason) return reason;

        source.Generation = receiver.Generation;
        if (receiver.Layer.LastPacket == default) _keyframes.LayerBegan(now);
        if (!receiver.Layer.Note(source, now)) return DropReason.TooOld;
        if (receiver.IsBroken)
        {
            receiver.IsBroken = false;
            RequestKeyframe(receiver.Layer);
        }
        if (source is { IsKeyframe: true, StartsFrame: true }) _keyframes.KeyframeArrived(receiver.Layer.Index, now);
        return null;
    }

    /// <summary>
    /// On air from here on: what was sent before it and is still under way, repairs above all, is nobody's to hear any more. A viewer's slot would begin
    /// with it, and catch up with everything since.
    /// </summary>
    private void LeaveThePastBehind()
    {
        foreach (var receiver in _receivers) receiver?.Mute();
    }

    /// <summary>What is missing before a packet and came again with it. Nothing from before the publisher went on air, or was muted.</summary>
    private void Restore(LayerReceiver receiver, in RedPayload red, long carrier, in SourcePacket source, MonoTime now)
    {
        if (now - _restoringSince >= TimeSpan.FromSeconds(1)) (_restoringSince, _restoredLately) = (now, 0);
        var back = red.Redundant + 1;
        foreach (var block in red)
        {
            back--;
            if (_restoredCount == MaxRestored || _restoredLately >= RestoredPerSecond) return;
            if (block.PayloadType != Format.PayloadType || block.TimestampOffset == 0) continue;
            var restored = source;
            restored.Timestamp = unchecked(source.Timestamp - (uint)block.TimestampOffset);
            (restored.HeaderLength, restored.PayloadLength) = (source.RedStart + block.Start, block.Length);
            (restored.RedStart, restored.RedLength, restored.Marker) = (0, 0, false);
            var duration = Opus.Samples(restored.Payload);
            if (duration == 0 || receiver.Redundancy?.TryPlace(carrier, back, restored.Timestamp, duration, out var missing) != true) continue;
            if (!receiver.TryRestore(missing, restored.Timestamp, out restored.ExtendedSequence) || !receiver.Layer.Note(restored, now)) continue;
            _restored[_restoredCount++] = restored;
            _restoredLately++;
            _restoredEver++;
        }
    }

    /// <summary>Puts the original where the repair was: its sequence number, payload type and SSRC; the header's extensions stay the repair's.</summary>
    private int Unwrap(PacketBuffer buffer, int headerLength, int payloadLength, SequenceNumber number, uint ssrc)
    {
        var bytes = buffer.Span;
        bytes.Slice(headerLength + 2, payloadLength - 2).CopyTo(bytes[headerLength..]);
        bytes[0] &= 0xDF;                                              // its padding goes
        RtpWriter.SetPayloadType(bytes, Format.PayloadType);
        RtpWriter.SetSequenceNumber(bytes, number.Value);
        RtpWriter.SetSsrc(bytes, ssrc);
        buffer.Length = headerLength + payloadLength - 2;
        return payloadLength - 2;
    }

    private LayerReceiver? Find(in RtpPacket packet, bool isRepair, MonoTime now)
    {
        foreach (var receiver in _receivers)
            if (receiver is not null && packet.Ssrc == (isRepair ? receiver.RtxSsrc : receiver.Ssrc)) return receiver;
        return isRepair ? Learn(packet) : Start(packet, now);
    }

    /// <summary>Chromium names layers on its first packets only, until a receiver report shows that we know the SSRC (RFC 8852).</summary>
    private LayerReceiver? Start(in RtpPacket packet, MonoTime now)
    {
        var index = IndexOf(packet, Format.Extensions.Rid);
        if (index < 0) return null;

        var layer = Layers[index];
        if (_receivers[index] is { } known)
        {
            // The known stream still runs; muted or padding it does, too, or every packet under yet another SSRC would start a layer anew.
            if (layer.IsLive(now) || now - known.LastArrival <= PublishedLayer.LiveFor) return null;
            layer = Replace(index);
        }
        return _receivers[index] = new LayerReceiver(layer, packet.Ssrc, Format.ClockRate);
    }

    private LayerReceiver? Learn(in RtpPacket packet)
    {
        var index = IndexOf(packet, Format.Extensions.RepairedRid);
        if (index < 0 || _receivers[index] is not { } receiver) return null;
        receiver.RtxSsrc = packet.Ssrc;
        return receiver;
    }

    private int IndexOf(in RtpPacket packet, byte extension)
    {
        if (_rids.Length == 0) return 0;
        if (extension == 0 || !packet.Extensions.TryGet(extension, out var rid)) return -1;
        for (var i = 0; i < _rids.Length; i++)
            if (rid.SequenceEqual(_rids[i])) return i;
        return -1;
    }
}
