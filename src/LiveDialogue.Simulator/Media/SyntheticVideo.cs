namespace LiveDialogue.Simulator.Media;

/// <summary>Frames with a VP8 frame's head and a given size: what a forwarder can't tell from a camera, at no encoder's cost.</summary>
internal static class SyntheticVideo
{
    private const int FramesPerSecond = 30;
    private const int FramesPerKeyframe = 60;
    private const int KeyframeWeight = 3;

    /// <summary>A loop of two seconds with one keyframe of three times a frame's size.</summary>
    internal static VideoLoop Create(int bitsPerSecond)
    {
        var bytesPerLoop = bitsPerSecond / 8d * FramesPerKeyframe / FramesPerSecond;
        var frame = (int)(bytesPerLoop / (FramesPerKeyframe - 1 + KeyframeWeight));
        var frames = Enumerable.Range(0, FramesPerKeyframe).Select(i => i == 0 ? Keyframe(frame * KeyframeWeight) : Interframe(frame));
        return new([.. frames], FramesPerSecond);
    }

    // frame tag (3 bytes, P bit 0 for a keyframe) | 9d 01 2a | width | height (RFC 6386 §9.1)
    private static byte[] Keyframe(int length)
    {
        var frame = new byte[length];
        ReadOnlySpan<byte> head = [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02];
        head.CopyTo(frame);
        return frame;
    }

    private static byte[] Interframe(int length)
    {
        var frame = new byte[length];
        frame[0] = 0x11;
        return frame;
    }
}
