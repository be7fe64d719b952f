using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>A small picture with its opacity, drawn over the canvas: a lower third, a card, a logo. Immutable once made.</summary>
internal sealed class Sprite : IDisposable
{
    /// <param name="raster">Even in width and height; its bytes are used up.</param>
    public Sprite(Raster raster)
    {
        (Picture, Alpha) = (new(raster.Width, raster.Height), new(raster.Width, raster.Height));
        YuvOps.FromPremultiplied(raster.Bytes, Picture, Alpha);
    }

    public I420Picture Picture { get; }

    public AlphaPlane Alpha { get; }

    public int Width => Picture.Width;

    public int Height => Picture.Height;

    public void Dispose()
    {
        Picture.Dispose();
        Alpha.Dispose();
    }
}
