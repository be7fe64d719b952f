namespace LiveDialogue.Native.Yuv;

/// <summary>A rectangle of a picture, in pixels from the top left. All even, since chroma is halved; width and height above 0.</summary>
public readonly record struct PictureArea(int X, int Y, int Width, int Height)
{
    public static PictureArea Whole(I420Picture picture) => new(0, 0, picture.Width, picture.Height);

    internal bool LiesIn(int width, int height) =>
        ((X | Y | Width | Height) & 1) == 0 && X >= 0 && Y >= 0 && Width > 0 && Height > 0 && X <= width - Width && Y <= height - Height;
}
