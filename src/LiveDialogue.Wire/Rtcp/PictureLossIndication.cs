namespace LiveDialogue.Wire.Rtcp;

/// <summary>PLI: the picture is broken, send a keyframe (RFC 4585 §6.3.1).</summary>
public readonly record struct PictureLossIndication(uint SenderSsrc, uint MediaSsrc)
{
    private const int PliFormat = 1;
    private const int Length = RtcpPacket.HeaderLength + RtcpHeader.FeedbackLength;

    public static bool TryParse(in RtcpPacket packet, out PictureLossIndication indication)
    {
        indication = default;
        if (!RtcpHeader.IsFeedback(packet, RtcpType.PayloadFeedback, PliFormat, leastFci: 0)) return false;

        indication = new(RtcpHeader.Word(packet.Body, 0), RtcpHeader.Word(packet.Body, 4));
        return true;
    }

    /// <returns>12; 0 when it doesn't fit.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, uint mediaSsrc)
    {
        if (destination.Length < Length) return 0;

        RtcpHeader.WriteFeedback(destination[..Length], PliFormat, RtcpType.PayloadFeedback, senderSsrc, mediaSsrc);
        return Length;
    }
}
