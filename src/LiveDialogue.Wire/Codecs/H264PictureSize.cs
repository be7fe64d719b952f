namespace LiveDialogue.Wire.Codecs;

/// <summary>The picture size that a sequence parameter set announces, in pixels after cropping (ITU-T H.264 §7.3.2.1.1, §7.4.2.1.1).</summary>
public readonly record struct H264PictureSize(int Width, int Height)
{
    private const int LongestParsed = 256;
    private const int LargestSide = 16_384;

    /// <param name="unit">A NAL unit of type 7, its header included, without start code.</param>
    /// <returns>False for anything malformed, cut short before the size, or of a size no decoder of ours would take.</returns>
    public static bool TryParse(ReadOnlySpan<byte> unit, out H264PictureSize size)
    {
        size = default;
        if (unit.Length < 5 || (unit[0] & 0x1F) != 7) return false;
        Span<byte> raw = stackalloc byte[LongestParsed];
        var bits = new H264BitReader(raw[..H264BitReader.Unescape(unit[1..], raw)]);

        var profile = bits.Read(8);
        bits.Read(16);                                              // constraints and level
        bits.ReadUnsigned();                                        // seq_parameter_set_id
        var chroma = 1u;
        if (HasChromaFormat(profile)) chroma = ReadChroma(ref bits);
        bits.ReadUnsigned();                                        // log2_max_frame_num_minus4
        SkipPictureOrder(ref bits);
        bits.ReadUnsigned();                                        // max_num_ref_frames
        bits.Read(1);                                               // gaps_in_frame_num_value_allowed_flag
        var widthInBlocks = bits.ReadUnsigned() + 1L;
        var heightInUnits = bits.ReadUnsigned() + 1L;
        var framesOnly = bits.Read(1);
        if (framesOnly == 0) bits.Read(1);                          // mb_adaptive_frame_field_flag
        bits.Read(1);                                               // direct_8x8_inference_flag
        var (width, height) = (widthInBlocks * 16, heightInUnits * 16 * (2 - framesOnly));
        if (bits.Read(1) != 0)
        {
            long unitX = chroma is 1 or 2 ? 2 : 1, unitY = (chroma == 1 ? 2 : 1) * (2 - framesOnly);
            var (left, right, top, bottom) = (bits.ReadUnsigned(), bits.ReadUnsigned(), bits.ReadUnsigned(), bits.ReadUnsigned());
            width -= unitX * ((long)left + right);
            height -= unitY * ((long)top + bottom);
        }
        if (bits.Failed || width is < 1 or > LargestSide || height is < 1 or > LargestSide) return false;
        size = new((int)width, (int)height);
        return true;
    }

    private static bool HasChromaFormat(uint profile) => profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    private static uint ReadChroma(ref H264BitReader bits)
    {
        var chroma = bits.ReadUnsigned();
        if (chroma == 3) bits.Read(1);                              // separate_colour_plane_flag
        bits.ReadUnsigned();                                        // bit depths of luma and chroma
        bits.ReadUnsigned();
        bits.Read(1);                                               // qpprime_y_zero_transform_bypass_flag
        if (bits.Read(1) == 0) return chroma;
        for (var list = 0; list < (chroma == 3 ? 12 : 8); list++)
            if (bits.Read(1) != 0) SkipScalingList(ref bits, list < 6 ? 16 : 64);
        return chroma;
    }

    private static void SkipScalingList(ref H264BitReader bits, int count)
    {
        var (last, next) = (8, 8);
        for (var i = 0; i < count && !bits.Failed; i++)
        {
            if (next != 0) next = (last + bits.ReadSigned() + 256) & 0xFF;
            if (next != 0) last = next;
        }
    }

    private static void SkipPictureOrder(ref H264BitReader bits)
    {
        var type = bits.ReadUnsigned();
        if (type == 0) bits.ReadUnsigned();
        if (type != 1) return;
        bits.Read(1);
        bits.ReadSigned();
        bits.ReadSigned();
        var cycle = bits.ReadUnsigned();
        for (var i = 0u; i < cycle && !bits.Failed; i++) bits.ReadSigned();
    }
}
