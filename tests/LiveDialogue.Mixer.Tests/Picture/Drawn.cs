using LiveDialogue.Mixer.Picture;
using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>Pictures as inputs would bring them.</summary>
internal static class Drawn
{
    public static Frame Face(FramePool pool, int width, int height, uint wall)
    {
        var raster = new Raster(width, height);
        double unit = height / 360.0, middle = width / 2.0;
        raster.FillRounded(0, 0, width, height, 0, 0xFFFFFF, 1);
        raster.FillRounded(8 * unit, 8 * unit, width - (16 * unit), height - (16 * unit), 0, wall, 1);
        raster.FillRounded(middle - (110 * unit), 235 * unit, 220 * unit, 200 * unit, 70 * unit, 0x3A4A5C, 1);
        raster.FillRounded(middle - (22 * unit), 190 * unit, 44 * unit, 70 * unit, 20 * unit, 0x8A5A3C, 1);
        raster.FillRounded(middle - (55 * unit), 75 * unit, 110 * unit, 145 * unit, 54 * unit, 0x9C6A48, 1);
        raster.FillCircle(middle - (22 * unit), 140 * unit, 6 * unit, 0x1A1A1A, 1);
        raster.FillCircle(middle + (22 * unit), 140 * unit, 6 * unit, 0x1A1A1A, 1);
        return ToFrame(pool, raster);
    }

    public static Frame Slide(FramePool pool, int width, int height)
    {
        var raster = new Raster(width, height);
        raster.FillRounded(0, 0, width, height, 0, 0xFFFFFF, 1);
        raster.FillRounded(width * 0.06, height * 0.08, width * 0.5, height * 0.07, 4, 0x14202E, 1);
        for (var bar = 0; bar < 6; bar++)
            raster.FillRounded(width * (0.1 + (bar * 0.14)), height * (0.8 - (bar * 0.09)), width * 0.09, height * (0.08 + (bar * 0.09)), 4, 0x0B6E99, 1);
        return ToFrame(pool, raster);
    }

    public static Frame Plain(FramePool pool, int width, int height, uint colour)
    {
        var frame = pool.Rent(width, height);
        YuvOps.Fill(frame.Picture, PictureArea.Whole(frame.Picture), YuvColour.FromRgb(colour));
        return frame;
    }

    private static Frame ToFrame(FramePool pool, Raster raster)
    {
        var frame = pool.Rent(raster.Width, raster.Height);
        using var alpha = new AlphaPlane(raster.Width, raster.Height);
        YuvOps.FromPremultiplied(raster.Bytes, frame.Picture, alpha);
        return frame;
    }
}
