using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>
/// SRTP and SRTCP of one peer: finds the packet's index, refuses what was there before, leaves the cipher to a <see cref="SrtpTransform"/> per direction.
/// </summary>
internal sealed class Srtp : ISrtp
{
    private const int FixedHeader = 12;
    private const long LastRtpIndex = (1L << 48) - 1;
    private const long LastRtcpIndex = (1L << 31) - 1;

    private readonly SrtpTransform _inbound, _outbound;
    private SsrcTable _receivedRtp = new(), _receivedRtcp = new(), _sentRtp = new();
    private long _sentRtcp = -1; // one counter for all our SSRCs: an index is never used twice, whoever speaks
    private bool _disposed;

    internal Srtp(SrtpKeys keys)
        : this(
            keys.Profile,
            SrtpSessionKeys.Derive(keys.Profile, keys.InboundKey.Span, keys.InboundSalt.Span),
            SrtpSessionKeys.Derive(keys.Profile, keys.OutboundKey.Span, keys.OutboundSalt.Span))
    {
    }

    /// <summary>Erases the keys, and leaves nothing behind if OpenSSL refuses one of them.</summary>
    internal Srtp(SrtpProfile profile, SrtpSessionKeys inbound, SrtpSessionKeys outbound)
    {
        try
        {
            _inbound = SrtpTransform.Create(profile, inbound, seals: false);
            _outbound = SrtpTransform.Create(profile, outbound, seals: true);
        }
        catch
        {
            _inbound?.Dispose();
            throw;
        }
        finally
        {
            inbound.Erase();
            outbound.Erase();
        }
        MaxOverhead = Math.Max(_outbound.RtpOverhead, _outbound.RtcpOverhead);
    }

    public int MaxOverhead { get; }

    /// <summary>Sources whose packets were authenticated, for the test that a flood of forgeries leaves nothing.</summary>
    internal int KnownSources => _receivedRtp.Count + _receivedRtcp.Count;

    public SrtpResult UnprotectRtp(Span<byte> packet, out int length)
    {
        length = packet.Length - _inbound.RtpOverhead;
        if (_disposed || !TryRtpHeader(packet, length, out var header)) return SrtpResult.Malformed;

        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        ref var state = ref _receivedRtp.Find(ssrc);
        var known = !Unsafe.IsNullRef(ref state);
        var index = known ? state.Estimate(sequence) : sequence;
        if (known && !state.IsFresh(index)) return SrtpResult.Replayed;
        if (!known && _receivedRtp.IsFull) return SrtpResult.Unauthenticated;
        if (!_inbound.OpenRtp(packet, header, ssrc, index)) return SrtpResult.Unauthenticated;

        if (known) state.MarkUsed(index);
        else _receivedRtp.Add(ssrc, index);
        return SrtpResult.Ok;
    }

    public SrtpResult UnprotectRtcp(Span<byte> packet, out int length)
    {
        length = packet.Length - _inbound.RtcpOverhead;
        if (_disposed || length < SrtpTransform.RtcpHeader || packet[0] >> 6 != 2) return SrtpResult.Malformed;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var indexWord = BinaryPrimitives.ReadUInt32BigEndian(packet[^_inbound.RtcpIndexFromEnd..]);
        long index = indexWord & ~SrtpTransform.EncryptedFlag;
        ref var state = ref _receivedRtcp.Find(ssrc);
        var known = !Unsafe.IsNullRef(ref state);
        if (known && !state.IsFresh(index)) return SrtpResult.Replayed;
        if (!known && _receivedRtcp.IsFull) return SrtpResult.Unauthenticated;
        if (!_inbound.OpenRtcp(packet, ssrc, indexWord)) return SrtpResult.Unauthenticated;

        if (known) state.MarkUsed(index);
        else _receivedRtcp.Add(ssrc, index);
        return SrtpResult.Ok;
    }

    public int PreloadReceived() => _disposed ? 0 : _inbound.PreloadRtcp() ^ _receivedRtcp.Preload();

    public int Preload(uint ssrc)
    {
        if (_disposed) return 0;
        ref readonly var state = ref _sentRtp.Find(ssrc);
        return _outbound.Preload() ^ (Unsafe.IsNullRef(in state) ? 0 : state.Preload());
    }

    public int ProtectRtp(Span<byte> packet, int plainLength)
    {
        var room = packet.Length - _outbound.RtpOverhead;
        if (_disposed || plainLength > room || !TryRtpHeader(packet, plainLength, out var header)) return 0;

        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        ref var state = ref _sentRtp.Find(ssrc);
        long index = sequence;
        if (!Unsafe.IsNullRef(ref state))
        {
            index = state.Estimate(sequence);
            if (!state.IsFresh(index) || index > LastRtpIndex) return 0;
            state.MarkUsed(index); // before sealing: even a failed attempt has used the nonce
        }
        else
        {
            if (_sentRtp.IsFull) return 0;
            _sentRtp.Add(ssrc, index);
        }
        return _outbound.SealRtp(packet, plainLength, header, ssrc, index) ? plainLength + _outbound.RtpOverhead : 0;
    }

    public int ProtectRtpAgain(Span<byte> packet, int plainLength)
    {
        var room = packet.Length - _outbound.RtpOverhead;
        if (_disposed || plainLength > room || !TryRtpHeader(packet, plainLength, out var header)) return 0;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        ref var state = ref _sentRtp.Find(ssrc);
        if (Unsafe.IsNullRef(ref state)) return 0;
        var index = state.Estimate(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        if (!state.WasUsed(index)) return 0;
        return _outbound.SealRtp(packet, plainLength, header, ssrc, index) ? plainLength + _outbound.RtpOverhead : 0;
    }

    public int ProtectRtcp(Span<byte> packet, int plainLength)
    {
        if (_disposed || plainLength < SrtpTransform.RtcpHeader || plainLength > packet.Length - _outbound.RtcpOverhead) return 0;
        if (_sentRtcp == LastRtcpIndex) return 0;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var index = (uint)++_sentRtcp;
        return _outbound.SealRtcp(packet, plainLength, ssrc, index) ? plainLength + _outbound.RtcpOverhead : 0;
    }

    public void Dispose()
    {
        _disposed = true;
        _inbound.Dispose();
        _outbound.Dispose();
    }

    /// <summary>How much of the packet stays readable: fixed header, CSRCs and header extension (RFC 3711 §3.1).</summary>
    private static bool TryRtpHeader(ReadOnlySpan<byte> packet, int length, out int header)
    {
        header = FixedHeader;
        if (length < FixedHeader || packet[0] >> 6 != 2) return false;

        header += 4 * (packet[0] & 0x0F);
        if ((packet[0] & 0x10) == 0) return header <= length;
        if (length < header + 4) return false;
        header += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(header + 2)..]));
        return header <= length;
    }
}
