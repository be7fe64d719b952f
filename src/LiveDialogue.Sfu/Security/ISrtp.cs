namespace LiveDialogue.Sfu.Security;

/// <summary>
/// SRTP and SRTCP of one peer, both directions (RFC 3711, 7714), with replay protection and roll-over counters per SSRC.
/// State for an SSRC appears only after a packet of it was authenticated. Called by the peer's shard alone. Allocates nothing per packet.
/// </summary>
public interface ISrtp : IDisposable
{
    /// <summary>The most bytes that protection adds: the room a caller leaves behind a packet.</summary>
    int MaxOverhead { get; }

    /// <summary>Decrypts in place.</summary>
    /// <param name="packet">One SRTP datagram. Its content is undefined when the result isn't <see cref="SrtpResult.Ok"/>.</param>
    /// <param name="length">Of the plain RTP packet.</param>
    SrtpResult UnprotectRtp(Span<byte> packet, out int length);

    SrtpResult UnprotectRtcp(Span<byte> packet, out int length);

    /// <summary>Has what <see cref="UnprotectRtcp"/> will need brought near the processor.</summary>
    /// <returns>As <see cref="Preload"/>.</returns>
    int PreloadReceived() => 0;

    /// <summary>Has what <see cref="ProtectRtp"/> will need for a stream's next packet brought near the processor.</summary>
    /// <returns>Means nothing; to be kept, so that the reads are done.</returns>
    int Preload(uint ssrc) => 0;

    /// <summary>Encrypts in place.</summary>
    /// <param name="packet">The plain packet, with at least <see cref="MaxOverhead"/> bytes of room after <paramref name="plainLength"/>.</param>
    /// <returns>The protected length; 0 when the packet can't be protected (its index was used before, or keys are worn out).</returns>
    int ProtectRtp(Span<byte> packet, int plainLength);

    /// <summary>
    /// Protects a packet that was protected before, byte for byte the same: then the result is the same datagram, and the index is used for no second text.
    /// Another text under a used index would give both away (RFC 7714 §8.4), so the caller must know, not believe, that it is the same.
    /// </summary>
    /// <returns>The protected length; 0 when no packet of this number was protected lately.</returns>
    int ProtectRtpAgain(Span<byte> packet, int plainLength);

    int ProtectRtcp(Span<byte> packet, int plainLength);
}

public enum SrtpResult { Ok, Malformed, Unauthenticated, Replayed }
