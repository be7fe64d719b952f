using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtp;

/// <summary>A view over one RTP packet (RFC 3550 §5.1). Owns no memory; valid while the datagram's buffer is.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |                             SSRC                              |
/// |                      CSRC list (0..15)                        |
/// |    extension's profile        |   its length in 32-bit words  |
/// </code>
/// </remarks>
public readonly ref struct RtpPacket
{
    /// <summary>Bytes of a header without CSRCs and extensions.</summary>
    public const int FixedHeaderLength = 12;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;
    private readonly int _payloadEnd;

    private RtpPacket(ReadOnlySpan<byte> bytes, int payloadStart, int payloadEnd)
    {
        _bytes = bytes;
        (_payloadStart, _payloadEnd) = (payloadStart, payloadEnd);
    }

    /// <summary>The whole datagram.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;
    public bool Marker => (_bytes[1] & 0x80) != 0;

    /// <summary>0..127.</summary>
    public byte PayloadType => (byte)(_bytes[1] & 0x7F);
    public SequenceNumber SequenceNumber => new(BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]));

    /// <summary>Media time in ticks of the codec's clock: 90 kHz for video, 48 kHz for Opus.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);
    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>Bytes before the payload: fixed header, CSRC list and header extension.</summary>
    public int HeaderLength => _payloadStart;
    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart.._payloadEnd];

    /// <summary>Bytes after the payload, their count byte included; 0 without padding.</summary>
    public int PaddingLength => _bytes.Length - _payloadEnd;

    /// <summary>The header extensions; empty where there is none or its form is not that of RFC 8285.</summary>
    public HeaderExtensions Extensions
    {
        get
        {
            if ((_bytes[0] & 0x10) == 0) return default;

            var start = FixedHeaderLength + (4 * (_bytes[0] & 0x0F));
            return new(BinaryPrimitives.ReadUInt16BigEndian(_bytes[start..]), _bytes[(start + 4).._payloadStart]);
        }
    }

    /// <returns>False for anything but a well-formed version 2 packet. Never throws on network input.</returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (!TryMeasureHeader(datagram, out var start)) return false;

        var padded = (datagram[0] & 0x20) != 0;                       // padding counts itself, §5.1
        var end = padded ? datagram.Length - datagram[^1] : datagram.Length;
        if (start > end || (padded && datagram[^1] == 0)) return false;

        packet = new(datagram, start, end);
        return true;
    }

    /// <summary>
    /// The header's length alone. For SRTP, whose header is clear while payload and padding count are still encrypted, so that
    /// <see cref="TryParse"/> would read ciphertext as a padding count (RFC 3711 §3.1).
    /// </summary>
    /// <returns>False when <paramref name="datagram"/> is not version 2 or its header is cut short.</returns>
    public static bool TryMeasureHeader(ReadOnlySpan<byte> datagram, out int headerLength)
    {
        headerLength = 0;
        if (datagram.Length < FixedHeaderLength || datagram[0] >> 6 != 2) return false;

        var length = FixedHeaderLength + (4 * (datagram[0] & 0x0F));  // after the CSRC list
        if ((datagram[0] & 0x10) != 0)                                // header extension, §5.3.1
        {
            if (datagram.Length < length + 4) return false;
            length += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(length + 2)..]));
        }
        if (datagram.Length < length) return false;

        headerLength = length;
        return true;
    }
}
