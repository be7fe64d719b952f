using System.Buffers.Binary;
using LiveDialogue.Wire.Codecs;

namespace LiveDialogue.Fuzz.Targets;

internal static class CodecTarget
{
    private static readonly byte[] Copy = new byte[64 * 1024];

    public static FuzzTarget CreateVp8() => new(
        "vp8", "rtp", AllTargets.Hex("90F08111227F00", "90C0112200", "10 503501 9D012A 0005 D002", "9080 8001 503501 9D012A 4041 F040"), CheckVp8);

    public static FuzzTarget CreateH264() => new(
        "h264", "rtp", AllTargets.Hex("6588", "78 0002 68CE 0002 6588", "7C85 88", "419A", "6742C01F"), CheckH264);

    public static FuzzTarget CreateOpus() => new("opus", "rtp", AllTargets.Hex("78", "FF06", "FC01"), CheckOpus);

    private static void CheckVp8(ReadOnlySpan<byte> input)
    {
        var hasSize = Vp8KeyframeSize.TryParse(input, out var size);
        Property.Holds(!hasSize || size is { Width: >= 0 and <= 0x3FFF, Height: >= 0 and <= 0x3FFF }, "A size has 14 bits.");
        if (!Vp8Descriptor.TryParse(input, out var descriptor))
        {
            Property.Holds(!hasSize, "A size needs a descriptor.");
            return;
        }

        Property.Holds(descriptor.HeaderLength < input.Length, "Something follows the descriptor.");
        Property.Holds(!descriptor.IsKeyframe || descriptor.IsStartOfFrame, "A keyframe is seen at its start.");
        Property.Holds(descriptor.PictureId is null or <= 0x7FFF, "A picture id has 15 bits.");

        var copy = Copy.AsSpan(0, input.Length);
        input.CopyTo(copy);
        Vp8Descriptor.Rewrite(copy, descriptor, 0x5A5A, 0xA5);
        Property.Holds(Vp8Descriptor.TryParse(copy, out var rewritten), "A rewritten descriptor parses.");
        ushort? pictureId = descriptor.PictureId is null ? null : (ushort)(descriptor.HasLongPictureId ? 0x5A5A : 0x5A);
        byte? tl0PicIdx = descriptor.Tl0PicIdx is null ? null : 0xA5;
        Property.Holds(rewritten.PictureId == pictureId && rewritten.Tl0PicIdx == tl0PicIdx, "Rewritten ids read as written.");
        Property.Holds(
            rewritten.HeaderLength == descriptor.HeaderLength && rewritten.IsKeyframe == descriptor.IsKeyframe
                && rewritten.TemporalLayer == descriptor.TemporalLayer && rewritten.KeyIndex == descriptor.KeyIndex,
            "Rewriting leaves the rest alone.");
    }

    private static void CheckH264(ReadOnlySpan<byte> input)
    {
        var keyframe = H264Unit.IsKeyframe(input);
        Property.Holds(H264Unit.TypeOf(input) is >= 0 and <= 31, "A type has five bits.");
        if (H264Unit.TypeOf(input) is < 1 or > 23 || input.Length < 2 || input.Length > ushort.MaxValue - 3) return;

        // Alone or aggregated, a unit is the same unit.
        Copy[0] = 24;
        BinaryPrimitives.WriteUInt16BigEndian(Copy.AsSpan(1), (ushort)input.Length);
        input.CopyTo(Copy.AsSpan(3));
        Property.Holds(H264Unit.IsKeyframe(Copy.AsSpan(0, 3 + input.Length)) == keyframe, "An aggregated unit is what it is alone.");
    }

    private static void CheckOpus(ReadOnlySpan<byte> input) =>
        Property.Holds(Opus.Samples(input) is >= 0 and <= 5760 && Opus.Duration(input) <= TimeSpan.FromMilliseconds(120), "A packet plays for at most 120 ms.");
}
