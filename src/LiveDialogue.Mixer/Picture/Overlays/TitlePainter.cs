using LiveDialogue.Mixer.Picture.Text;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>Slate and "be right back": a title, a short bar of the accent, a line; beneath them room for the countdown.</summary>
internal static class TitlePainter
{
    /// <summary>Where the countdown's middle is, as a share of the canvas's height.</summary>
    public const double CountdownAt = 0.74;

    public const double CountdownEm = 96;

    public static async Task<Raster?> PaintAsync(OverlaySpec.Title spec, ITextRenderer text, CancellationToken ct)
    {
        var unit = spec.Height / 720.0;
        var ink = Contrast.TextOn(spec.Background);
        var width = (int)(spec.Width * 0.8);
        var drawn = await text.RenderAsync(
        [
            new(spec.Text, "", 58 * unit, 36 * unit, true, ink, width, 3, TextSide.Centre),
            new(spec.Line, "", 29 * unit, 20 * unit, false, Contrast.Legible(Contrast.Mix(ink, spec.Background, 0.2), spec.Background), width, 3, TextSide.Centre),
        ], ct);
        var (title, line) = (drawn[0], drawn[1]);

        var canvas = new Raster(spec.Width, spec.Height);
        var bar = spec.Height * (spec.LeavesRoom ? 0.44 : 0.52);
        if (title.Width > 0)
        {
            canvas.FillRounded((spec.Width / 2.0) - (40 * unit), bar, 80 * unit, 5 * unit, 2.5 * unit, Contrast.Legible(spec.Accent, spec.Background), 1);
            Centre(title, bar - (34 * unit) - title.LastBaseline);
        }
        Centre(line, bar + (60 * unit) - line.Ascent);
        return canvas;

        void Centre(TextPicture block, double top) => canvas.Draw(block.Picture, (spec.Width - block.Width) / 2, (int)Math.Round(top));
    }
}
