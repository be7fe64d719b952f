using System.Buffers.Binary;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>AEAD_AES_128_GCM (RFC 7714). RTP: header as associated data | ciphertext | tag. RTCP: header | ciphertext | tag | index word.</summary>
internal sealed unsafe class GcmTransform : SrtpTransform
{
    internal const int Tag = 16;
    private const int Nonce = 12;
    private const int IndexWord = 4;

    private readonly CipherHandle _rtp, _rtcp;
    private readonly byte[] _rtpSalt, _rtcpSalt;
    private readonly bool _seals;

    internal GcmTransform(SrtpSessionKeys keys, bool seals)
    {
        _seals = seals;
        (_rtpSalt, _rtcpSalt) = ([.. keys.RtpSalt], [.. keys.RtcpSalt]);
        _rtp = Keyed(keys.RtpKey, seals);
        _rtcp = Keyed(keys.RtcpKey, seals);
    }

    internal override int RtpOverhead => Tag;
    internal override int RtcpOverhead => Tag + IndexWord;
    internal override int RtcpIndexFromEnd => IndexWord;

    internal override bool SealRtp(Span<byte> packet, int length, int header, uint ssrc, long index)
    {
        var nonce = stackalloc byte[Nonce];
        RtpNonce(new(nonce, Nonce), ssrc, index);
        fixed (byte* start = packet)
        {
            return Begin(_rtp.Raw, nonce, start, header)
                && Finish(_rtp.Raw, start + header, length - header, tag: start + length);
        }
    }

    internal override bool OpenRtp(Span<byte> packet, int header, uint ssrc, long index)
    {
        var nonce = stackalloc byte[Nonce];
        RtpNonce(new(nonce, Nonce), ssrc, index);
        fixed (byte* start = packet)
        {
            return Begin(_rtp.Raw, nonce, start, header)
                && Finish(_rtp.Raw, start + header, packet.Length - header - Tag, tag: start + packet.Length - Tag);
        }
    }

    internal override bool SealRtcp(Span<byte> compound, int length, uint ssrc, uint index)
    {
        var word = compound.Slice(length + Tag, IndexWord);
        BinaryPrimitives.WriteUInt32BigEndian(word, index | EncryptedFlag);
        var nonce = stackalloc byte[Nonce];
        RtcpNonce(new(nonce, Nonce), ssrc, index);
        fixed (byte* start = compound)
        {
            return Begin(_rtcp.Raw, nonce, start, RtcpHeader)
                && Associate(_rtcp.Raw, start + length + Tag, IndexWord)
                && Finish(_rtcp.Raw, start + RtcpHeader, length - RtcpHeader, tag: start + length);
        }
    }

    internal override bool OpenRtcp(Span<byte> compound, uint ssrc, uint indexWord)
    {
        var length = compound.Length - Tag - IndexWord;
        var encrypted = (indexWord & EncryptedFlag) != 0; // else all of it is associated data (RFC 7714 §9.2)
        var readable = encrypted ? RtcpHeader : length;
        var nonce = stackalloc byte[Nonce];
        RtcpNonce(new(nonce, Nonce), ssrc, indexWord & ~EncryptedFlag);
        fixed (byte* start = compound)
        {
            return Begin(_rtcp.Raw, nonce, start, readable)
                && Associate(_rtcp.Raw, start + length + Tag, IndexWord)
                && Finish(_rtcp.Raw, start + readable, length - readable, tag: start + length);
        }
    }

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    // 0 0 | SSRC | roll-over counter | sequence number, XOR salt (RFC 7714 §8.1)
    private void RtpNonce(Span<byte> nonce, uint ssrc, long index)
    {
        _rtpSalt.CopyTo(nonce);
        Xor(nonce[2..], ssrc);
        Xor(nonce[6..], (uint)(index >> 16));
        nonce[10] ^= (byte)(index >> 8);
        nonce[11] ^= (byte)index;
    }

    // 0 0 | SSRC | 0 0 | 0 and the 31-bit index, XOR salt (RFC 7714 §9.1)
    private void RtcpNonce(Span<byte> nonce, uint ssrc, uint index)
    {
        _rtcpSalt.CopyTo(nonce);
        Xor(nonce[2..], ssrc);
        Xor(nonce[8..], index);
    }

    private static void Xor(Span<byte> bytes, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) ^ value);

    private static bool Begin(nint context, byte* nonce, byte* associated, int length) =>
        LibCrypto.EVP_CipherInit_ex(context, 0, 0, null, nonce, -1) == 1 && Associate(context, associated, length);

    private static bool Associate(nint context, byte* associated, int length)
    {
        int written;
        return LibCrypto.EVP_CipherUpdate(context, null, &written, associated, length) == 1;
    }

    private bool Finish(nint context, byte* text, int length, byte* tag)
    {
        int written;
        if (length > 0 && LibCrypto.EVP_CipherUpdate(context, text, &written, text, length) != 1) return false;
        if (!_seals && LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.EvpCtrlSetTag, Tag, tag) != 1) return false;
        var rest = stackalloc byte[16];
        if (LibCrypto.EVP_CipherFinal_ex(context, rest, &written) != 1) return false;
        return !_seals || LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.EvpCtrlGetTag, Tag, tag) == 1;
    }

    private static CipherHandle Keyed(byte[] key, bool seals)
    {
        var cipher = new CipherHandle();
        fixed (byte* bytes = key)
        {
            if (LibCrypto.EVP_CipherInit_ex(cipher.Raw, LibCrypto.EVP_aes_128_gcm(), 0, bytes, null, seals ? 1 : 0) == 1) return cipher;
        }
        cipher.Dispose();
        throw new InvalidOperationException($"OpenSSL refused an AES-GCM key: {LibCrypto.TakeError()}");
    }
}
