using System.Buffers.Binary;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>The IVF container, which ffmpeg reads without delay; for H.264 too, as Annex B access units. All numbers little-endian.</summary>
internal static class IvfHeader
{
    public const int FileLength = 32;
    public const int FrameLength = 12;

    /// <code>DKIF | version (16) | header length (16) | codec (4 letters) | width (16) | height (16) | rate (32) | scale (32) | frames (32) | 0 (32)</code>
    public static void WriteFile(Span<byte> to, InputCodec codec, int width, int height)
    {
        to[..FileLength].Clear();
        "DKIF"u8.CopyTo(to);
        BinaryPrimitives.WriteUInt16LittleEndian(to[6..], FileLength);
        (codec == InputCodec.H264 ? "H264"u8 : "VP80"u8).CopyTo(to[8..]);
        BinaryPrimitives.WriteUInt16LittleEndian(to[12..], (ushort)width);
        BinaryPrimitives.WriteUInt16LittleEndian(to[14..], (ushort)height);
        BinaryPrimitives.WriteUInt32LittleEndian(to[16..], 90_000);
        BinaryPrimitives.WriteUInt32LittleEndian(to[20..], 1);
    }

    /// <code>bytes of the frame (32) | time (64)</code>
    public static void WriteFrame(Span<byte> to, int length, long time)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, length);
        BinaryPrimitives.WriteInt64LittleEndian(to[4..], time);
    }
}
