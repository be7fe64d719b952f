using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtp;

/// <summary>Writes redundant payloads (RFC 2198 §3): headers first, then the blocks' bytes in the same order, the primary's last.</summary>
public static class RedWriter
{
    /// <returns>4; 0 when it doesn't fit, or offset or length are beyond their fields.</returns>
    public static int WriteRedundantHeader(Span<byte> destination, byte payloadType, int timestampOffset, int length)
    {
        if (destination.Length < 4 || timestampOffset is < 0 or > RedPayload.MaxOffset || length is < 0 or > RedPayload.MaxBlockLength) return 0;
        BinaryPrimitives.WriteUInt32BigEndian(destination, 0x8000_0000 | ((uint)(payloadType & 0x7F) << 24) | ((uint)timestampOffset << 10) | (uint)length);
        return 4;
    }

    /// <returns>1; 0 when it doesn't fit.</returns>
    public static int WritePrimaryHeader(Span<byte> destination, byte payloadType)
    {
        if (destination.IsEmpty) return 0;
        destination[0] = (byte)(payloadType & 0x7F);
        return 1;
    }
}
