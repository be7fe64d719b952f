using System.Security.Cryptography;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Sfu.Peers;

/// <summary>
/// One WebRTC endpoint: ICE-lite, DTLS, SRTP and, behind them, its media. A state machine without sockets, threads or clock:
/// it changes by calls that carry <c>now</c> and speaks through <see cref="IPeerOutput"/>. Nothing moves before the fingerprint is verified.
/// </summary>
internal sealed class Peer : IRtcpOut
{
    /// <summary>A viewer sends some 30 a second; each may cost retransmissions, so a flood is cut before it is decrypted.</summary>
    private const int RtcpPerSecond = 500;

    private static readonly TimeSpan ConsentInterval = TimeSpan.FromSeconds(7);

    private readonly PeerSetup _setup;
    private readonly IPeerOutput _output;
    private readonly SfuOptions _options;
    private readonly IceAgent _ice;
    private readonly DtlsChannel _dtls;
    private readonly MonoTime _born;
    private readonly Action<HandshakeStep> _completed;
    private ISrtp? _srtp;
    private MonoTime _rtcpSince;
    private int _rtcpCount;
    private int _reservedPort;
    private int _overhead;

    /// <param name="completed">Brings a finished step back to <see cref="StepReturned"/> on this peer's thread; called on any.</param>
    public Peer(
        PeerSetup setup, IDtlsFactory factory, PacketPool pool, SfuOptions options, IPeerOutput output, Action<Peer, HandshakeStep> completed, MonoTime now)
    {
        (_setup, _options, _output, _born) = (setup, options, output, now);
        _ice = new(setup.Ice, now);
        _dtls = new(setup.Dtls, factory, pool);
        _completed = step => completed(this, step);
        Due = now + options.HandshakeTimeout;
    }

    public SessionId Session => _setup.Session;

    public IceAgent Ice => _ice;

    public PeerState State { get; private set; }

    public PeerMedia Media => _setup.Media;

    public bool CanSend => State == PeerState.Connected;

    /// <summary>Where media goes; null before the first valid check.</summary>
    public PeerPath? Path => _ice.Path;

    public PathKind PathKind => _ice.Path is not { } path ? PathKind.Unknown
        : _output.IsStream(path.Port) ? PathKind.Tcp
        : _options.IsRelay(path.Remote) ? PathKind.Relay : PathKind.Udp;

    /// <summary>When <see cref="Tick"/> must next be called; kept so that the shard compares one number per peer.</summary>
    public MonoTime Due { get; private set; }

    /// <summary>Whether media goes that way and its receiver consented lately: every 4 to 6 s (RFC 7675 §5.1).</summary>
    public bool Uses(PeerPath path, MonoTime now) => State == PeerState.Connected && _ice.Path == path && now - _ice.LastConsent < ConsentInterval;

    public DropReason? ReceiveStun(in StunMessage message, ulong ufrag, PeerPath path, MonoTime now)
    {
        var response = _output.Reserve(path.Port);
        if (_ice.Receive(message, ufrag, path, now, response, out var length, out var forgotten) is { } drop) return drop;

        if (length > 0) _output.Queue(path.Port, length, path.Remote);
        if (forgotten is { } gone) _output.PathForgotten(this, gone);
        if (_ice.Paths.Contains(path)) _output.PathProven(this, path);
        return null;
    }

    public DropReason? ReceiveDtls(PacketBuffer datagram, PeerPath path, MonoTime now)
    {
        if (State == PeerState.Connecting) _ice.DtlsArrived(path);
        var drop = _dtls.Receive(datagram);
        RunDtls(now, timer: false);
        return drop;
    }

    public DropReason? ReceiveRtp(PacketBuffer buffer, MonoTime now)
    {
        if (_srtp is null) return DropReason.MediaBeforeKeys;
        var result = _srtp.UnprotectRtp(buffer.Span[..buffer.Length], out var length);
        if (result != SrtpResult.Ok) return Refused(result, DropReason.MalformedRtp);

        buffer.Length = length;
        if (!RtpPacket.TryParse(buffer.Bytes, out var packet)) return DropReason.MalformedRtp;
        var drop = Media.ReceiveRtp(buffer, packet, now);
        Due = MonoTime.Earlier(Due, Media.NextDeadline);
        return drop;
    }

    public DropReason? ReceiveRtcp(PacketBuffer buffer, MonoTime now)
    {
        if (_srtp is null) return DropReason.MediaBeforeKeys;
        if (now - _rtcpSince >= TimeSpan.FromSeconds(1)) (_rtcpSince, _rtcpCount) = (now, 0);
        if (++_rtcpCount > RtcpPerSecond) return DropReason.RtcpFlood;

        var result = _srtp.UnprotectRtcp(buffer.Span[..buffer.Length], out var length);
        if (result != SrtpResult.Ok) return Refused(result, DropReason.MalformedRtcp);

        buffer.Length = length;
        DropReason? drop = null;
        var packets = RtcpPackets.Enumerate(buffer.Bytes);
        while (packets.MoveNext()) drop ??= Media.ReceiveRtcp(packets.Current, now);
        if (packets.IsMalformed) drop ??= DropReason.MalformedRtcp;
        Due = MonoTime.Earlier(Due, Media.NextDeadline);
        return drop;
    }

    /// <summary>
    /// Media from an address without a check: behind a NAT that gave the client a new one, the next check may be 2.5 s away. What the keys prove is
    /// taken from there; we send there after a check alone (RFC 8445 §12.2 has it the same way).
    /// </summary>
    public DropReason? ReceiveRoaming(PacketBuffer buffer, DatagramKind kind, PeerPath path, MonoTime now)
    {
        var drop = kind == DatagramKind.Rtp ? ReceiveRtp(buffer, now) : ReceiveRtcp(buffer, now);
        if (drop is DropReason.SrtpUnauthenticated or DropReason.SrtpReplayed or DropReason.MalformedRtp or DropReason.MalformedRtcp
            or DropReason.MediaBeforeKeys or DropReason.RtcpFlood || State != PeerState.Connected) return drop;

        if (_ice.Roamed(path) is { } gone) _output.PathForgotten(this, gone);
        _output.PathProven(this, path);
        _output.PathHeard(this, path);
        return drop;
    }

    /// <summary>A step of the handshake has run somewhere.</summary>
    public void StepReturned(HandshakeStep step, MonoTime now)
    {
        if (!_dtls.Return(step)) return;
        SendAll(step);
        if (step.Fault is { } fault)
        {
            step.Srtp?.Dispose();
            _output.Faulted(this, fault);
            return;
        }

        switch (_dtls.Dtls.State)
        {
            case DtlsState.Connected when State == PeerState.Connecting:
                Verify(step.Srtp, now);
                break;
            case DtlsState.Failed:
                Close(SessionEnd.DtlsFailed, now);
                break;
            case DtlsState.Closed:
                Close(SessionEnd.ClosedByClient, now);    // close_notify: pc.close()
                break;
        }
        if (State != PeerState.Closed) RunDtls(now, timer: false);
    }

    public void Tick(MonoTime now)
    {
        if (State == PeerState.Connecting && now >= _born + _options.HandshakeTimeout) Close(SessionEnd.HandshakeTimeout, now);
        else if (now >= _ice.LastConsent + _options.ConsentTimeout) Close(SessionEnd.ConsentLost, now);
        if (State == PeerState.Closed) return;

        RunDtls(now, timer: true);
        if (State == PeerState.Connected) Media.Tick(now);
        if (State != PeerState.Closed) Due = NextDeadline();
    }

    /// <summary>Room for one RTP packet towards the client; <see cref="CanSend"/> must be true.</summary>
    public Span<byte> Reserve()
    {
        _reservedPort = _ice.SendPort;      // connected, so DTLS came along a path
        return _output.Reserve(_reservedPort);
    }

    /// <summary>What protection adds to a packet, in bytes.</summary>
    public int Overhead => _overhead;

    /// <summary>Where a plain packet may lie in a reserved span, so that its tag still fits.</summary>
    public Span<byte> PlainPart(Span<byte> reserved) => reserved[..^_overhead];

    /// <inheritdoc cref="ISlotOwner.Preload"/>
    /// <param name="ssrc">Of the stream that will be sent.</param>
    public int Preload(uint ssrc) => (int)State ^ _ice.SendPort ^ _ice.SendTo.Port ^ (_srtp?.Preload(ssrc) ?? 0);

    /// <summary>The same of what <see cref="ReceiveRtcp"/> will look at.</summary>
    public int PreloadReceived() => (int)State ^ _rtcpCount ^ (_srtp?.PreloadReceived() ?? 0) ^ Media.PreloadReceived();

    /// <summary>Something of the media is due at <paramref name="deadline"/>, maybe before what was known.</summary>
    public void Hurry(MonoTime deadline)
    {
        if (State == PeerState.Connected) Due = MonoTime.Earlier(Due, deadline);
    }

    /// <summary>An exception while sending: closed by the shard as soon as it may.</summary>
    public void Fault(Exception fault) => _output.Faulted(this, fault);

    /// <summary>Protects and queues what was written into the last <see cref="Reserve"/>.</summary>
    /// <returns>False when it can't be protected.</returns>
    public bool SendRtp(Span<byte> reserved, int plainLength) => Commit(_srtp!.ProtectRtp(reserved, plainLength));    // CanSend: keys are there

    /// <summary>The same for a packet that went before and is known to be the same to the byte.</summary>
    public bool SendRtpAgain(Span<byte> reserved, int plainLength) => Commit(_srtp!.ProtectRtpAgain(reserved, plainLength));    // as above

    /// <summary>RTCP of a track, in the clear.</summary>
    public void Send(ReadOnlySpan<byte> packets)
    {
        if (!CanSend) return;
        var reserved = Reserve();
        if (packets.Length + _overhead > reserved.Length) return;
        packets.CopyTo(reserved);
        Commit(_srtp!.ProtectRtcp(reserved, packets.Length));
    }

    public void Close(SessionEnd reason, MonoTime now)
    {
        if (State == PeerState.Closed) return;
        var before = State;
        State = PeerState.Closed;
        Due = MonoTime.Never;
        Media.Stop(now);
        if (_dtls.Close(now) is { } goodbye) SendAll(goodbye);
        _srtp?.Dispose();
        _srtp = null;
        _output.Ended(this, before, reason);
    }

    private void Verify(ISrtp? srtp, MonoTime now)
    {
        var proven = _dtls.Dtls.PeerFingerprint.Span;
        var matches = false;
        foreach (var offered in _setup.Fingerprints) matches |= CryptographicOperations.FixedTimeEquals(offered.Span, proven);
        if (!matches || srtp is null)
        {
            srtp?.Dispose();
            Close(matches ? SessionEnd.DtlsFailed : SessionEnd.WrongFingerprint, now);
            return;
        }
        _srtp = srtp;
        _overhead = _srtp.MaxOverhead;
        State = PeerState.Connected;
        _output.Connected(this);
        Media.Start(this, now);
        Due = now;
    }

    /// <summary>While the handshake runs, elsewhere (signatures); afterwards there are only alerts and repetitions, so here.</summary>
    private void RunDtls(MonoTime now, bool timer)
    {
        if (_dtls.TakeStep(now, timer, _completed) is { } step)
        {
            if (State == PeerState.Connecting)
            {
                _output.Handshake(step);
                return;
            }
            step.Run(now);
            StepReturned(step, now);
        }
        if (State != PeerState.Closed) Due = MonoTime.Earlier(Due, _dtls.NextDeadline);
    }

    private void SendAll(HandshakeStep step)
    {
        foreach (var datagram in step.Outgoing)
        {
            if (_ice.Path is not { } path) break;
            datagram.Bytes.CopyTo(_output.Reserve(path.Port));
            _output.Queue(path.Port, datagram.Length, path.Remote);
        }
        DtlsChannel.ReleaseOutgoing(step);
    }

    private bool Commit(int length)
    {
        if (length <= 0) return false;
        _output.Queue(_reservedPort, length, _ice.SendTo);    // as Reserve
        return true;
    }

    private MonoTime NextDeadline()
    {
        var consent = _ice.LastConsent + _options.ConsentTimeout;
        var next = MonoTime.Earlier(consent, _dtls.NextDeadline);
        return State == PeerState.Connecting
            ? MonoTime.Earlier(next, _born + _options.HandshakeTimeout)
            : MonoTime.Earlier(next, Media.NextDeadline);
    }

    private static DropReason Refused(SrtpResult result, DropReason malformed) => result switch
    {
        SrtpResult.Replayed => DropReason.SrtpReplayed,
        SrtpResult.Unauthenticated => DropReason.SrtpUnauthenticated,
        _ => malformed,
    };
}
