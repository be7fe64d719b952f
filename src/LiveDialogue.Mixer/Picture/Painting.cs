using LiveDialogue.Mixer.Picture.Overlays;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Picture;

/// <summary>The brush of one canvas size: draws sources, colours and sprites, with the scratch memory that takes. The clock's thread.</summary>
internal sealed class Painting : IDisposable
{
    /// <summary>How far the picture of a stalled input is darkened.</summary>
    private const int StaleShare = 110;

    private readonly AlphaPlane _faded;
    private readonly I420Picture _ink;

    public Painting(int width, int height)
    {
        YuvOps.RequireLibrary();
        _faded = new(width, height);
        _ink = new(width, 2);
        YuvOps.Fill(_ink, PictureArea.Whole(_ink), YuvColour.FromRgb(Contrast.Ink));
    }

    public static void Fill(Frame canvas, in Area area, YuvColour colour) => YuvOps.Fill(canvas.Picture, Native(area), colour);

    /// <param name="background">Around a picture that doesn't fill its tile.</param>
    public static void DrawSource(Frame canvas, in Tile tile, I420Picture source, YuvColour background)
    {
        var fitting = Fitting.Of(tile, source.Width, source.Height);
        if (fitting.Target != tile.Area) YuvOps.Fill(canvas.Picture, Native(tile.Area), background);
        YuvOps.Scale(source, Native(fitting.Crop), canvas.Picture, Native(fitting.Target), FilterFor(fitting));
    }

    /// <summary>Shows that what is drawn there is old.</summary>
    public void Darken(Frame canvas, in Area area) => YuvOps.Tint(canvas.Picture, Native(area), _ink, StaleShare);

    /// <param name="opacity">0 to 1; at 1 nothing is computed for it.</param>
    public void DrawSprite(Frame canvas, Sprite sprite, int x, int y, double opacity)
    {
        if (opacity >= 1)
        {
            YuvOps.Blend(sprite.Picture, sprite.Alpha, PictureArea.Whole(sprite.Picture), canvas.Picture, x, y);
            return;
        }
        var share = (int)(opacity * YuvOps.FullShare);
        if (share <= 0) return;
        YuvOps.Fade(sprite.Alpha, _faded, share);
        YuvOps.BlendFaded(sprite.Picture, _faded, canvas.Picture, x, y);
    }

    public static void DrawPart(Frame canvas, Sprite sprite, in Area part, int x, int y) =>
        YuvOps.Blend(sprite.Picture, sprite.Alpha, Native(part), canvas.Picture, x, y);

    public void Dispose()
    {
        _faded.Dispose();
        _ink.Dispose();
    }

    private static YuvFilter FilterFor(in Fitting fitting) =>
        // Below a half, bilinear leaves pixels out and text on screens shimmers.
        fitting.Target.Width * 2 < fitting.Crop.Width ? YuvFilter.Box : YuvFilter.Bilinear;

    private static PictureArea Native(in Area area) => new(area.X, area.Y, area.Width, area.Height);
}
