using System.Buffers.Binary;

namespace LiveDialogue.Wire.Codecs;

/// <summary>VP8 frames out of RTP payloads (RFC 7741 §4).</summary>
public sealed class Vp8Depacketizer : VideoDepacketizer
{
    private protected override bool BeginFrame(ReadOnlySpan<byte> payload) =>
        Vp8Descriptor.TryParse(payload, out var descriptor) && descriptor.IsStartOfFrame;

    private protected override bool TryAppend(ReadOnlySpan<byte> payload)
    {
        if (!Vp8Descriptor.TryParse(payload, out var descriptor)) return false;
        if (descriptor.IsStartOfFrame && Length > 0) return false;  // a second beginning under one timestamp
        return TryWrite(payload[descriptor.HeaderLength..]);
    }

    // The uncompressed chunk before a keyframe: 3 bytes of tag, the start code, width and height of 14 bits each (RFC 6386 §9.1).
    private protected override (bool IsUsable, bool IsKeyframe, (int Width, int Height)? Size) Examine()
    {
        var frame = Written;
        if (frame.Length < 3) return (false, false, null);
        if ((frame[0] & 0x01) != 0) return (true, false, null);
        if (frame.Length < 10 || frame[3] != 0x9D || frame[4] != 0x01 || frame[5] != 0x2A) return (false, true, null);
        var width = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF;
        var height = BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF;
        return (width > 0 && height > 0, true, (width, height));
    }
}
