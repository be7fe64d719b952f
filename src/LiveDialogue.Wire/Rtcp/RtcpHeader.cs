using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>What all RTCP writers and feedback views share.</summary>
internal static class RtcpHeader
{
    /// <summary>Where the FCI of a feedback message begins within the body: after the sender's and the media's SSRC (RFC 4585 §6.1).</summary>
    public const int FeedbackLength = 8;

    /// <param name="packet">The packet's exact bytes, a multiple of 4.</param>
    public static void Write(Span<byte> packet, int countOrFormat, RtcpType type)
    {
        packet[0] = (byte)(0x80 | countOrFormat);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((packet.Length / 4) - 1));
    }

    /// <summary>Common header and the two SSRCs.</summary>
    public static void WriteFeedback(Span<byte> packet, int format, RtcpType type, uint senderSsrc, uint mediaSsrc)
    {
        Write(packet, format, type);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], senderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], mediaSsrc);
    }

    public static bool IsFeedback(in RtcpPacket packet, RtcpType type, int format, int leastFci) =>
        packet.Type == type && packet.Format == format && packet.Body.Length >= FeedbackLength + leastFci;

    public static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
