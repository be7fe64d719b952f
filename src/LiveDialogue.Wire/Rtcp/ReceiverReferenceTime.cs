using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>XR: how who only receives measures the round trip: its clock's time goes out, and comes back with the delay since (RFC 3611 §4.4, §4.5).</summary>
/// <remarks>
/// <code>
/// |  block type   |   reserved    |   its length in 32-bit words  |   4: receiver reference time, 5: delay since the last
/// 4: |  NTP time, 64 bits …                                      |
/// 5: |  SSRC of the receiver | middle of its NTP time | delay since in 1/65536 s |   each
/// </code>
/// </remarks>
public static class ReceiverReferenceTime
{
    private const byte ReferenceBlock = 4;
    private const byte DelayBlock = 5;
    private const int BlockHeader = 4;
    private const int DelayLength = 12;

    /// <returns>20; 0 when it doesn't fit.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, ulong ntpTime)
    {
        const int Length = RtcpPacket.HeaderLength + 4 + BlockHeader + 8;
        if (destination.Length < Length) return 0;
        RtcpHeader.Write(destination[..Length], 0, RtcpType.ExtendedReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], senderSsrc);
        destination[8] = ReferenceBlock;
        destination[9] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], 2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[12..], ntpTime);
        return Length;
    }

    /// <summary>Finds the answer to <paramref name="ssrc"/>'s times; the first, if there are several.</summary>
    /// <param name="middle">The middle 32 bits of the NTP time that is answered.</param>
    /// <param name="delay">What the other side took, in units of 1/65536 s.</param>
    /// <returns>False for another type, without such a block, or when a block is longer than the packet.</returns>
    public static bool TryFindAnswer(in RtcpPacket packet, uint ssrc, out uint middle, out uint delay)
    {
        (middle, delay) = (0, 0);
        if (packet.Type != RtcpType.ExtendedReport || packet.Body.Length < 4) return false;

        var blocks = packet.Body[4..];
        while (blocks.Length >= BlockHeader)
        {
            var length = 4 * BinaryPrimitives.ReadUInt16BigEndian(blocks[2..]);
            if (blocks.Length < BlockHeader + length) return false;
            var body = blocks.Slice(BlockHeader, length);
            for (; blocks[0] == DelayBlock && body.Length >= DelayLength; body = body[DelayLength..])
            {
                if (RtcpHeader.Word(body, 0) != ssrc) continue;
                (middle, delay) = (RtcpHeader.Word(body, 4), RtcpHeader.Word(body, 8));
                return true;
            }
            blocks = blocks[(BlockHeader + length)..];
        }
        return false;
    }
}
