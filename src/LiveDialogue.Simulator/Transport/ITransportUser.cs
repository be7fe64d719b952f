using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Transport;

/// <summary>What lives above one transport: a publisher or a viewer. Called on the loop's thread.</summary>
internal interface ITransportUser
{
    /// <summary>DTLS is done and the server's certificate is the one its SDP named.</summary>
    void Connected(PeerTransport transport, MonoTime now);

    /// <summary>Sees each RTP datagram while it is still protected; its header is readable.</summary>
    /// <returns>False: it isn't decrypted, and <see cref="Rtp"/> not called.</returns>
    bool WantsRtp(ReadOnlySpan<byte> protectedPacket);

    /// <param name="arrival">When the kernel got it.</param>
    /// <param name="taken">When this program did.</param>
    void Rtp(ReadOnlySpan<byte> packet, MonoTime arrival, MonoTime taken);

    void Rtcp(ReadOnlySpan<byte> compound, MonoTime arrival);

    MonoTime NextDeadline { get; }

    void Tick(PeerTransport transport, MonoTime now);

    /// <summary>The transport is over; nothing more is called.</summary>
    void Ended(TransportEnd reason);
}

internal enum TransportEnd { Unanswered, HandshakeFailed, WrongFingerprint, ClosedByServer, Stopped }
