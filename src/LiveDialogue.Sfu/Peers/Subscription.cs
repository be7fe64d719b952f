using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Peers;

/// <summary>What a WHEP peer is here for: its slots, and what the viewer says about them.</summary>
internal sealed class Subscription : PeerMedia, ISlotOwner
{
    /// <summary>Repairs in one second: a viewer who loses more than this needs a lower layer, not more packets.</summary>
    private const int RepairsPerSecond = 400;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    /// <summary>What is due so soon is done with what is due now: each wake-up of a viewer costs more than what it does.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan LayerInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>How long pictures wait at most for the answer to the first probe: a slow round trip and a browser's interval of feedback.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);

    private readonly Slot[] _slots;
    private readonly SubscribedTrack[] _tracks;
    private readonly Downlink _downlink;
    private readonly LayerAllocation _layers;
    private readonly PathGauge? _gauge;
    private readonly Forwarding _forwarding;
    private readonly ShardCounters _counters;
    private readonly Feed?[] _wanted;
    private Peer? _peer;
    private MonoTime _picturesFrom = MonoTime.Never;
    private MonoTime _nextReport = MonoTime.Never;
    private MonoTime _nextLayers = MonoTime.Never;
    private MonoTime _repairsSince;
    private int _repairs;

    public Subscription(IReadOnlyList<SubscribedTrack> tracks, Downlink downlink, bool seesGreenRoom, Forwarding forwarding, ShardCounters counters, PathGauge? gauge = null)
    {
        (_downlink, _forwarding, _counters, _gauge) = (downlink, forwarding, counters, gauge);
        _tracks = [.. tracks];
        _layers = new LayerAllocation(downlink, _tracks);
        _slots = new Slot[tracks.Count];
        _wanted = new Feed?[tracks.Count];
        for (var i = 0; i < tracks.Count; i++) _slots[i] = new Slot(tracks[i], this, seesGreenRoom);
    }

    public IReadOnlyList<Slot> Slots => _slots;

    public Downlink Downlink => _downlink;

    public override MonoTime NextDeadline
    {
        get
        {
            if (_picturesFrom != MonoTime.Never) return default;
            var next = MonoTime.Earlier(_nextReport, MonoTime.Earlier(_nextLayers, _downlink.NextDeadline));
            foreach (var slot in _slots) next = slot.Track.IsCatchingUp ? default : MonoTime.Earlier(next, slot.Track.NextDeadline);
            return next;
        }
    }

    /// <summary>Fills a slot now, or as soon as the peer is connected.</summary>
    public void Fill(int slot, Feed? feed, MonoTime now)
    {
        _wanted[slot] = feed;
        if (_peer is not null && !Waits(slot)) _forwarding.Attach(_slots[slot], feed, now);
    }

    public override void Start(Peer peer, MonoTime now)
    {
        _peer = peer;
        _nextReport = now + ReportInterval;
        _nextLayers = now + LayerInterval;
        if (_downlink.Begin(now) && Array.Exists(_tracks, t => t.Kind == MediaKind.Video)) _picturesFrom = now + AnswerWithin;
        for (var i = 0; i < _slots.Length; i++)
            if (!Waits(i)) _forwarding.Attach(_slots[i], _wanted[i], now);    // asks for keyframes at once
    }

    /// <summary>A source that comes begins with the layer it may have, not with the best.</summary>
    public void Changed(MonoTime now)
    {
        if (_peer is null) return;
        ChooseLayers(now);
        _peer.Hurry(NextDeadline);
    }

    public override int PreloadReceived() => _downlink.PreloadReceived();

    public int Preload(Slot slot) => _peer is { } peer ? peer.Preload(slot.Track.Streams.Ssrc) ^ slot.Track.Preload() ^ _downlink.Preload() : 0;

    public void Forward(Slot slot, in Burst burst, bool allowed, MonoTime now)
    {
        if (_peer is not { CanSend: true } peer) return;
        try
        {
            if (!allowed) _counters.Drop(DropReason.NotOnAir, burst.Packets.Length);
            else Send(peer, slot, burst, now);
            if (slot.MayCatchUp) CatchUp(peer, slot, now);
        }
#pragma warning disable CA1031 // one viewer's trouble, whatever it is, stays that viewer's
        catch (Exception fault)
#pragma warning restore CA1031
        {
            peer.Fault(fault);
        }
    }

    public override DropReason? ReceiveRtp(PacketBuffer buffer, in RtpPacket packet, MonoTime now) => DropReason.UnknownSsrc;

    public override DropReason? ReceiveRtcp(in RtcpPacket packet, MonoTime now)
    {
        switch (packet.Type)
        {
            case RtcpType.ReceiverReport:
                if (!ReceiverReport.TryParse(packet, out var received)) return DropReason.MalformedRtcp;
                OnReports(received.Reports, now);
                return null;
            case RtcpType.SenderReport:
                if (!SenderReport.TryParse(packet, out var sent)) return DropReason.MalformedRtcp;
                OnReports(sent.Reports, now);
                return null;
            case RtcpType.RtpFeedback:
                return GenericNack.TryParse(packet, out var nack) ? OnNack(nack, now) : OnTransportFeedback(packet, now);
            case RtcpType.PayloadFeedback:
                return OnPayloadFeedback(packet, now);
            default:
                return null;
        }
    }

    public override void Tick(MonoTime now)
    {
        if (_peer is not { } peer) return;
        foreach (var slot in _slots)
        {
            if (slot.Track.NextDeadline <= now + Soon) slot.Track.Tick(now);
            if (slot.MayCatchUp) CatchUp(peer, slot, now);
        }
        if (_downlink.Tick(now) || now + Soon >= _nextLayers) ChooseLayers(now);
        if (_downlink.Path is { } path) SendPadding(peer, path.TakePadding(now), now);
        if (_picturesFrom != MonoTime.Never && (_downlink.IsKnown || now >= _picturesFrom)) StartPictures(now);
        if (now >= _nextReport) SendReports(peer, now);
    }

    public override void Stop(MonoTime now)
    {
        foreach (var slot in _slots) _forwarding.Attach(slot, null, now);
        (_peer, _picturesFrom) = (null, MonoTime.Never);
    }

    private bool Waits(int slot) => _picturesFrom != MonoTime.Never && _tracks[slot].Kind == MediaKind.Video;

    /// <summary>With the layers that the path carries, as far as it has told: a picture that begins too large fills a narrow path for seconds.</summary>
    private void StartPictures(MonoTime now)
    {
        _picturesFrom = MonoTime.Never;
        for (var i = 0; i < _slots.Length; i++)
            if (_tracks[i].Kind == MediaKind.Video) _forwarding.Attach(_slots[i], _wanted[i], now);
    }

    private void Send(Peer peer, Slot slot, in Burst burst, MonoTime now)
    {
        var track = slot.Track;
        foreach (ref readonly var run in burst.Runs)
        {
            if (track.Continues(run)) SendNext(peer, track, burst.PacketsOf(run), now);
            else if (track.Ignores(run)) _counters.Drop(DropReason.OtherLayer, run.Length);
            else SendEach(peer, slot, burst.PacketsOf(run), now);
        }
    }

    private void SendEach(Peer peer, Slot slot, ReadOnlySpan<SourcePacket> run, MonoTime now)
    {
        foreach (ref readonly var packet in run)
            if (Rewrite(peer, slot, packet, now) is { } drop) _counters.Drop(drop);
    }

    /// <summary>The same for a run that the slot was waiting for.</summary>
    private void SendNext(Peer peer, SubscribedTrack track, ReadOnlySpan<SourcePacket> run, MonoTime now)
    {
        var written = default(BurstSize);
        var sent = 0;
        foreach (ref readonly var packet in run)
        {
            var reserved = peer.Reserve();
            var length = track.WriteNext(packet, peer.PlainPart(reserved), ref written);
            if (length == 0 || !peer.SendRtp(reserved, length))
            {
                _counters.Drop(length == 0 ? DropReason.TooLarge : DropReason.Duplicate);
                continue;
            }
            _downlink.OnSent(length + peer.Overhead, now);
            sent++;
        }
        track.Wrote(run, written, now);
        _counters.Forwarded(sent);
    }

    private DropReason? Rewrite(Peer peer, Slot slot, in SourcePacket packet, MonoTime now)
    {
        var reserved = peer.Reserve();
        if (slot.Track.TryRewrite(packet, peer.PlainPart(reserved), now, out var length) is { } drop) return drop;
        if (length == 0) return null;    // its turn comes in CatchUp
        // Refused by SRTP: the sequence number was sent before. So are packets of a burst that a source's beginning took from its history.
        if (!peer.SendRtp(reserved, length)) return DropReason.Duplicate;
        _downlink.OnSent(length + peer.Overhead, now);
        _counters.Forwarded();
        return null;
    }

    private void ChooseLayers(MonoTime now)
    {
        _nextLayers = now + LayerInterval;
        _layers.Apply(now);
    }

    /// <summary>For a probe: by any slot of a picture, since the path is one for all.</summary>
    private void SendPadding(Peer peer, int wanted, MonoTime now)
    {
        for (var i = 0; i < _tracks.Length && wanted > 0; i++)
        {
            while (wanted > 0)
            {
                var reserved = peer.Reserve();
                var length = _tracks[i].WritePadding(wanted, peer.PlainPart(reserved));
                if (length == 0 || !peer.SendRtp(reserved, length)) break;
                _downlink.OnSent(length + peer.Overhead, now);
                wanted -= length + peer.Overhead;
            }
        }
    }

    private void CatchUp(Peer peer, Slot slot, MonoTime now)
    {
        while (true)
        {
            var reserved = peer.Reserve();
            if (!slot.Track.TryTakePending(peer.PlainPart(reserved), now, out var length)) break;
            if (!peer.SendRtp(reserved, length)) continue;
            _downlink.OnSent(length + peer.Overhead, now);
            _counters.Forwarded();
        }
        if (slot.Track.TakeAbandoned() is var abandoned and not 0) _counters.Drop(DropReason.PathFull, abandoned);
    }

    private void SendReports(Peer peer, MonoTime now)
    {
        _nextReport = now + ReportInterval;
        foreach (var track in _tracks)
        {
            var length = track.WriteSenderReport(_forwarding.Reports, now);
            if (length > 0) peer.Send(_forwarding.Reports.AsSpan(0, length));
        }
        WriteGauge(now);
    }

    private void WriteGauge(MonoTime now)
    {
        if (_gauge is null) return;
        var roundTrip = TimeSpan.Zero;
        double lost = 0;
        var picture = 0;
        for (var i = 0; i < _tracks.Length; i++)
        {
            var track = _tracks[i];
            if (roundTrip == TimeSpan.Zero || (track.RoundTrip != TimeSpan.Zero && track.RoundTrip < roundTrip)) roundTrip = track.RoundTrip;
            lost = Math.Max(lost, track.FractionLost);
            if (track.Kind == MediaKind.Video) _gauge.Write(picture++, track.Layer, _layers.ReasonOf(i));
        }
        if (_downlink.IsCounting) lost = _downlink.Path!.FractionLost;    // counting: it is there
        if (roundTrip == TimeSpan.Zero && _downlink.Path is { } path) roundTrip = path.RoundTrip;
        _gauge.Write(_downlink.BitsPerSecond, Sent(now), roundTrip, lost);
        _gauge.WritePath(_peer?.Path, _peer?.PathKind ?? PathKind.Unknown, _downlink.Path?.SilentSince, now);
    }

    private long Sent(MonoTime now)
    {
        long sent = 0;
        foreach (var track in _tracks) sent += track.BitsPerSecond(now);
        return sent;
    }

    private Slot? Find(uint ssrc)
    {
        foreach (var slot in _slots)
            if (slot.Track.Streams.Ssrc == ssrc) return slot;
        return null;
    }

    private void OnReports(ReportBlocks reports, MonoTime now)
    {
        double worst = 0;
        foreach (var block in reports)
        {
            if (Find(block.Ssrc) is not { } slot) continue;
            slot.Track.OnReceiverReport(block, now);
            worst = Math.Max(worst, slot.Track.FractionLost);
        }
        _downlink.Reports.OnLoss(worst, Sent(now), now);
    }

    private DropReason? OnTransportFeedback(in RtcpPacket packet, MonoTime now)
    {
        if (_downlink.Path is not { } path) return null;
        if (!TransportFeedback.TryParse(packet, out var feedback)) return null;
        if (path.OnFeedback(feedback, now)) _nextLayers = now;
        return null;
    }

    private DropReason? OnNack(in GenericNack nack, MonoTime now)
    {
        if (_peer is not { CanSend: true } peer || Find(nack.MediaSsrc) is not { } slot) return DropReason.UnknownSsrc;
        if (now - _repairsSince >= TimeSpan.FromSeconds(1)) (_repairsSince, _repairs) = (now, 0);
        DropReason? drop = null;
        foreach (var missing in nack)
        {
            if (++_repairs > RepairsPerSecond) return DropReason.RtcpFlood;
            if (slot.Track.Kind == MediaKind.Video && !_downlink.Pacer.MayGo(now)) return DropReason.TooManyRepairs;    // asked for again, when there is room
            var reserved = peer.Reserve();
            var refusal = slot.Track.OnNack(missing, peer.PlainPart(reserved), now, out var length, out var again);
            if (refusal is not null || !(again ? peer.SendRtpAgain(reserved, length) : peer.SendRtp(reserved, length)))
            {
                drop ??= refusal;
                continue;
            }
            _downlink.OnSent(length + peer.Overhead, now);
            _counters.Resent();
        }
        return drop;
    }

    private DropReason? OnPayloadFeedback(in RtcpPacket packet, MonoTime now)
    {
        if (PictureLossIndication.TryParse(packet, out var pli))
        {
            Find(pli.MediaSsrc)?.Track.OnPli();
            return null;
        }
        if (FullIntraRequest.TryParse(packet, out var fir))
        {
            for (var i = 0; i < fir.Count; i++) Find(fir[i].MediaSsrc)?.Track.OnPli();
            return null;
        }
        if (ReceiverEstimatedMaximumBitrate.TryParse(packet, out var estimate)) _downlink.Reports.OnRemb(estimate.BitsPerSecond, Sent(now), now);
        return null;
    }
}
