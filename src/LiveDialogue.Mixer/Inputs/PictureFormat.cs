namespace LiveDialogue.Mixer.Inputs;

/// <summary>What goes into a decoder and what comes out.</summary>
/// <param name="Width">Of the pictures that come out; even.</param>
/// <param name="Height">Of the pictures that come out; even.</param>
internal readonly record struct PictureFormat(int SentWidth, int SentHeight, int Width, int Height, DecoderFit Fit)
{
    /// <summary>Neither side is longer, nor are there more pixels than in 1920 × 1080.</summary>
    private const int LongestSide = 1920, MostPixels = 1920 * 1080;

    /// <returns>Null for a size we don't decode.</returns>
    public static PictureFormat? AsSent(int width, int height)
    {
        if (width < 2 || height < 2 || width > LongestSide || height > LongestSide || width * height > MostPixels) return null;
        var (evenWidth, evenHeight) = (width & ~1, height & ~1);
        return new(width, height, evenWidth, evenHeight, (evenWidth, evenHeight) == (width, height) ? DecoderFit.AsSent : DecoderFit.CutToEven);
    }

    /// <summary>Takes any size from here on.</summary>
    public PictureFormat AsPadded() => this with { Fit = DecoderFit.Padded };

    public bool Takes(int width, int height) => Fit == DecoderFit.Padded || (width, height) == (SentWidth, SentHeight);
}
