using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Simulator.Transport;

/// <summary>
/// The controlling side of ICE towards a lite agent (RFC 8445): checks every candidate, nominates the first that answers, then asks for consent
/// again and again (RFC 7675).
/// </summary>
internal sealed class IceClient
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    /// <summary>As browsers do, a new path is asked a few times in quick succession.</summary>
    private const int AnswersToSettle = 5;
    private const uint PeerReflexivePriority = 0x6EFF_FFFF; // type preference 110, RFC 8445 §5.1.2
    private const int Remembered = 8;

    private readonly IReadOnlyList<TransportAddress> _candidates;
    private readonly byte[] _username, _ownPassword, _remotePassword;
    private readonly ulong _tieBreaker = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly ConsentPace _consent;
    private readonly byte[] _transactions = new byte[Remembered * StunMessage.TransactionIdLength];
    private int _nextTransaction;
    private int _nextCandidate;
    private int _answers;
    private MonoTime _lastAnswer;

    internal IceClient(IceCredentials own, IceCredentials remote, IReadOnlyList<TransportAddress> candidates, ConsentPace consent, MonoTime now)
    {
        (_candidates, _consent) = (candidates, consent);
        _username = Encoding.UTF8.GetBytes($"{remote.Ufrag}:{own.Ufrag}");
        _ownPassword = Encoding.UTF8.GetBytes(own.Password);
        _remotePassword = Encoding.UTF8.GetBytes(remote.Password);
        _lastAnswer = now;
        NextDeadline = now;
    }

    /// <summary>Where the server answered from; null before.</summary>
    internal TransportAddress? Nominated { get; private set; }

    internal MonoTime NextDeadline { get; private set; }

    internal bool IsLost(MonoTime now) => now - _lastAnswer > (Nominated is null ? ConnectPatience : _consent.Patience);

    /// <summary>Writes the check that is due.</summary>
    /// <returns>0 when none is.</returns>
    internal int TryWriteCheck(Span<byte> datagram, MonoTime now, out TransportAddress destination)
    {
        destination = default;
        if (now < NextDeadline || _candidates.Count == 0) return 0;

        var settled = Nominated is not null && _answers > AnswersToSettle;
        NextDeadline = now + (settled ? _consent.Interval : CheckInterval);
        destination = Nominated ?? _candidates[_nextCandidate++ % _candidates.Count];
        var transaction = Transaction(_nextTransaction++ % Remembered);
        RandomNumberGenerator.Fill(transaction);
        return StunWriter.BindingRequest(
            datagram, transaction, _username, _remotePassword, PeerReflexivePriority, _tieBreaker, controlling: true, useCandidate: Nominated is not null);
    }

    /// <summary>A full agent checks us, too.</summary>
    /// <returns>The length of the answer; 0 when it isn't a check of ours to answer.</returns>
    internal int TryAnswer(ReadOnlySpan<byte> datagram, in TransportAddress source, Span<byte> response)
    {
        if (!StunMessage.TryParse(datagram, out var message) || message.Type != StunType.BindingRequest || !message.VerifyIntegrity(_ownPassword)) return 0;
        Span<byte> address = stackalloc byte[16];
        var size = source.WriteTo(address);
        return StunWriter.BindingSuccess(response, message.TransactionId, address[..size], source.Port, _ownPassword);
    }

    /// <returns>True when this was the answer that chose the path: a check with USE-CANDIDATE is due at once.</returns>
    internal bool Receive(ReadOnlySpan<byte> datagram, in TransportAddress source, MonoTime now)
    {
        if (!StunMessage.TryParse(datagram, out var message) || message.Type != StunType.BindingSuccess) return false;
        if (!IsOurs(message.TransactionId) || !message.VerifyIntegrity(_remotePassword)) return false;

        _lastAnswer = now;
        _answers++;
        if (Nominated is not null) return false;
        Nominated = source;
        NextDeadline = now;
        return true;
    }

    private bool IsOurs(ReadOnlySpan<byte> transaction)
    {
        for (var i = 0; i < Remembered; i++)
        {
            if (transaction.SequenceEqual(Transaction(i))) return true;
        }
        return false;
    }

    private Span<byte> Transaction(int slot) => _transactions.AsSpan(slot * StunMessage.TransactionIdLength, StunMessage.TransactionIdLength);
}
