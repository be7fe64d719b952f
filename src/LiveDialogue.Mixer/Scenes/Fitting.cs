namespace LiveDialogue.Mixer.Scenes;

/// <summary>How a picture of some size goes into a tile. Pure.</summary>
/// <param name="Crop">What of the source is drawn.</param>
/// <param name="Target">Where on the canvas; the tile's whole area when it is covered.</param>
public readonly record struct Fitting(Area Crop, Area Target)
{
    // Scaling by these is 10 to 20 times cheaper than by their neighbours (libyuv has code of its own for each).
    private static readonly double[] CheapScales = [0.25, 0.375, 0.5, 0.75, 1, 2];

    /// <summary>How much more than needed may be cut off to reach a cheap scale.</summary>
    private const double MostCut = 1.08;

    /// <param name="width">Of the source; even.</param>
    /// <param name="height">Of the source; even.</param>
    public static Fitting Of(Tile tile, int width, int height) =>
        tile.Fit == TileFit.Cover ? Cover(tile.Area, width, height) : Contain(tile.Area, width, height);

    private static Fitting Cover(Area area, int width, int height)
    {
        var scale = Math.Max((double)area.Width / width, (double)area.Height / height);
        foreach (var cheap in CheapScales)
            if (cheap >= scale - 0.001 && cheap <= scale * MostCut) scale = cheap;

        int cropWidth = Even(area.Width / scale, width), cropHeight = Even(area.Height / scale, height);
        // Faces are above the middle: of what is cut off in height, a third is taken at the top.
        var crop = new Area(EvenBefore((width - cropWidth) / 2.0), EvenBefore((height - cropHeight) / 3.0), cropWidth, cropHeight);
        return new(crop, area);
    }

    private static Fitting Contain(Area area, int width, int height)
    {
        var scale = Math.Min((double)area.Width / width, (double)area.Height / height);
        int targetWidth = Even(width * scale, area.Width), targetHeight = Even(height * scale, area.Height);
        int left = area.X + EvenBefore((area.Width - targetWidth) / 2.0), top = area.Y + EvenBefore((area.Height - targetHeight) / 2.0);
        return new(new(0, 0, width, height), new(left, top, targetWidth, targetHeight));
    }

    /// <summary>The nearest even number of 2 to <paramref name="most"/>.</summary>
    private static int Even(double pixels, int most) => Math.Clamp((int)Math.Round(pixels / 2) * 2, 2, most);

    private static int EvenBefore(double pixels) => (int)(pixels / 2) * 2;
}
