namespace LiveDialogue.Mixer.Scenes;

/// <summary>Whether text can be read on a colour (WCAG 2.2, 1.4.3), and what to do when it can't. Colours are 0xRRGGBB.</summary>
public static class Contrast
{
    public const uint Paper = 0xFBFAF7;
    public const uint Ink = 0x14202E;

    /// <summary>For text of any size (WCAG level AA).</summary>
    public const double Least = 4.5;

    private const int Steps = 50;

    /// <returns>1 (the same) to 21 (black on white).</returns>
    public static double Ratio(uint one, uint other)
    {
        double a = Luminance(one), b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    public static bool IsLegible(uint text, uint background) => Ratio(text, background) >= Least;

    /// <returns>Ink or paper, whichever reads better on the background; on middle tones black or white, where neither reaches <see cref="Least"/>.</returns>
    public static uint TextOn(uint background)
    {
        var best = Better(Ink, Paper, background);
        return IsLegible(best, background) ? best : Better(0x000000, 0xFFFFFF, background);
    }

    /// <summary>A colour of the organisation, moved towards white or black no further than it needs to be read on the background.</summary>
    public static uint Legible(uint colour, uint background)
    {
        var end = Better(0x000000, 0xFFFFFF, background);
        for (var step = 0; step < Steps; step++)
        {
            var moved = Mix(colour, end, (double)step / Steps);
            if (IsLegible(moved, background)) return moved;
        }
        return end;
    }

    /// <param name="share">0: the first colour; 1: the second.</param>
    public static uint Mix(uint from, uint to, double share)
    {
        uint mixed = 0;
        for (var shift = 16; shift >= 0; shift -= 8)
        {
            double a = (from >> shift) & 0xFF, b = (to >> shift) & 0xFF;
            mixed |= (uint)Math.Round(a + ((b - a) * share)) << shift;
        }
        return mixed;
    }

    private static uint Better(uint one, uint other, uint background) => Ratio(one, background) >= Ratio(other, background) ? one : other;

    private static double Luminance(uint rgb) =>
        (0.2126 * Linear((rgb >> 16) & 0xFF)) + (0.7152 * Linear((rgb >> 8) & 0xFF)) + (0.0722 * Linear(rgb & 0xFF));

    private static double Linear(uint channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
