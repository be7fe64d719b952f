using System.Text;
using System.Text.RegularExpressions;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Sdp;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>A client's transport in virtual time: full ICE's checks, nomination, the handshake, protection.</summary>
internal abstract class VirtualClient
{
    private readonly byte[] _datagram = new byte[1500];
    private readonly PacketPool _pool = new();
    private readonly ReceivedDatagram[] _batch = new ReceivedDatagram[16];
    private readonly PlainDtlsFactory _factory;
    private readonly IDtls _dtls;
    private VirtualPort _port;
    private ISrtp? _srtp;
    private MonoTime _nextCheck;

    protected VirtualClient(VirtualSfu sfu, string certificate, string? signalled = null)
    {
        Sfu = sfu;
        _factory = new PlainDtlsFactory(certificate);
        Fingerprint = new CertificateFingerprint("sha-256", new PlainDtlsFactory(signalled ?? certificate).Fingerprint).ToString()["sha-256 ".Length..];
        _dtls = _factory.Create(DtlsRole.Client);
        _port = sfu.Network.Bind(sfu.NewAddress(), _pool);
    }

    public VirtualSfu Sfu { get; }
    public SessionId Session { get; private set; }
    public string ETag { get; private set; } = "";
    public SessionDescription Answer { get; private set; } = new();
    public IceCredentials Remote { get; set; } = new("", "");
    public bool IsConnected => _srtp is not null;
    public bool IsClosed => _dtls.State == DtlsState.Closed;
    public bool Nominates { get; set; } = true;
    public bool AnswersDtls { get; set; } = true;
    public bool SendsChecks { get; set; } = true;
    public int Received { get; private set; }
    public int CheckAnswers { get; private set; }
    public int RoleConflicts { get; private set; }
    public List<byte[]> Sent { get; } = [];

    protected string Fingerprint { get; }

    protected static string Offer(string captured, string fingerprint) =>
        Regex.Replace(captured, "(?<=a=fingerprint:sha-256 )[0-9A-F:]+", fingerprint, RegexOptions.None, TimeSpan.FromSeconds(1));

    public TransportAddress Server { get; private set; }
    public TransportAddress Address => _port.LocalAddress;

    public void Close()
    {
        _dtls.Close();
        DrainDtls();
    }

    /// <summary>Another network: a new address, nothing else.</summary>
    public void Move() => (_port, _nextCheck) = (Sfu.Network.Bind(Sfu.NewAddress(), _pool), default);

    /// <summary>Sends and listens somewhere else, and checks when it would have.</summary>
    public void MoveTo(TransportAddress address) => _port = Sfu.Network.Bind(address, _pool);

    /// <summary>A NAT on the way gave it a new address: it doesn't know, and checks when it would have.</summary>
    public void MoveUnnoticed() => _port = Sfu.Network.Bind(Sfu.NewAddress(), _pool);

    /// <summary>Takes the node's answer to a restart, and checks with it at once.</summary>
    public void Restarted(Admission admission)
    {
        var accepted = Assert.IsType<Admission.Accepted>(admission);
        Assert.True(IceFragment.TryParse(accepted.Answer, out var fragment, out var error), error);
        (Remote, ETag, _nextCheck) = (new(fragment.IceUfrag!, fragment.IcePwd!), accepted.ETag, default);    // an answer to a restart has both
    }

    public void Check(bool nominate, bool controlling = true, IceCredentials? with = null)
    {
        var credentials = with ?? Remote;
        Span<byte> request = stackalloc byte[300];
        Span<byte> transaction = stackalloc byte[12];
        BitConverter.TryWriteBytes(transaction, Sfu.Network.Now.Microseconds);
        var length = StunWriter.BindingRequest(
            request, transaction, Encoding.ASCII.GetBytes($"{credentials.Ufrag}:abcd"), Encoding.ASCII.GetBytes(credentials.Password), 1, 99, controlling, nominate);
        Send(request[..length]);
    }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        Sent.Add(datagram.ToArray());
        datagram.CopyTo(_port.Reserve());
        _port.Queue(datagram.Length, Server);
    }

    public void Run(MonoTime now)
    {
        for (int count; (count = _port.Receive(_batch, TimeSpan.Zero)) > 0;)
        {
            for (var i = 0; i < count; i++)
            {
                Receive(_batch[i].Buffer, now);
                _batch[i].Buffer.Release();
            }
        }
        if (Session == default) return;
        if (SendsChecks && now >= _nextCheck)
        {
            _nextCheck = now + (IsConnected ? 2000 : 50).Milliseconds();
            Check(Nominates && CheckAnswers > 0);
        }
        if (CheckAnswers > 0 && AnswersDtls)
        {
            _dtls.Tick(now);
            DrainDtls();
        }
        if (IsConnected) RunMedia(now);
    }

    protected void Accept(Task<Admission> admission)
    {
        Assert.True(admission.IsCompletedSuccessfully);
#pragma warning disable VSTHRD002 // completed, as the line above saw: time doesn't move in a constructor
        var accepted = Assert.IsType<Admission.Accepted>(admission.Result);
#pragma warning restore VSTHRD002
        (Session, ETag) = (accepted.Session, accepted.ETag);
        Assert.True(SessionDescription.TryParse(accepted.Answer, out var answer, out var error), error);
        Answer = answer;
        var tagged = answer.Media.First(m => m.Candidates.Count > 0);
        Remote = new(tagged.IceUfrag!, tagged.IcePwd!);    // an answer always has both
        var candidate = tagged.Candidates[0];
        Server = TransportAddress.From(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(candidate.Address), candidate.Port));
    }

    protected abstract void RunMedia(MonoTime now);
    protected abstract void ReceiveRtp(ReadOnlySpan<byte> packet, MonoTime now);
    protected abstract void ReceiveRtcp(ReadOnlySpan<byte> packets, MonoTime now);

    public void SendRtp(ReadOnlySpan<byte> packet)
    {
        packet.CopyTo(_datagram);
        var length = _srtp!.ProtectRtp(_datagram, packet.Length);    // only while connected
        if (length > 0) Send(_datagram.AsSpan(0, length));
    }

    public void SendRtcp(ReadOnlySpan<byte> packets)
    {
        packets.CopyTo(_datagram);
        Send(_datagram.AsSpan(0, _srtp!.ProtectRtcp(_datagram, packets.Length)));
    }

    private void Receive(PacketBuffer buffer, MonoTime now)
    {
        Received++;
        switch (Datagram.KindOf(buffer.Bytes))
        {
            case DatagramKind.Stun when StunMessage.TryParse(buffer.Bytes, out var message):
                if (message.Type == StunType.BindingSuccess) CheckAnswers++;
                else if (message.ErrorCode == 487) RoleConflicts++;
                break;
            case DatagramKind.Dtls when AnswersDtls:
                _dtls.Receive(buffer.Bytes, now);
                if (_srtp is null && _dtls.Keys is { } keys) _srtp = _factory.CreateSrtp(keys);
                DrainDtls();
                break;
            case DatagramKind.Rtp when _srtp?.UnprotectRtp(buffer.Span[..buffer.Length], out var length) == SrtpResult.Ok:
                ReceiveRtp(buffer.Span[..length], now);
                break;
            case DatagramKind.Rtcp when _srtp?.UnprotectRtcp(buffer.Span[..buffer.Length], out var size) == SrtpResult.Ok:
                ReceiveRtcp(buffer.Span[..size], now);
                break;
        }
    }

    private void DrainDtls()
    {
        while (_dtls.TryTake(_datagram, out var length)) Send(_datagram.AsSpan(0, length));
    }
}
