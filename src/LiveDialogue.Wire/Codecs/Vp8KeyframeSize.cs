using System.Buffers.Binary;

namespace LiveDialogue.Wire.Codecs;

/// <summary>The picture size a VP8 keyframe announces, in pixels before the decoder's upscaling (RFC 6386 §9.1).</summary>
public readonly record struct Vp8KeyframeSize(int Width, int Height)
{
    /// <param name="payload">The RTP payload of a keyframe's first packet, its descriptor included.</param>
    /// <param name="size"><c>default</c> when refused.</param>
    /// <returns>False where no keyframe starts, or its header is cut short.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8KeyframeSize size)
    {
        size = default;
        if (!Vp8Descriptor.TryParse(payload, out var descriptor) || !descriptor.IsKeyframe) return false;

        var frame = payload[descriptor.HeaderLength..];
        if (frame.Length < 10 || frame[3] != 0x9D || frame[4] != 0x01 || frame[5] != 0x2A) return false;

        // Each is 14 bits of size, little-endian, under 2 bits of scale.
        size = new(BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF);
        return true;
    }
}
