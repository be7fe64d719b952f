using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Transport;

/// <summary>One WebRTC connection from the client's side: ICE, DTLS and SRTP over a port of its own. Belongs to its loop's thread.</summary>
internal sealed class PeerTransport : IDisposable
{
    private readonly IDatagramPort _port;
    private readonly IceClient? _ice;
    private readonly IDtls? _dtls;
    private readonly TransportAddress _given;
    private readonly IDtlsFactory _factory;
    private readonly ReadOnlyMemory<byte> _serverFingerprint;
    private readonly ITransportUser _user;
    private ISrtp? _srtp;
    private bool _ended;

    internal PeerTransport(IDatagramPort port, IDtlsFactory factory, IceCredentials own, Answer answer, ConsentPace consent, ITransportUser user, MonoTime now)
    {
        (_port, _factory, _user) = (port, factory, user);
        _ice = new(own, answer.Ice, answer.Candidates, consent, now);
        _dtls = factory.Create(answer.WeAreDtlsServer ? DtlsRole.Server : DtlsRole.Client);
        _serverFingerprint = answer.Fingerprint;
    }

    /// <summary>One that was told address and keys, for a forwarder that knows neither ICE nor DTLS.</summary>
    internal PeerTransport(IDatagramPort port, IDtlsFactory factory, SrtpKeys keys, TransportAddress server, ITransportUser user)
    {
        (_port, _factory, _user, _given) = (port, factory, user, server);
        _srtp = factory.CreateSrtp(keys);
    }

    internal IDatagramPort Port => _port;

    private TransportAddress? Server => _ice is null ? _given : _ice.Nominated;

    internal bool HasEnded => _ended;

    /// <summary>Datagrams that failed authentication or were replayed: never, with a right server.</summary>
    internal long Refused { get; private set; }

    internal MonoTime NextDeadline => _ended
        ? MonoTime.Never
        : MonoTime.Earlier(_ice?.NextDeadline ?? MonoTime.Never, _srtp is not null ? _user.NextDeadline : Server is null ? MonoTime.Never : _dtls!.NextDeadline);    // no keys: so there is DTLS

    /// <param name="taken">When it was read: <see cref="PacketBuffer.Arrival"/> is when the kernel got it.</param>
    internal void Receive(PacketBuffer datagram, in TransportAddress source, MonoTime taken)
    {
        if (_ended) return;
        var bytes = datagram.Span[..datagram.Length];
        switch (Datagram.KindOf(bytes))
        {
            case DatagramKind.Stun:
                if (_ice?.Receive(bytes, source, datagram.Arrival) == true) Tick(datagram.Arrival);
                else if (_ice?.TryAnswer(bytes, source, _port.Reserve()) is { } answered and > 0) _port.Queue(answered, source);
                break;
            case DatagramKind.Dtls when _dtls is not null:
                _dtls.Receive(bytes, datagram.Arrival);
                AfterDtls(_dtls, datagram.Arrival);
                break;
            case DatagramKind.Rtp when _srtp is not null && _user.WantsRtp(bytes):
                if (Accepted(_srtp.UnprotectRtp(bytes, out var length))) _user.Rtp(bytes[..length], datagram.Arrival, taken);
                break;
            case DatagramKind.Rtcp when _srtp is not null:
                if (Accepted(_srtp.UnprotectRtcp(bytes, out length))) _user.Rtcp(bytes[..length], datagram.Arrival);
                break;
        }
    }

    /// <summary>For one that was told its keys: media may move.</summary>
    internal void Begin(MonoTime now) => _user.Connected(this, now);

    internal void Tick(MonoTime now)
    {
        if (_ended) return;
        if (_ice?.IsLost(now) == true)
        {
            End(TransportEnd.Unanswered);
            return;
        }
        while (_ice?.TryWriteCheck(_port.Reserve(), now, out var destination) is { } check and > 0) _port.Queue(check, destination);
        if (Server is null) return;

        if (_srtp is null && _dtls is not null && now >= _dtls.NextDeadline)
        {
            _dtls.Tick(now);
            AfterDtls(_dtls, now);
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
        if (_dtls is not null)
        {
            _dtls.Close();
            SendDtls(_dtls);
            _port.Flush();
        }
        End(TransportEnd.Stopped);
    }

    public void Dispose()
    {
        _ended = true;
        _dtls?.Dispose();
        _srtp?.Dispose();
        _port.Dispose();
    }

    private void Commit(int length)
    {
        if (length > 0 && Server is { } server) _port.Queue(length, server);
    }

    private bool Accepted(SrtpResult result)
    {
        if (result != SrtpResult.Ok) Refused++;
        return result == SrtpResult.Ok;
    }

    private void AfterDtls(IDtls dtls, MonoTime now)
    {
        SendDtls(dtls);
        if (dtls.State == DtlsState.Connected && _srtp is null) AcceptKeys(dtls, now);
        else if (dtls.State == DtlsState.Failed) End(TransportEnd.HandshakeFailed);
        else if (dtls.State == DtlsState.Closed) End(TransportEnd.ClosedByServer);
    }

    private void AcceptKeys(IDtls dtls, MonoTime now)
    {
        if (!dtls.PeerFingerprint.Span.SequenceEqual(_serverFingerprint.Span))
        {
            End(TransportEnd.WrongFingerprint);
            return;
        }
        _srtp = _factory.CreateSrtp(dtls.Keys!); // connected, so the keys are there
        _user.Connected(this, now);
    }

    private void SendDtls(IDtls dtls)
    {
        while (Server is { } server && dtls.TryTake(_port.Reserve(), out var length)) _port.Queue(length, server);
    }

    private void End(TransportEnd reason)
    {
        _ended = true;
        _user.Ended(reason);
    }
}
