using LiveDialogue.Sfu.Security;
using LiveDialogue.Wire;

namespace LiveDialogue.Testing;

/// <summary>
/// A handshake of three datagrams without any secret: hello with the fingerprint, hello back, finished. First bytes are those of DTLS records, so that it is
/// demultiplexed alike; unanswered flights are repeated after 100 ms, then doubling.
/// </summary>
public sealed class PlainDtls : IDtls
{
    private const byte Handshake = 22, Alert = 21;
    private const byte ClientHello = 1, ServerHello = 2, Finished = 20;
    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(100);

    private readonly DtlsRole _role;
    private readonly ReadOnlyMemory<byte> _fingerprint;
    private readonly SrtpProfile _profile;
    private readonly Queue<byte[]> _outgoing = new();
    private TimeSpan _patience = FirstPatience;
    private byte[]? _lastFlight;

    internal PlainDtls(DtlsRole role, ReadOnlyMemory<byte> fingerprint, SrtpProfile profile)
    {
        (_role, _fingerprint, _profile) = (role, fingerprint, profile);
        if (role == DtlsRole.Client) Say(ClientHello);
    }

    public DtlsState State { get; private set; }
    public MonoTime NextDeadline { get; private set; } = MonoTime.Never;
    public SrtpKeys? Keys { get; private set; }
    public ReadOnlyMemory<byte> PeerFingerprint { get; private set; }

    public void Receive(ReadOnlySpan<byte> datagram, MonoTime now)
    {
        if (datagram.Length < 2 || State is DtlsState.Closed) return;
        if (datagram[0] == Alert)
        {
            State = DtlsState.Closed;
            NextDeadline = MonoTime.Never;
            return;
        }
        if (datagram[0] != Handshake) return;

        switch (datagram[1])
        {
            case ClientHello when _role == DtlsRole.Server && datagram.Length == 34:
                PeerFingerprint = datagram[2..].ToArray();
                Say(ServerHello);
                Arm(now);
                break;
            case ServerHello when _role == DtlsRole.Client && datagram.Length == 34:
                PeerFingerprint = datagram[2..].ToArray();
                Say(Finished);
                Connect();
                break;
            case Finished when _role == DtlsRole.Server && !PeerFingerprint.IsEmpty:
                Connect();
                break;
        }
    }

    public void Tick(MonoTime now)
    {
        if (State != DtlsState.Handshaking || _lastFlight is null) return;
        if (NextDeadline == MonoTime.Never)
        {
            Arm(now);
            return;
        }
        if (now < NextDeadline) return;
        _outgoing.Enqueue(_lastFlight);
        _patience *= 2;
        NextDeadline = now + _patience;
    }

    public bool TryTake(Span<byte> datagram, out int length)
    {
        length = 0;
        if (!_outgoing.TryDequeue(out var next)) return false;
        next.CopyTo(datagram);
        length = next.Length;
        return true;
    }

    public void Close()
    {
        if (State == DtlsState.Closed) return;
        State = DtlsState.Closed;
        NextDeadline = MonoTime.Never;
        _outgoing.Enqueue([Alert, 0]);
    }

    public void Dispose() => _outgoing.Clear();

    private void Say(byte message)
    {
        _lastFlight = message == Finished ? [Handshake, message] : [Handshake, message, .. _fingerprint.Span];
        _outgoing.Enqueue(_lastFlight);
    }

    private void Arm(MonoTime now) => (_patience, NextDeadline) = (FirstPatience, now + FirstPatience);

    private void Connect()
    {
        if (State != DtlsState.Handshaking) return;
        State = DtlsState.Connected;
        NextDeadline = MonoTime.Never;
        var salt = new byte[_profile == SrtpProfile.AeadAes128Gcm ? 12 : 14];
        var (client, server) = (new byte[16], new byte[16]);
        client.AsSpan().Fill(0xC1);
        server.AsSpan().Fill(0x5E);
        Keys = _role == DtlsRole.Server ? new(_profile, client, salt, server, salt) : new(_profile, server, salt, client, salt);
    }
}
