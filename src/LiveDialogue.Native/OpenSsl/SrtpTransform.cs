using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>The cipher of one direction: seals or opens a packet whose index is known. No state but its keyed contexts.</summary>
internal abstract class SrtpTransform : IDisposable
{
    internal const uint EncryptedFlag = 0x8000_0000;

    /// <summary>The first bytes of an RTCP compound that stay readable: header and sender's SSRC.</summary>
    internal const int RtcpHeader = 8;

    /// <summary>Bytes after an RTP packet.</summary>
    internal abstract int RtpOverhead { get; }

    /// <summary>Bytes after an RTCP compound: tag and index word.</summary>
    internal abstract int RtcpOverhead { get; }

    /// <summary>Where the index word is, counted from the end of a protected compound.</summary>
    internal abstract int RtcpIndexFromEnd { get; }

    /// <summary>Has what the next <see cref="SealRtp"/> needs brought near: see <see cref="Sfu.Security.ISrtp.Preload"/>.</summary>
    internal virtual int Preload() => 0;

    /// <summary>The same for <see cref="OpenRtcp"/>.</summary>
    internal virtual int PreloadRtcp() => 0;

    /// <param name="packet">With <see cref="RtpOverhead"/> bytes of room after <paramref name="length"/>.</param>
    internal abstract bool SealRtp(Span<byte> packet, int length, int header, uint ssrc, long index);

    internal abstract bool OpenRtp(Span<byte> packet, int header, uint ssrc, long index);

    internal abstract bool SealRtcp(Span<byte> compound, int length, uint ssrc, uint index);

    /// <param name="indexWord">As received, with the encrypted flag.</param>
    internal abstract bool OpenRtcp(Span<byte> compound, uint ssrc, uint indexWord);

    public abstract void Dispose();

    internal static SrtpTransform Create(SrtpProfile profile, SrtpSessionKeys keys, bool seals) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => new GcmTransform(keys, seals),
        _ => new CounterModeTransform(keys),
    };
}
