using System.Buffers.Binary;

namespace LiveDialogue.Simulator.Media;

/// <summary>The IVF container that ffmpeg and libvpx write: a 32-byte header, then frames with a 12-byte header each.</summary>
internal static class IvfFile
{
    internal const int HeaderLength = 32;
    internal const int FrameHeaderLength = 12;
    private const int LargestFrame = 4 << 20;

    /// <returns>False when it isn't IVF with VP8.</returns>
    internal static bool TryReadHeader(ReadOnlySpan<byte> header, out double framesPerSecond)
    {
        framesPerSecond = 0;
        if (header.Length < HeaderLength || !header[..4].SequenceEqual("DKIF"u8) || !header[8..12].SequenceEqual("VP80"u8)) return false;
        var (rate, scale) = (BinaryPrimitives.ReadUInt32LittleEndian(header[16..]), BinaryPrimitives.ReadUInt32LittleEndian(header[20..]));
        framesPerSecond = scale == 0 ? 0 : (double)rate / scale;
        return framesPerSecond > 0;
    }

    /// <returns>The frame's length; -1 when it can't be one.</returns>
    internal static int ReadFrameLength(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        return length is > 0 and <= LargestFrame ? (int)length : -1;
    }

    /// <summary>The P bit of a VP8 frame's first byte is 0 on keyframes (RFC 6386 §9.1).</summary>
    internal static bool IsKeyframe(ReadOnlySpan<byte> frame) => (frame[0] & 1) == 0;
}
