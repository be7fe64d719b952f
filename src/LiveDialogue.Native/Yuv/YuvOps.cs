using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Yuv;

/// <summary>
/// Drawing on pictures, by libyuv. Areas must lie inside their picture and be even; anything else is our bug and throws.
/// No allocation, no waiting; one thread a target at a time.
/// </summary>
/// <remarks>Each method throws <see cref="YuvMissingException"/> where libyuv isn't installed; <see cref="RequireLibrary"/> finds that out beforehand.</remarks>
public static unsafe class YuvOps
{
    /// <summary>A share of all: see <see cref="Tint"/> and <see cref="Mix"/>.</summary>
    public const int FullShare = 256;

    private const int BytesPerPixel = 4;

    // A wide enough row of nothing: with stride 0 it stands for a whole plane.
    private static readonly byte* Zeros = (byte*)NativeMemory.AllocZeroed(4096);

    private static readonly Lazy<bool> Present = new(() => NativeLibrary.TryLoad(LibYuv.Name, typeof(YuvOps).Assembly, null, out _));

    /// <exception cref="YuvMissingException">libyuv can't be loaded.</exception>
    public static void RequireLibrary()
    {
        if (!Present.Value) throw new YuvMissingException();
    }

    /// <summary>Scales a part of one picture into a part of another; the same size copies. Ratios of 1, 3/4, 1/2, 3/8 and 1/4 are several times cheaper than others.</summary>
    public static void Scale(I420Picture from, PictureArea crop, I420Picture to, PictureArea target, YuvFilter filter)
    {
        Planes source = Planes.Of(from, crop), sink = Planes.Of(to, target);
        Check(LibYuv.I420Scale(source.Y, source.Stride, source.U, source.HalfStride, source.V, source.HalfStride, crop.Width, crop.Height,
            sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, target.Width, target.Height, (int)filter));
    }

    /// <param name="crop">What of <paramref name="from"/>; lands in its own size at <paramref name="x"/>, <paramref name="y"/>.</param>
    public static void Copy(I420Picture from, PictureArea crop, I420Picture to, int x, int y)
    {
        Planes source = Planes.Of(from, crop), sink = Planes.Of(to, crop with { X = x, Y = y });
        Check(LibYuv.I420Copy(source.Y, source.Stride, source.U, source.HalfStride, source.V, source.HalfStride,
            sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, crop.Width, crop.Height));
    }

    public static void Fill(I420Picture to, PictureArea area, YuvColour colour)
    {
        var sink = Planes.Of(to, area);
        Check(LibYuv.I420Rect(sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, 0, 0, area.Width, area.Height, colour.Y, colour.U, colour.V));
    }

    /// <summary>Moves an area towards one colour.</summary>
    /// <param name="colour">A picture of that colour, at least as wide as the area; its first rows are used.</param>
    /// <param name="share">0: as it was; <see cref="FullShare"/>: the colour.</param>
    public static void Tint(I420Picture to, PictureArea area, I420Picture colour, int share)
    {
        Planes sink = Planes.Of(to, area), row = Planes.Of(colour, new(0, 0, area.Width, 2));
        Check(LibYuv.I420Interpolate(sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, row.Y, 0, row.U, 0, row.V, 0,
            sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, area.Width, area.Height, Share(share)));
    }

    /// <summary>Moves a whole picture towards another of the same size.</summary>
    /// <param name="share">0: as it was; <see cref="FullShare"/>: the other.</param>
    public static void Mix(I420Picture to, I420Picture other, int share)
    {
        var area = PictureArea.Whole(to);
        Planes sink = Planes.Of(to, area), source = Planes.Of(other, area);
        Check(LibYuv.I420Interpolate(sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride,
            source.Y, source.Stride, source.U, source.HalfStride, source.V, source.HalfStride,
            sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, area.Width, area.Height, Share(share)));
    }

    /// <summary>Lays a part of a picture over another, each pixel as opaque as its alpha says (straight alpha).</summary>
    /// <param name="alpha">Of <paramref name="from"/>, the same size.</param>
    public static void Blend(I420Picture from, AlphaPlane alpha, PictureArea crop, I420Picture to, int x, int y)
    {
        RequireSameSize(from, alpha);
        Planes source = Planes.Of(from, crop), sink = Planes.Of(to, crop with { X = x, Y = y });
        Check(LibYuv.I420Blend(source.Y, source.Stride, source.U, source.HalfStride, source.V, source.HalfStride,
            sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, alpha.Pointer + (crop.Y * alpha.Width) + crop.X, alpha.Width,
            sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, crop.Width, crop.Height));
    }

    /// <summary>Makes a fainter copy of an alpha plane's first rows, for fading in and out.</summary>
    /// <param name="to">At least as large; written from its start, in rows of the same width as <paramref name="alpha"/>'s.</param>
    /// <param name="share">0: nothing is left; <see cref="FullShare"/>: the same.</param>
    public static void Fade(AlphaPlane alpha, AlphaPlane to, int share)
    {
        RequireLibrary();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(alpha.Bytes.Length, to.Bytes.Length, nameof(to));
        Check(LibYuv.InterpolatePlane(Zeros, 0, alpha.Pointer, alpha.Width, to.Pointer, alpha.Width, alpha.Width, alpha.Height, Share(share)));
    }

    /// <summary>As <see cref="Blend(I420Picture, AlphaPlane, PictureArea, I420Picture, int, int)"/> of the whole picture, with alpha from <see cref="Fade"/>.</summary>
    public static void BlendFaded(I420Picture from, AlphaPlane faded, I420Picture to, int x, int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from.Width * from.Height, faded.Bytes.Length, nameof(from));
        var crop = PictureArea.Whole(from);
        Planes source = Planes.Of(from, crop), sink = Planes.Of(to, crop with { X = x, Y = y });
        Check(LibYuv.I420Blend(source.Y, source.Stride, source.U, source.HalfStride, source.V, source.HalfStride,
            sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, faded.Pointer, from.Width,
            sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, crop.Width, crop.Height));
    }

    /// <summary>Takes RGBA with premultiplied alpha apart into what <see cref="Blend(I420Picture, AlphaPlane, PictureArea, I420Picture, int, int)"/> wants.</summary>
    /// <param name="rgba">Bytes R, G, B, A, rows without gaps. Overwritten: its alpha is no longer premultiplied afterwards.</param>
    public static void FromPremultiplied(Span<byte> rgba, I420Picture to, AlphaPlane alpha)
    {
        RequireLibrary();
        RequireSameSize(to, alpha);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, to.Width * to.Height * BytesPerPixel, nameof(rgba));
        var sink = Planes.Of(to, PictureArea.Whole(to));
        fixed (byte* start = rgba)
        {
            var stride = to.Width * BytesPerPixel;
            Check(LibYuv.ARGBUnattenuate(start, stride, start, stride, to.Width, to.Height));
            Check(LibYuv.ABGRToI420(start, stride, sink.Y, sink.Stride, sink.U, sink.HalfStride, sink.V, sink.HalfStride, to.Width, to.Height));
            Check(LibYuv.ARGBExtractAlpha(start, stride, alpha.Pointer, alpha.Width, to.Width, to.Height));
        }
    }

    private static void Check(int result)
    {
        // It refuses only null planes and sizes of 0, which we don't pass.
        if (result != 0) throw new InvalidOperationException($"libyuv refused: {result}");
    }

    private static int Share(int share)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)share, (uint)FullShare, nameof(share));
        return Math.Min(share, FullShare - 1); // libyuv's rows know 0 to 255 only: a 256th of the other is left, which nobody sees
    }

    private static void RequireSameSize(I420Picture picture, AlphaPlane alpha) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual((alpha.Width, alpha.Height) == (picture.Width, picture.Height), true, nameof(alpha));

    /// <summary>Where the three planes of an area begin.</summary>
    private readonly ref struct Planes(byte* y, byte* u, byte* v, int stride)
    {
        internal byte* Y => y;
        internal byte* U => u;
        internal byte* V => v;
        internal int Stride => stride;
        internal int HalfStride => stride / 2;

        internal static Planes Of(I420Picture picture, PictureArea area)
        {
            RequireLibrary();
            if (!area.LiesIn(picture.Width, picture.Height))
                throw new ArgumentOutOfRangeException(nameof(area), area, $"not an even area inside {picture.Width}x{picture.Height}");
            byte* start = picture.Pointer;
            int pixels = picture.Width * picture.Height, half = picture.Width / 2;
            var chroma = (area.Y / 2 * half) + (area.X / 2);
            return new(start + (area.Y * picture.Width) + area.X, start + pixels + chroma, start + (pixels * 5 / 4) + chroma, picture.Width);
        }
    }
}
