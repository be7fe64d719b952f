namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>The organisation's logo at the size it is shown in, each pixel the mean of those it stands for.</summary>
internal static class LogoPainter
{
    private const int BytesPerPixel = 4;

    /// <returns>Null for a logo whose bytes don't match its size.</returns>
    public static Raster? Paint(OverlaySpec.Mark spec)
    {
        var logo = spec.Logo;
        if (logo.Width <= 0 || logo.Height <= 0 || logo.Rgba.IsDefault || logo.Rgba.Length != (long)logo.Width * logo.Height * BytesPerPixel) return null;

        var scale = Math.Min(1, Math.Min((double)spec.MostWidth / logo.Width, (double)spec.MostHeight / logo.Height));
        var raster = new Raster(Math.Max(1, (int)(logo.Width * scale)), Math.Max(1, (int)(logo.Height * scale)));
        for (var y = 0; y < raster.Height; y++)
        {
            var (top, bottom) = Range(y, raster.Height, logo.Height);
            for (var x = 0; x < raster.Width; x++)
            {
                var (left, right) = Range(x, raster.Width, logo.Width);
                Mean(logo.Rgba.AsSpan(), logo.Width, left, right, top, bottom, raster.Bytes.AsSpan(((y * raster.Width) + x) * BytesPerPixel, BytesPerPixel));
            }
        }
        return raster;
    }

    private static (int From, int To) Range(int at, int count, int of)
    {
        var from = (int)((long)at * of / count);
        return (from, Math.Max(from + 1, (int)((long)(at + 1) * of / count)));
    }

    /// <summary>Straight alpha in, premultiplied out.</summary>
    private static void Mean(ReadOnlySpan<byte> rgba, int width, int left, int right, int top, int bottom, Span<byte> pixel)
    {
        long red = 0, green = 0, blue = 0, alpha = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var from = rgba.Slice(((y * width) + x) * BytesPerPixel, BytesPerPixel);
                red += from[0] * from[3];
                green += from[1] * from[3];
                blue += from[2] * from[3];
                alpha += from[3];
            }
        }
        long pixels = (right - left) * (bottom - top);
        (pixel[0], pixel[1], pixel[2], pixel[3]) = ((byte)(red / (255 * pixels)), (byte)(green / (255 * pixels)), (byte)(blue / (255 * pixels)), (byte)(alpha / pixels));
    }
}
