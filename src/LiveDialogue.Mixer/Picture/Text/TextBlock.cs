namespace LiveDialogue.Mixer.Picture.Text;

internal enum TextSide { Left, Centre, Right }

/// <summary>A paragraph to be drawn in one size and colour.</summary>
/// <param name="Language">BCP 47; empty for unknown.</param>
/// <param name="Em">Size in pixels, of Latin letters; others get what looks the same.</param>
/// <param name="LeastEm">How small it may get to fit, before it is cut.</param>
/// <param name="Colour">0xRRGGBB.</param>
/// <param name="Width">In pixels: lines end there.</param>
/// <param name="MostLines">1: it isn't wrapped.</param>
internal sealed record TextBlock(string Text, string Language, double Em, double LeastEm, bool Bold, uint Colour, int Width, int MostLines, TextSide Side);

/// <summary>A drawn <see cref="TextBlock"/>.</summary>
/// <param name="Picture">As wide as the ink of all lines.</param>
/// <param name="Lines">At least 1.</param>
/// <param name="Ascent">From the picture's top to the first baseline, in pixels.</param>
/// <param name="Pitch">From baseline to baseline.</param>
internal sealed record TextPicture(Raster Picture, int Lines, double Ascent, double Pitch)
{
    public int Width => Picture.Width;

    /// <summary>Where the last baseline is, from the top.</summary>
    public double LastBaseline => Ascent + ((Lines - 1) * Pitch);
}
