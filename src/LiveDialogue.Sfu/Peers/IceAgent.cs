using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Sfu.Peers;

/// <summary>
/// The ICE-lite side of one peer (RFC 8445 §2.5): answers authenticated checks, follows the client's nomination, watches consent (RFC 7675).
/// Says nothing to who doesn't know the password, and never more bytes than it was asked with.
/// </summary>
internal sealed class IceAgent(IceCredentials credentials, MonoTime now)
{
    /// <summary>Checks answered per second: Chromium sends some 20 a second while connecting, 0.5 later. More would only feed a flood with a leaked password.</summary>
    private const int AnswersPerSecond = 60;

    /// <summary>Addresses a peer may have proven at once; each costs an entry in the shard's table.</summary>
    public const int MaxPaths = 8;

    private readonly List<PeerPath> _paths = new(MaxPaths);
    private PeerPath? _nominated;
    private TransportAddress _sendTo;
    private bool _nominatedByCurrent;
    private MonoTime _answersSince;
    private int _answers;

    public IceCredentials Current { get; private set; } = credentials;

    /// <summary>Those before the last restart: still good for checks, so that the old path lives until the new one is nominated.</summary>
    public IceCredentials? Previous { get; private set; }

    /// <summary>Where to send; null before the first valid check.</summary>
    public PeerPath? Path
    {
        get;
        private set
        {
            field = value;
            if (value is { } path) (SendPort, _sendTo) = (path.Port, path.Remote);
        }
    }

    /// <summary>Of <see cref="Path"/>, which there must be: what each packet asks for.</summary>
    public int SendPort { get; private set; }

    /// <inheritdoc cref="SendPort"/>
    public ref readonly TransportAddress SendTo => ref _sendTo;

    /// <summary>Of the last check that knew the password; the agent's birth before any.</summary>
    public MonoTime LastConsent { get; private set; } = now;

    public IReadOnlyList<PeerPath> Paths => _paths;

    /// <summary>New credentials for the same peer (RFC 8445 §9, answered by a lite agent).</summary>
    /// <returns>The credentials that nobody can use any more; null when there are none.</returns>
    public IceCredentials? Restart(IceCredentials fresh)
    {
        // A restart that never came to anything (its answer was lost, the network changed again) isn't what the old path lives by.
        var superseded = Previous is not null && !_nominatedByCurrent;
        var forgotten = superseded ? Current : Previous;
        (Previous, Current) = (superseded ? Previous : Current, fresh);
        _nominatedByCurrent = false;
        return forgotten;
    }

    /// <summary>A Binding request that named one of our ufrags.</summary>
    /// <param name="response">At least 200 bytes.</param>
    /// <param name="length">Of the answer to send back along <paramref name="path"/>; 0: none.</param>
    /// <param name="forgotten">A path that had to make room; its address is no longer this peer's.</param>
    public DropReason? Receive(in StunMessage message, ulong ufrag, PeerPath path, MonoTime now, Span<byte> response, out int length, out PeerPath? forgotten)
    {
        length = 0;
        forgotten = null;
        if (message.Type != StunType.BindingRequest) return DropReason.MalformedStun;
        var used = ufrag == Current.UfragKey ? Current : Previous;
        if (used is null || ufrag != used.UfragKey) return DropReason.UnknownUfrag;
        if (!message.VerifyIntegrity(used.Key)) return DropReason.StunUnauthenticated;
        if (!MayAnswer(now)) return DropReason.StunFlood;

        if (message.IceControlled is not null)
        {
            // Both say "controlled": a lite agent can't become controlling, so the other must (RFC 8445 §7.3.1.1).
            length = StunWriter.BindingError(response, message.TransactionId, 487, "Role Conflict"u8, used.Key);
            return null;
        }
        LastConsent = now;
        forgotten = Remember(path);
        if (message.HasUseCandidate) Nominate(path, current: ReferenceEquals(used, Current));
        else if (_nominated is null) Path ??= path;

        length = WriteSuccess(message, path, used, response);
        return null;
    }

    /// <summary>DTLS came along a proven path. Before nomination that is where the client's own choice is, so DTLS is answered there.</summary>
    public void DtlsArrived(PeerPath path)
    {
        if (_nominated is null) Path = path;
    }

    /// <summary>What came along an unproven path was protected with the peer's keys: so it is this client's, and may come. Nothing is sent there before a check.</summary>
    /// <returns>A path that had to make room.</returns>
    public PeerPath? Roamed(PeerPath path) => Remember(path);

    private static int WriteSuccess(in StunMessage message, PeerPath path, IceCredentials used, Span<byte> response)
    {
        Span<byte> address = stackalloc byte[16];
        var size = path.Remote.WriteTo(address);
        return StunWriter.BindingSuccess(response, message.TransactionId, address[..size], path.Remote.Port, used.Key);
    }

    private void Nominate(PeerPath path, bool current)
    {
        // After a restart the old path's keep-alives may still carry USE-CANDIDATE: they no longer move anything once the new one is nominated.
        if (!current && _nominatedByCurrent) return;
        _nominated = path;
        _nominatedByCurrent |= current;
        Path = path;
    }

    private PeerPath? Remember(PeerPath path)
    {
        if (_paths.Contains(path)) return null;
        PeerPath? forgotten = null;
        if (_paths.Count == MaxPaths)
        {
            var oldest = _paths.FindIndex(p => p != Path);
            forgotten = _paths[oldest];
            _paths.RemoveAt(oldest);
        }
        _paths.Add(path);
        return forgotten;
    }

    private bool MayAnswer(MonoTime now)
    {
        if (now - _answersSince >= TimeSpan.FromSeconds(1)) (_answersSince, _answers) = (now, 0);
        return ++_answers <= AnswersPerSecond;
    }
}
