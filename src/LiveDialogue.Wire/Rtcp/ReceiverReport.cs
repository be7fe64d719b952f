using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>RR: how sources are received by someone (RFC 3550 §6.4.2).</summary>
public readonly ref struct ReceiverReport
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly int _count;

    private ReceiverReport(ReadOnlySpan<byte> body, int count)
    {
        _body = body;
        _count = count;
    }

    /// <summary>Who reports.</summary>
    public uint Ssrc => RtcpHeader.Word(_body, 0);
    public ReportBlocks Reports => new(_body.Slice(4, _count * ReportBlock.Length));

    /// <returns>False for another type, or one too short for its count.</returns>
    public static bool TryParse(in RtcpPacket packet, out ReceiverReport report)
    {
        report = default;
        if (packet.Type != RtcpType.ReceiverReport || packet.Body.Length < 4 + (packet.Count * ReportBlock.Length)) return false;

        report = new(packet.Body, packet.Count);
        return true;
    }

    /// <returns>The length; 0 when it doesn't fit or there are more than 31 reports.</returns>
    public static int Write(Span<byte> destination, uint ssrc, ReadOnlySpan<ReportBlock> reports)
    {
        var length = RtcpPacket.HeaderLength + 4 + (reports.Length * ReportBlock.Length);
        if (length > destination.Length || reports.Length > ReportBlocks.MaxCount) return 0;

        RtcpHeader.Write(destination[..length], reports.Length, RtcpType.ReceiverReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        ReportBlocks.Write(destination[8..], reports);
        return length;
    }
}
