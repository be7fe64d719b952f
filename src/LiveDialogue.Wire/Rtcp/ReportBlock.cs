using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>How one source is received (RFC 3550 §6.4.1).</summary>
/// <param name="Ssrc">Whose packets are meant.</param>
/// <param name="FractionLost">Since the last report, in 1/256.</param>
/// <param name="CumulativeLost">Since the beginning, -2^23..2^23-1; negative where duplicates outweigh losses.</param>
/// <param name="ExtendedHighest">The highest sequence number received, with the count of wraps in the upper 16 bits.</param>
/// <param name="Jitter">In ticks of the source's RTP clock.</param>
/// <param name="LastSenderReport">The middle 32 bits of the NTP time of the source's last SR; 0 before the first.</param>
/// <param name="DelaySinceLast">Since that SR arrived, in 1/65536 s.</param>
public readonly record struct ReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint ExtendedHighest, uint Jitter, uint LastSenderReport, uint DelaySinceLast)
{
    public const int Length = 24;

    internal static ReportBlock Read(ReadOnlySpan<byte> bytes) => new(
        RtcpHeader.Word(bytes, 0),
        bytes[4],
        (int)(RtcpHeader.Word(bytes, 4) << 8) >> 8,
        RtcpHeader.Word(bytes, 8),
        RtcpHeader.Word(bytes, 12),
        RtcpHeader.Word(bytes, 16),
        RtcpHeader.Word(bytes, 20));

    internal void Write(Span<byte> bytes)
    {
        var lost = Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], ((uint)FractionLost << 24) | ((uint)lost & 0xFF_FFFF));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], DelaySinceLast);
    }
}
