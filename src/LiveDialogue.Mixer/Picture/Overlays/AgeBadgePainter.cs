using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>The mark of a picture that stands still: a clock, beside which its age is put. No words, so it needs no language.</summary>
internal static class AgeBadgePainter
{
    public const double Em = 19;

    private const double Height = 32;
    private const double Radius = 6;

    /// <summary>From the badge's left to the first figure, on a canvas 720 high.</summary>
    public const double TextInset = 34;

    public static Raster Paint(OverlaySpec.AgeBadge spec)
    {
        var unit = spec.Unit;
        var cell = Digits.CellWidth(Em * unit);
        var badge = new Raster((int)Math.Ceiling((TextInset + 10) * unit) + (int)(cell * 3.5), (int)Math.Ceiling(Height * unit));
        badge.FillRounded(0, 0, badge.Width, badge.Height, Radius * unit, Contrast.Ink, 0.85);

        double x = 19 * unit, y = badge.Height / 2.0, thick = Math.Max(1, 2 * unit), radius = 9 * unit;
        badge.FillCircle(x, y, radius, Contrast.Paper, 1);
        badge.FillCircle(x, y, radius - thick, Contrast.Ink, 1);
        badge.FillRounded(x - (thick / 2), y - (radius * 0.62), thick, (radius * 0.62) + (thick / 2), 0, Contrast.Paper, 1);
        badge.FillRounded(x - (thick / 2), y - (thick / 2), radius * 0.6, thick, 0, Contrast.Paper, 1);
        return badge;
    }
}
