using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
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
    private static readonly TimeSpan LayerInterval = TimeSpan.FromMilliseconds(200);

    private readonly Slot[] _slots;
    private readonly SubscribedTrack[] _tracks;
    private readonly DownlinkEstimate _estimate = new();
    private readonly Forwarding _forwarding;
    private readonly ShardCounters _counters;
    private readonly Feed?[] _wanted;
    private readonly byte[] _rtcp = new byte[1200];
    private Peer? _peer;
    private MonoTime _nextReport = MonoTime.Never;
    private MonoTime _nextLayers = MonoTime.Never;
    private MonoTime _repairsSince;
    private int _repairs;

    public Subscription(IReadOnlyList<SubscribedTrack> tracks, bool seesGreenRoom, Forwarding forwarding, ShardCounters counters)
    {
        (_forwarding, _counters) = (forwarding, counters);
        _tracks = [.. tracks];
        _slots = new Slot[tracks.Count];
        _wanted = new Feed?[tracks.Count];
        for (var i = 0; i < tracks.Count; i++) _slots[i] = new Slot(tracks[i], this, seesGreenRoom);
    }

    public IReadOnlyList<Slot> Slots => _slots;

    public override MonoTime NextDeadline
    {
        get
        {
            var next = MonoTime.Earlier(_nextReport, _nextLayers);
            foreach (var slot in _slots) next = slot.Track.IsCatchingUp ? default : MonoTime.Earlier(next, slot.Track.NextDeadline);
            return next;
        }
    }

    /// <summary>Fills a slot now, or as soon as the peer is connected.</summary>
    public void Fill(int slot, Feed? feed, MonoTime now)
    {
        _wanted[slot] = feed;
        if (_peer is not null) _forwarding.Attach(_slots[slot], feed, now);
    }

    public override void Start(Peer peer, MonoTime now)
    {
        _peer = peer;
        _nextReport = now + ReportInterval;
        _nextLayers = now + LayerInterval;
        for (var i = 0; i < _slots.Length; i++) _forwarding.Attach(_slots[i], _wanted[i], now);    // asks for keyframes at once
    }

    public void Changed() => _peer?.Hurry(NextDeadline);

    public void Forward(Slot slot, ReadOnlySpan<SourcePacket> burst, bool allowed, MonoTime now)
    {
        if (_peer is not { CanSend: true } peer) return;
        try
        {
            foreach (ref readonly var packet in burst)
            {
                if (!allowed) _counters.Drop(DropReason.NotOnAir);
                else if (Rewrite(peer, slot, packet, now) is { } drop) _counters.Drop(drop);
            }
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
                return GenericNack.TryParse(packet, out var nack) ? OnNack(nack, now) : null;    // transport-cc: for the estimator to come
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
            if (slot.Track.NextDeadline <= now) slot.Track.Tick(now);
            if (slot.MayCatchUp) CatchUp(peer, slot, now);
        }
        if (now >= _nextLayers)
        {
            _nextLayers = now + LayerInterval;
            LayerAllocation.Apply(_tracks, _estimate, now);
        }
        if (now >= _nextReport) SendReports(peer, now);
    }

    public override void Stop(MonoTime now)
    {
        foreach (var slot in _slots) _forwarding.Attach(slot, null, now);
        _peer = null;
    }

    private DropReason? Rewrite(Peer peer, Slot slot, in SourcePacket packet, MonoTime now)
    {
        var reserved = peer.Reserve();
        if (slot.Track.TryRewrite(packet, peer.PlainPart(reserved), now, out var length) is { } drop) return drop;
        if (length == 0) return null;    // its turn comes in CatchUp
        // Refused by SRTP: the sequence number was sent before. So are packets of a burst that a source's beginning took from its history.
        if (!peer.SendRtp(reserved, length)) return DropReason.Duplicate;
        _counters.Forwarded();
        return null;
    }

    private void CatchUp(Peer peer, Slot slot, MonoTime now)
    {
        while (true)
        {
            var reserved = peer.Reserve();
            if (!slot.Track.TryTakePending(peer.PlainPart(reserved), now, out var length)) return;
            if (peer.SendRtp(reserved, length)) _counters.Forwarded();
        }
    }

    private void SendReports(Peer peer, MonoTime now)
    {
        _nextReport = now + ReportInterval;
        foreach (var track in _tracks)
        {
            var length = track.WriteSenderReport(_rtcp, now);
            if (length > 0) peer.Send(_rtcp.AsSpan(0, length));
        }
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
        byte worst = 0;
        foreach (var block in reports)
        {
            if (Find(block.Ssrc) is not { } slot) continue;
            slot.Track.OnReceiverReport(block.FractionLost, block.LastSenderReport, block.DelaySinceLast, now);
            worst = Math.Max(worst, block.FractionLost);
        }
        _estimate.OnLoss(worst / 256d, Sent(now), now);
    }

    private DropReason? OnNack(in GenericNack nack, MonoTime now)
    {
        if (_peer is not { CanSend: true } peer || Find(nack.MediaSsrc) is not { } slot) return DropReason.UnknownSsrc;
        if (now - _repairsSince >= TimeSpan.FromSeconds(1)) (_repairsSince, _repairs) = (now, 0);
        DropReason? drop = null;
        foreach (var missing in nack)
        {
            if (++_repairs > RepairsPerSecond) return DropReason.RtcpFlood;
            var reserved = peer.Reserve();
            var refusal = slot.Track.OnNack(missing, peer.PlainPart(reserved), now, out var length, out var again);
            if (refusal is null && (again ? peer.SendRtpAgain(reserved, length) : peer.SendRtp(reserved, length))) _counters.Resent();
            else drop ??= refusal;
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
        if (ReceiverEstimatedMaximumBitrate.TryParse(packet, out var estimate)) _estimate.OnRemb(estimate.BitsPerSecond, Sent(now), now);
        return null;
    }
}
