using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>SR: what a source has sent, and its media clock against its wall clock (RFC 3550 §6.4.1).</summary>
public readonly ref struct SenderReport
{
    private const int SenderLength = 24;

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _count;

    private SenderReport(ReadOnlySpan<byte> body, int count)
    {
        _body = body;
        _count = count;
    }

    public uint Ssrc => RtcpHeader.Word(_body, 0);

    /// <summary>Seconds since 1900 in the upper 32 bits, the fraction in the lower (RFC 5905 §6).</summary>
    public ulong NtpTime => BinaryPrimitives.ReadUInt64BigEndian(_body[4..]);

    /// <summary>The same moment in ticks of the media clock.</summary>
    public uint RtpTimestamp => RtcpHeader.Word(_body, 12);
    public uint PacketCount => RtcpHeader.Word(_body, 16);

    /// <summary>Payload bytes, without headers and padding.</summary>
    public uint OctetCount => RtcpHeader.Word(_body, 20);
    public ReportBlocks Reports => new(_body.Slice(SenderLength, _count * ReportBlock.Length));

    /// <summary>The middle 32 bits of an NTP time: what a report block calls "last SR".</summary>
    public static uint MiddleOf(ulong ntpTime) => (uint)(ntpTime >> 16);

    /// <returns>False for another type, or one too short for its count.</returns>
    public static bool TryParse(in RtcpPacket packet, out SenderReport report)
    {
        report = default;
        if (packet.Type != RtcpType.SenderReport || packet.Body.Length < SenderLength + (packet.Count * ReportBlock.Length)) return false;

        report = new(packet.Body, packet.Count);
        return true;
    }

    /// <returns>The length; 0 when it doesn't fit or there are more than 31 reports.</returns>
    public static int Write(
        Span<byte> destination, uint ssrc, ulong ntpTime, uint rtpTimestamp, uint packetCount, uint octetCount,
        ReadOnlySpan<ReportBlock> reports = default)
    {
        var length = RtcpPacket.HeaderLength + SenderLength + (reports.Length * ReportBlock.Length);
        if (length > destination.Length || reports.Length > ReportBlocks.MaxCount) return 0;

        RtcpHeader.Write(destination[..length], reports.Length, RtcpType.SenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], ntpTime);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], rtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], packetCount);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], octetCount);
        ReportBlocks.Write(destination[(RtcpPacket.HeaderLength + SenderLength)..], reports);
        return length;
    }
}
