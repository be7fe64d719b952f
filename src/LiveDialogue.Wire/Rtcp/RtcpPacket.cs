namespace LiveDialogue.Wire.Rtcp;

/// <summary>One packet of an RTCP compound (RFC 3550 §6.4): its common header and what follows. Valid while the datagram's buffer is.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P| count/fmt |   packet type   |  length in words, minus one |
/// </code>
/// </remarks>
public readonly ref struct RtcpPacket
{
    public const int HeaderLength = 4;

    internal RtcpPacket(ReadOnlySpan<byte> bytes, int paddingLength)
    {
        Bytes = bytes;
        Body = bytes[HeaderLength..^paddingLength];
    }

    /// <summary>The packet with header and padding.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What follows the four bytes of header, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    public RtcpType Type => (RtcpType)Bytes[1];

    /// <summary>0..31: of reports, chunks or sources.</summary>
    public int Count => Bytes[0] & 0x1F;

    /// <summary>The same five bits in feedback messages (RFC 4585 §6.1).</summary>
    public int Format => Count;
}
