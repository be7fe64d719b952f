using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Security;

public enum DtlsState { Handshaking, Connected, Failed, Closed }

/// <summary>
/// The DTLS 1.2 association of one peer (RFC 6347, 5764), without sockets or clock. All calls come from one thread at a time:
/// the peer's shard, or the handshake worker it was lent to.
/// </summary>
public interface IDtls : IDisposable
{
    DtlsState State { get; }

    /// <summary>Takes one datagram from the wire. A malformed one changes nothing.</summary>
    void Receive(ReadOnlySpan<byte> datagram, MonoTime now);

    /// <summary>Retransmits what is due. The first flight is repeated after 100 ms, then doubling.</summary>
    void Tick(MonoTime now);

    /// <summary><see cref="MonoTime.Never"/> while nothing waits for an answer.</summary>
    MonoTime NextDeadline { get; }

    /// <summary>The next datagram to send, at most 1,200 bytes.</summary>
    /// <returns>False when nothing is left to send.</returns>
    bool TryTake(Span<byte> datagram, out int length);

    /// <summary>The keys of the association; null until <see cref="State"/> is <see cref="DtlsState.Connected"/>.</summary>
    SrtpKeys? Keys { get; }

    /// <summary>SHA-256 over the DER certificate the other side proved to own: 32 bytes; empty before that. The caller compares it with the SDP's.</summary>
    ReadOnlyMemory<byte> PeerFingerprint { get; }

    /// <summary>Queues close_notify.</summary>
    void Close();
}
