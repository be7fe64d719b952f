using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture;

/// <summary>
/// RGBA with premultiplied alpha, drawn on off the tick: what a sprite is made of. Shapes have smooth edges.
/// Drawing outside is cut off, not an error.
/// </summary>
internal sealed class Raster(int width, int height)
{
    private const int BytesPerPixel = 4;

    public int Width => width;

    public int Height => height;

    public byte[] Bytes { get; } = new byte[width * height * BytesPerPixel];

    /// <summary>A rectangle with round corners.</summary>
    /// <param name="alpha">0 to 1.</param>
    public void FillRounded(double x, double y, double areaWidth, double areaHeight, double radius, uint colour, double alpha)
    {
        double middleX = x + (areaWidth / 2), middleY = y + (areaHeight / 2);
        Shade(x, y, x + areaWidth, y + areaHeight, colour, alpha, (left, top) =>
        {
            // Distance to the outline (negative inside): of the point to the rectangle that the corners' centres span, less the radius.
            var right = Math.Abs(left - middleX) - ((areaWidth / 2) - radius);
            var below = Math.Abs(top - middleY) - ((areaHeight / 2) - radius);
            var outside = Math.Sqrt((Math.Max(right, 0) * Math.Max(right, 0)) + (Math.Max(below, 0) * Math.Max(below, 0)));
            return outside + Math.Min(Math.Max(right, below), 0) - radius;
        });
    }

    public void FillCircle(double x, double y, double radius, uint colour, double alpha) =>
        FillRounded(x - radius, y - radius, radius * 2, radius * 2, radius, colour, alpha);

    /// <summary>Lays another over this one.</summary>
    public void Draw(Raster other, int x, int y) => Draw(other, 0, other.Height, x, y);

    /// <param name="firstRow">Of <paramref name="other"/>.</param>
    public void Draw(Raster other, int firstRow, int rows, int x, int y)
    {
        int left = Math.Max(0, -x), right = Math.Min(other.Width, width - x);
        for (var row = Math.Max(0, -y); row < rows && y + row < height; row++)
        {
            if (firstRow + row >= other.Height || left >= right) return;
            var from = other.Bytes.AsSpan((((firstRow + row) * other.Width) + left) * BytesPerPixel, (right - left) * BytesPerPixel);
            var to = Bytes.AsSpan((((y + row) * width) + x + left) * BytesPerPixel, from.Length);
            for (var at = 0; at < from.Length; at += BytesPerPixel)
            {
                var through = 255 - from[at + 3];
                for (var channel = at; channel < at + BytesPerPixel; channel++) to[channel] = (byte)Math.Min(255, from[channel] + (((to[channel] * through) + 127) / 255));
            }
        }
    }

    /// <summary>The smallest area that holds all that isn't transparent; nothing drawn: width and height 0. Not rounded to even numbers.</summary>
    public Area Ink(int top = 0, int bottom = int.MaxValue)
    {
        int left = width, right = 0, first = -1, last = -1;
        for (var y = top; y < Math.Min(bottom, height); y++)
        {
            var row = Bytes.AsSpan(y * width * BytesPerPixel, width * BytesPerPixel);
            if (!row.ContainsAnyExcept((byte)0)) continue;
            if (first < 0) first = y;
            last = y;
            for (var x = 0; x < left; x++)
                if (row[(x * BytesPerPixel) + 3] != 0) left = x;
            for (var x = width - 1; x >= right; x--)
                if (row[(x * BytesPerPixel) + 3] != 0) right = x + 1;
        }
        return first < 0 ? default : new(left, first, right - left, last - first + 1);
    }

    /// <summary>A copy of a part; what lies outside is transparent.</summary>
    public Raster Part(in Area area)
    {
        var part = new Raster(area.Width, area.Height);
        part.Draw(this, -area.X, -area.Y);
        return part;
    }

    private void Shade(double left, double top, double right, double bottom, uint colour, double alpha, Func<double, double, double> distance)
    {
        double red = (colour >> 16) & 0xFF, green = (colour >> 8) & 0xFF, blue = colour & 0xFF;
        for (var y = Math.Max(0, (int)top); y < Math.Min(height, Math.Ceiling(bottom)); y++)
        {
            for (var x = Math.Max(0, (int)left); x < Math.Min(width, Math.Ceiling(right)); x++)
            {
                var cover = Math.Clamp(0.5 - distance(x + 0.5, y + 0.5), 0, 1) * alpha;
                if (cover <= 0) continue;
                var pixel = Bytes.AsSpan(((y * width) + x) * BytesPerPixel, BytesPerPixel);
                pixel[0] = (byte)Math.Round((red * cover) + (pixel[0] * (1 - cover)));
                pixel[1] = (byte)Math.Round((green * cover) + (pixel[1] * (1 - cover)));
                pixel[2] = (byte)Math.Round((blue * cover) + (pixel[2] * (1 - cover)));
                pixel[3] = (byte)Math.Round((255 * cover) + (pixel[3] * (1 - cover)));
            }
        }
    }
}
