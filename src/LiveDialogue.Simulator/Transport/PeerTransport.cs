using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Transport;

/// <summary>One WebRTC connection from the client's side: ICE, DTLS and SRTP over a port of its own. Belongs to its loop's thread.</summary>
internal sealed class PeerTransport : IDisposable
{
    private readonly IDatagramPort _port;
    private readonly IceClient _ice;
    private readonly IDtls _dtls;
    private readonly IDtlsFactory _factory;
    private readonly ReadOnlyMemory<byte> _serverFingerprint;
    private readonly ITransportUser _user;
    private ISrtp? _srtp;
    private bool _ended;

    internal PeerTransport(IDatagramPort port, IDtlsFactory factory, IceCredentials own, Answer answer, ITransportUser user, MonoTime now)
    {
        (_port, _factory, _user) = (port, factory, user);
        _ice = new(own, answer.Ice, answer.Candidates, now);
        _dtls = factory.Create(answer.WeAreDtlsServer ? DtlsRole.Server : DtlsRole.Client);
        _serverFingerprint = answer.Fingerprint;
    }

    internal IDatagramPort Port => _port;

    internal bool HasEnded => _ended;

    /// <summary>Datagrams that failed authentication or were replayed: never, with a right server.</summary>
    internal long Refused { get; private set; }

    internal MonoTime NextDeadline => _ended
        ? MonoTime.Never
        : MonoTime.Earlier(_ice.NextDeadline, _srtp is not null ? _user.NextDeadline : _ice.Nominated is null ? MonoTime.Never : _dtls.NextDeadline);

    internal void Receive(PacketBuffer datagram, in TransportAddress source)
    {
        if (_ended) return;
        var bytes = datagram.Span[..datagram.Length];
        switch (Datagram.KindOf(bytes))
        {
            case DatagramKind.Stun:
                if (_ice.Receive(bytes, source, datagram.Arrival)) Tick(datagram.Arrival);
                break;
            case DatagramKind.Dtls:
                _dtls.Receive(bytes, datagram.Arrival);
                AfterDtls(datagram.Arrival);
                break;
            case DatagramKind.Rtp when _srtp is not null && _user.WantsRtp(bytes):
                if (Accepted(_srtp.UnprotectRtp(bytes, out var length))) _user.Rtp(bytes[..length], datagram.Arrival);
                break;
            case DatagramKind.Rtcp when _srtp is not null:
                if (Accepted(_srtp.UnprotectRtcp(bytes, out length))) _user.Rtcp(bytes[..length], datagram.Arrival);
                break;
        }
    }

    internal void Tick(MonoTime now)
    {
        if (_ended) return;
        if (_ice.IsLost(now))
        {
            End(TransportEnd.Unanswered);
            return;
        }
        while (_ice.TryWriteCheck(_port.Reserve(), now, out var destination) is var check and > 0) _port.Queue(check, destination);
        if (_ice.Nominated is null) return;

        if (_srtp is null && now >= _dtls.NextDeadline)
        {
            _dtls.Tick(now);
            AfterDtls(now);
        }
        if (_srtp is not null && now >= _user.NextDeadline) _user.Tick(this, now);
    }

    /// <summary>Room for a plain packet, to be committed by <see cref="SendRtp"/> or <see cref="SendRtcp"/>.</summary>
    internal Span<byte> Reserve() => _port.Reserve();

    internal void SendRtp(int length) => Commit(_srtp?.ProtectRtp(_port.Reserve(), length) ?? 0);

    internal void SendRtcp(int length) => Commit(_srtp?.ProtectRtcp(_port.Reserve(), length) ?? 0);

    /// <summary>Says goodbye to the server and to the user.</summary>
    internal void Close()
    {
        if (_ended) return;
        _dtls.Close();
        SendDtls();
        _port.Flush();
        End(TransportEnd.Stopped);
    }

    public void Dispose()
    {
        _ended = true;
        _dtls.Dispose();
        _srtp?.Dispose();
        _port.Dispose();
    }

    private void Commit(int length)
    {
        if (length > 0 && _ice.Nominated is { } server) _port.Queue(length, server);
    }

    private bool Accepted(SrtpResult result)
    {
        if (result != SrtpResult.Ok) Refused++;
        return result == SrtpResult.Ok;
    }

    private void AfterDtls(MonoTime now)
    {
        SendDtls();
        if (_dtls.State == DtlsState.Connected && _srtp is null) AcceptKeys(now);
        else if (_dtls.State == DtlsState.Failed) End(TransportEnd.HandshakeFailed);
        else if (_dtls.State == DtlsState.Closed) End(TransportEnd.ClosedByServer);
    }

    private void AcceptKeys(MonoTime now)
    {
        if (!_dtls.PeerFingerprint.Span.SequenceEqual(_serverFingerprint.Span))
        {
            End(TransportEnd.WrongFingerprint);
            return;
        }
        _srtp = _factory.CreateSrtp(_dtls.Keys!); // connected, so the keys are there
        _user.Connected(this, now);
    }

    private void SendDtls()
    {
        while (_ice.Nominated is { } server && _dtls.TryTake(_port.Reserve(), out var length)) _port.Queue(length, server);
    }

    private void End(TransportEnd reason)
    {
        _ended = true;
        _user.Ended(reason);
    }
}
