using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>AES_CM_128_HMAC_SHA1_80 (RFC 3711). RTP: header | ciphertext | tag. RTCP: header | ciphertext | index word | tag.</summary>
internal sealed unsafe class CounterModeTransform : SrtpTransform
{
    internal const int Tag = 10;
    private const int Block = 16;
    private const int KeyLength = 16;
    private const int IndexWord = 4;

    private readonly CipherHandle _rtp, _rtcp;
    private readonly HmacSha1 _rtpHmac, _rtcpHmac;
    private readonly byte[] _rtpSalt, _rtcpSalt;

    internal CounterModeTransform(SrtpSessionKeys keys)
    {
        (_rtpSalt, _rtcpSalt) = ([.. keys.RtpSalt], [.. keys.RtcpSalt]);
        try
        {
            _rtp = Keyed(keys.RtpKey);
            _rtcp = Keyed(keys.RtcpKey);
            _rtpHmac = new(keys.RtpAuthentication);
            _rtcpHmac = new(keys.RtcpAuthentication);
        }
        catch
        {
            _rtp?.Dispose();
            _rtcp?.Dispose();
            _rtpHmac?.Dispose();
            throw;
        }
    }

    internal override int RtpOverhead => Tag;
    internal override int RtcpOverhead => IndexWord + Tag;
    internal override int RtcpIndexFromEnd => IndexWord + Tag;

    internal override bool SealRtp(Span<byte> packet, int length, int header, uint ssrc, long index)
    {
        if (!Crypt(_rtp.Raw, _rtpSalt, packet[header..length], ssrc, index)) return false;
        Span<byte> tag = stackalloc byte[HmacSha1.Size];
        if (!RtpTag(packet[..length], index, tag)) return false;
        tag[..Tag].CopyTo(packet[length..]);
        return true;
    }

    internal override bool OpenRtp(Span<byte> packet, int header, uint ssrc, long index)
    {
        var sealedLength = packet.Length - Tag;
        Span<byte> tag = stackalloc byte[HmacSha1.Size];
        return RtpTag(packet[..sealedLength], index, tag)
            && CryptographicOperations.FixedTimeEquals(tag[..Tag], packet[sealedLength..])
            && Crypt(_rtp.Raw, _rtpSalt, packet[header..sealedLength], ssrc, index);
    }

    internal override bool SealRtcp(Span<byte> compound, int length, uint ssrc, uint index)
    {
        if (!Crypt(_rtcp.Raw, _rtcpSalt, compound[RtcpHeader..length], ssrc, index)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(compound[length..], index | EncryptedFlag);
        Span<byte> tag = stackalloc byte[HmacSha1.Size];
        if (!_rtcpHmac.TryCompute(compound[..(length + IndexWord)], default, tag)) return false;
        tag[..Tag].CopyTo(compound[(length + IndexWord)..]);
        return true;
    }

    internal override bool OpenRtcp(Span<byte> compound, uint ssrc, uint indexWord)
    {
        var length = compound.Length - IndexWord - Tag;
        Span<byte> tag = stackalloc byte[HmacSha1.Size];
        if (!_rtcpHmac.TryCompute(compound[..(length + IndexWord)], default, tag)) return false;
        if (!CryptographicOperations.FixedTimeEquals(tag[..Tag], compound[(length + IndexWord)..])) return false;
        return (indexWord & EncryptedFlag) == 0
            || Crypt(_rtcp.Raw, _rtcpSalt, compound[RtcpHeader..length], ssrc, indexWord & ~EncryptedFlag);
    }

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _rtpHmac.Dispose();
        _rtcpHmac.Dispose();
    }

    /// <summary>XORs the key stream of (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16) over the text (RFC 3711 §4.1.1).</summary>
    private static bool Crypt(nint context, byte[] salt, Span<byte> text, uint ssrc, long index)
    {
        if (text.IsEmpty) return true;

        Span<byte> iv = stackalloc byte[Block];
        iv.Clear();
        salt.CopyTo(iv);
        var high = BinaryPrimitives.ReadUInt32BigEndian(iv[4..]) ^ ssrc;
        BinaryPrimitives.WriteUInt32BigEndian(iv[4..], high);
        var low = BinaryPrimitives.ReadUInt64BigEndian(iv[8..]) ^ ((ulong)index << 16);
        BinaryPrimitives.WriteUInt64BigEndian(iv[8..], low);

        int written;
        fixed (byte* start = text, counter = iv)
        {
            return LibCrypto.EVP_CipherInit_ex(context, 0, 0, null, counter, -1) == 1
                && LibCrypto.EVP_CipherUpdate(context, start, &written, start, text.Length) == 1;
        }
    }

    private bool RtpTag(ReadOnlySpan<byte> authenticated, long index, Span<byte> tag)
    {
        Span<byte> rollOver = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollOver, (uint)(index >> 16));
        return _rtpHmac.TryCompute(authenticated, rollOver, tag);
    }

    private static CipherHandle Keyed(byte[] key)
    {
        if (key.Length != KeyLength) throw new InvalidOperationException($"An AES-CTR key of {key.Length} bytes.");    // OpenSSL would read on behind it
        var cipher = new CipherHandle();
        fixed (byte* bytes = key)
        {
            if (LibCrypto.EVP_CipherInit_ex(cipher.Raw, LibCrypto.EVP_aes_128_ctr(), 0, bytes, null, 1) == 1) return cipher;
        }
        cipher.Dispose();
        throw new InvalidOperationException($"OpenSSL refused an AES-CTR key: {LibCrypto.TakeError()}");
    }
}
