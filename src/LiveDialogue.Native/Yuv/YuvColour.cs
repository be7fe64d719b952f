namespace LiveDialogue.Native.Yuv;

/// <summary>A colour in BT.601, limited range, as our pictures hold it.</summary>
public readonly record struct YuvColour(byte Y, byte U, byte V)
{
    /// <param name="rgb">0xRRGGBB. The matrix is the one libyuv converts pictures with, so that drawn and converted colours meet without a seam.</param>
    public static YuvColour FromRgb(uint rgb)
    {
        int red = (int)(rgb >> 16) & 0xFF, green = (int)(rgb >> 8) & 0xFF, blue = (int)rgb & 0xFF;
        return new(
            (byte)(((66 * red) + (129 * green) + (25 * blue) + 0x1080) >> 8),
            (byte)(((112 * blue) - (74 * green) - (38 * red) + 0x8080) >> 8),
            (byte)(((112 * red) - (94 * green) - (18 * blue) + 0x8080) >> 8));
    }
}
