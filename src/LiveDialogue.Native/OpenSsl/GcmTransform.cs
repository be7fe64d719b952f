using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>AEAD_AES_128_GCM (RFC 7714). RTP: header as associated data | ciphertext | tag. RTCP: header | ciphertext | tag | index word.</summary>
internal sealed unsafe class GcmTransform : SrtpTransform
{
    internal const int Tag = 16;
    private const int Nonce = 12;
    private const int IndexWord = 4;

    /// <summary>Of OpenSSL's context: key schedule, hash table and state are 968 bytes in OpenSSL 3.0. Beyond it nothing is read: these are hints.</summary>
    private const int ContextLines = 16;

    private readonly GcmFunctions _gcm = GcmFunctions.Shared;
    private readonly GcmHandle _rtp, _rtcp;
    private readonly nint _rtpContext;                                 // of the handle, without the way there
    private readonly Salt _rtpSalt, _rtcpSalt;
    private readonly bool _seals;

    internal GcmTransform(SrtpSessionKeys keys, bool seals)
    {
        _seals = seals;
        (_rtpSalt, _rtcpSalt) = (new(keys.RtpSalt), new(keys.RtcpSalt));
        _rtp = Keyed(keys.RtpKey, seals);
        try
        {
            _rtcp = Keyed(keys.RtcpKey, seals);
        }
        catch
        {
            _rtp.Dispose();
            throw;
        }
        _rtpContext = _rtp.Raw;
    }

    internal override int RtpOverhead => Tag;
    internal override int RtcpOverhead => Tag + IndexWord;
    internal override int RtcpIndexFromEnd => IndexWord;

    internal override int Preload() => Fetch(_rtpContext);

    internal override int PreloadRtcp() => Fetch(_rtcp.Raw);

    internal override bool SealRtp(Span<byte> packet, int length, int header, uint ssrc, long index)
    {
        var nonce = stackalloc byte[Nonce];
        _rtpSalt.WriteNonce(new(nonce, Nonce), ssrc, index);
        fixed (byte* start = packet)
        {
            return Begin(_rtpContext, nonce, start, header)
                && Finish(_rtpContext, start + header, length - header, tag: start + length);
        }
    }

    internal override bool OpenRtp(Span<byte> packet, int header, uint ssrc, long index)
    {
        var nonce = stackalloc byte[Nonce];
        _rtpSalt.WriteNonce(new(nonce, Nonce), ssrc, index);
        fixed (byte* start = packet)
        {
            return Begin(_rtpContext, nonce, start, header)
                && Finish(_rtpContext, start + header, packet.Length - header - Tag, tag: start + packet.Length - Tag);
        }
    }

    internal override bool SealRtcp(Span<byte> compound, int length, uint ssrc, uint index)
    {
        var word = compound.Slice(length + Tag, IndexWord);
        BinaryPrimitives.WriteUInt32BigEndian(word, index | EncryptedFlag);
        var nonce = stackalloc byte[Nonce];
        _rtcpSalt.WriteNonce(new(nonce, Nonce), ssrc, index);
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
        _rtcpSalt.WriteNonce(new(nonce, Nonce), ssrc, indexWord & ~EncryptedFlag);
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

    private bool Begin(nint context, byte* nonce, byte* associated, int length) =>
        _gcm.Start(context, _seals, nonce, Nonce) && Associate(context, associated, length);

    private bool Associate(nint context, byte* associated, int length) => _gcm.Crypt(context, null, associated, length);

    private bool Finish(nint context, byte* text, int length, byte* tag)
    {
        if (length > 0 && !_gcm.Crypt(context, text, text, length)) return false;
        if (!_seals && !_gcm.SetTag(context, tag, Tag)) return false;
        return _gcm.Finish(context) && (!_seals || _gcm.GetTag(context, tag, Tag));
    }

    private static int Fetch(nint context)
    {
        if (Sse.IsSupported)
            for (var line = 0; line < ContextLines; line++) Sse.Prefetch0((byte*)context + (line * 64));
        return (int)context;
    }

    private static GcmHandle Keyed(byte[] key, bool seals)
    {
        fixed (byte* bytes = key) return new(bytes, key.Length, seals);
    }

    private readonly struct Salt(ReadOnlySpan<byte> salt)
    {
        private readonly uint _high = BinaryPrimitives.ReadUInt32BigEndian(salt);
        private readonly ulong _low = BinaryPrimitives.ReadUInt64BigEndian(salt[4..]);

        /// <summary>
        /// RTP: 0 0 | SSRC | roll-over counter | sequence number (RFC 7714 §8.1); RTCP: 0 0 | SSRC | 0 0 | 0 and the 31-bit index (§9.1); both XOR salt.
        /// In 96 bits the two are the same: the index is the lowest 48.
        /// </summary>
        internal void WriteNonce(Span<byte> nonce, uint ssrc, long index)
        {
            BinaryPrimitives.WriteUInt32BigEndian(nonce, _high ^ (ssrc >> 16));
            BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], _low ^ ((ulong)(ushort)ssrc << 48) ^ (ulong)index);
        }
    }
}
