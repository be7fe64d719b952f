using LiveDialogue.Mixer.Picture.Text;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>A speaker who is heard and not seen: a figure, the name as large as the tile allows, the place with its hour.</summary>
internal static class NamePlatePainter
{
    public static async Task<Raster?> PaintAsync(OverlaySpec.NamePlate spec, ITextRenderer text, CancellationToken ct)
    {
        double em = Math.Clamp(Math.Min(spec.Height * 0.105, spec.Width * 0.075), 11, 64), radius = spec.Height * 0.17;
        var ink = Contrast.TextOn(spec.Panel);
        var width = (int)(spec.Width * 0.88);
        TextBlock Line(string words, double size, bool bold, uint colour, int lines) => new(words, "", size, size * 0.75, bold, colour, width, lines, TextSide.Centre);
        var lines = await text.RenderAsync(
            [Line(spec.Caption.Name, em, true, ink, 1), Line(spec.Caption.Place, em * 0.62, true, Contrast.Legible(spec.Accent, spec.Panel), 1)], ct);

        var plate = new Raster(spec.Width, spec.Height);
        double middle = spec.Width / 2.0, top = (spec.Height - ((2 * radius) + (em * 2.3))) / 2;
        DrawFigure(plate, middle, top + radius, radius, Contrast.Mix(spec.Panel, ink, 0.16), Contrast.Mix(spec.Panel, ink, 0.62));
        Centre(lines[0], top + (2 * radius) + (em * 1.25));
        Centre(lines[1], top + (2 * radius) + (em * 2.2));
        return plate;

        void Centre(TextPicture line, double baseline) =>
            plate.Draw(line.Picture, (int)Math.Round(middle - (line.Width / 2.0)), (int)Math.Round(baseline - line.Ascent));
    }

    private static void DrawFigure(Raster plate, double x, double y, double radius, uint disc, uint figure)
    {
        plate.FillCircle(x, y, radius, disc, 1);
        plate.FillCircle(x, y - (radius * 0.24), radius * 0.3, figure, 1);
        plate.FillRounded(x - (radius * 0.52), y + (radius * 0.16), radius * 1.04, radius * 0.46, radius * 0.23, figure, 1);
    }
}
