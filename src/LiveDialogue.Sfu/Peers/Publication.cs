using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Peers;

/// <summary>What a WHIP peer is here for: takes its tracks' packets, feeds them on, answers with feedback.</summary>
internal sealed class Publication(PublisherGate gate, IReadOnlyList<PublishedLine> lines, uint localSsrc, Forwarding forwarding, PathGauge? gauge = null) : PeerMedia
{
    private readonly UplinkMeter _uplink = new(gauge);
    private readonly UplinkRoundTrip _roundTrip = new(localSsrc);
    private readonly TransportFeedbackBuilder _feedback = new(localSsrc);
    private readonly byte[] _rtcp = new byte[1200];
    private Line[] _lines = [];
    private Peer? _peer;
    private PeerPath? _path;

    public override MonoTime NextDeadline
    {
        get
        {
            var next = MonoTime.Earlier(_feedback.NextDeadline, _uplink.NextDeadline);
            foreach (var line in _lines) next = MonoTime.Earlier(next, line.Track.NextDeadline);
            return next;
        }
    }

    public override void Start(Peer peer, MonoTime now)
    {
        _peer = peer;
        _lines = new Line[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            var track = new PublishedTrack(lines[i].Feed.Format, lines[i].Feed.Rids, localSsrc);
            if (lines[i].Ssrc != 0) track.Bind(0, lines[i].Ssrc, lines[i].RtxSsrc);
            _lines[i] = new(track, forwarding.Open(lines[i].Feed, track), new Loudness());
            for (var layer = 0; layer < track.Layers.Length; layer++) track.RequestKeyframe(track.Layers[layer]);
        }
    }

    public override DropReason? ReceiveRtp(PacketBuffer buffer, in RtpPacket packet, MonoTime now)
    {
        _uplink.OnPacket(packet.Bytes.Length, now);
        if (Find(packet) is not { } line) return DropReason.UnknownSsrc;

        NoteTransportSequence(line.Track.Format.Extensions.TransportCc, packet, now);
        line.Track.IsMuted = !gate.Allows(line.Track.Format.Kind);
        line.Track.IsPublic = gate.IsOnAir;
        line.Fanout.Feed.LastPacket = now;
        var drop = line.Track.Accept(buffer, packet, now, out var source);
        foreach (ref readonly var restored in line.Track.Restored) forwarding.AcceptRestored(line.Fanout, restored);
        if (drop is not null) return drop;

        if (source.AudioLevel is { } level)
        {
            line.Loudness.OnPacket(level, now);
            line.Fanout.Feed.Loudness = (int)line.Loudness.At(now);
        }
        forwarding.Accept(line.Fanout, source);
        return null;
    }

    public override DropReason? ReceiveRtcp(in RtcpPacket packet, MonoTime now)
    {
        if (packet.Type == RtcpType.ExtendedReport) _roundTrip.OnReport(packet, now);
        if (packet.Type != RtcpType.SenderReport) return null;    // SDES, BYE (the session's end tells more): nothing we need
        if (!SenderReport.TryParse(packet, out var report)) return DropReason.MalformedRtcp;
        foreach (var line in _lines)
        {
            if (!line.Track.OnSenderReport(report.Ssrc, report.NtpTime, report.RtpTimestamp, now, out var layer)) continue;
            forwarding.SetClock(line.Fanout, layer, line.Track.Layers[layer].Clock, now);
            return null;
        }
        return null;                                              // of an RTX stream, or before its first packet
    }

    public override void Tick(MonoTime now)
    {
        if (_peer is not { } peer) return;
        if (now >= _uplink.NextDeadline) Measure(peer, now);
        while (_feedback.TryWrite(_rtcp, now, out var length)) peer.Send(_rtcp.AsSpan(0, length));
        foreach (var line in _lines) line.Track.WriteRtcp(peer, now);
    }

    public override void Stop(MonoTime now)
    {
        _lines = [];
        foreach (var line in lines) forwarding.Close(line.Feed, now);
    }

    private void Measure(Peer peer, MonoTime now)
    {
        var total = new UplinkSample();
        foreach (var line in _lines) line.Track.AddTo(ref total, now);
        var holds = _uplink.Measure(total, now);
        foreach (var line in _lines)
        {
            line.Track.Cap = _uplink.Cap;
            if (!holds || _path != peer.Path) line.Track.ForgetTransit();
        }
        _path = peer.Path;
        peer.Send(_rtcp.AsSpan(0, _roundTrip.Write(_rtcp, now)));
        gauge?.WriteRoundTrip(_roundTrip.Value);
        gauge?.WritePath(peer.Path, peer.PathKind, _uplink.SilentSince(now), now);
    }

    private void NoteTransportSequence(byte extension, in RtpPacket packet, MonoTime now)
    {
        if (extension != 0 && packet.Extensions.TryGet(extension, out var value) && value.Length == 2)
            _feedback.OnPacket((ushort)((value[0] << 8) | value[1]), packet.Ssrc, packet.Bytes.Length, now);
    }

    /// <summary>Whether a track's packets came under this SSRC.</summary>
    public bool Owns(uint ssrc)
    {
        foreach (var line in _lines)
            if (line.Track.Owns(ssrc)) return true;
        return false;
    }

    /// <summary>A handful of lines at most: asking each costs less than a table, and remembers no SSRC a client made up.</summary>
    private Line? Find(in RtpPacket packet)
    {
        foreach (var line in _lines)
            if (line.Track.Owns(packet.Ssrc)) return line;
        foreach (var line in _lines)
            if (line.Track.Claims(packet)) return line;
        return null;
    }

    private sealed record Line(PublishedTrack Track, Fanout Fanout, Loudness Loudness);
}

/// <summary>One m-line of a publisher as negotiated.</summary>
/// <param name="Ssrc">As signalled by a=ssrc; 0: the packets tell.</param>
internal sealed record PublishedLine(Feed Feed, uint Ssrc, uint RtxSsrc);
