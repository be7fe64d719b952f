using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtp;

/// <summary>Writes RTP headers and changes single fields in place (RFC 3550 §5.1). For extensions use <see cref="RtpHeaderBuilder"/>.</summary>
public static class RtpWriter
{
    /// <summary>Writes a header without CSRCs, padding and extensions.</summary>
    /// <returns>12, or 0 when <paramref name="destination"/> is shorter than that.</returns>
    public static int WriteHeader(Span<byte> destination, byte payloadType, bool marker, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        if (destination.Length < RtpPacket.FixedHeaderLength) return 0;

        destination[0] = 0x80;
        destination[1] = (byte)((payloadType & 0x7F) | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc);
        return RtpPacket.FixedHeaderLength;
    }

    /// <summary>Patchers: <paramref name="packet"/> is one that <see cref="RtpPacket.TryParse"/> or a writer has vouched for.</summary>
    public static void SetPayloadType(Span<byte> packet, byte payloadType) => packet[1] = (byte)((packet[1] & 0x80) | (payloadType & 0x7F));

    public static void SetMarker(Span<byte> packet, bool marker) => packet[1] = (byte)((packet[1] & 0x7F) | (marker ? 0x80 : 0));

    public static void SetSequenceNumber(Span<byte> packet, ushort sequenceNumber) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequenceNumber);

    public static void SetTimestamp(Span<byte> packet, uint timestamp) => BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);

    public static void SetSsrc(Span<byte> packet, uint ssrc) => BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
}
