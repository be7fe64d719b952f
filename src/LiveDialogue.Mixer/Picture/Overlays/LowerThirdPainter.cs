using LiveDialogue.Mixer.Picture.Text;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>Name, role, and the place with its hour, on a translucent box; it begins on the side where the name's script begins.</summary>
internal static class LowerThirdPainter
{
    private const double BoxAlpha = 0.8;
    private const double Radius = 6;

    /// <summary>What the box looks like over a white shirt: text must be legible on that too.</summary>
    private static readonly uint BrightestBox = Contrast.Mix(Contrast.Ink, 0xFFFFFF, 1 - BoxAlpha);

    public static CaptionSize SizeFor(int tileWidth, double unit) => (tileWidth / unit) switch
    {
        >= 900 => CaptionSize.Large,
        >= 560 => CaptionSize.Medium,
        >= 220 => CaptionSize.Small,
        _ => CaptionSize.Tiny,
    };

    public static async Task<Raster?> PaintAsync(OverlaySpec.LowerThird spec, ITextRenderer text, CancellationToken ct)
    {
        var look = Look.Of(spec.Size);
        double unit = spec.Unit, padding = look.Padding * unit, bar = look.Bar * unit;
        var inset = padding + bar + (look.AfterBar * unit);
        var width = (int)Math.Min(look.MostWidth * unit, spec.Width) - (int)(inset + padding);
        var isRightToLeft = Scripts.IsRightToLeft(spec.Caption.Name);
        var side = isRightToLeft ? TextSide.Right : TextSide.Left;

        TextBlock Line(string words, double em, bool bold, uint colour) => new(words, "", em * unit, em * unit * 0.8, bold, colour, width, 1, side);
        var blocks = new List<(TextBlock Block, double Em)> { (Line(spec.Caption.Name, look.Name, true, Contrast.Paper), look.Name) };
        if (look.Role > 0 && spec.Caption.Role.Length > 0)
            blocks.Add((Line(spec.Caption.Role, look.Role, false, Contrast.Mix(Contrast.Paper, Contrast.Ink, 0.12)), look.Role));
        if (look.Place > 0 && spec.Caption.Place.Length > 0)
            blocks.Add((Line(spec.Caption.Place, look.Place, true, Contrast.Legible(spec.Accent, BrightestBox)), look.Place));

        var lines = await text.RenderAsync([.. blocks.Select(line => line.Block)], ct);
        var widest = lines.Max(line => line.Width);
        if (widest == 0) return null;

        var baselines = Baselines(padding, [.. blocks.Select(line => line.Em * unit)]);
        var box = new Raster((int)Math.Ceiling(inset + widest + padding), (int)Math.Ceiling(baselines[^1] + padding));
        box.FillRounded(0, 0, box.Width, box.Height, Radius * unit, Contrast.Ink, BoxAlpha);
        var barX = isRightToLeft ? box.Width - padding - bar : padding;
        box.FillRounded(barX, padding, bar, box.Height - (2 * padding), bar / 2, Contrast.Legible(spec.Accent, BrightestBox), 1);
        for (var at = 0; at < lines.Count; at++)
        {
            var x = isRightToLeft ? box.Width - inset - lines[at].Width : inset;
            box.Draw(lines[at].Picture, (int)Math.Round(x), (int)Math.Round(baselines[at] - lines[at].Ascent));
        }
        return box;
    }

    /// <summary>Lines keep their places whatever script they are in, so that boxes side by side are of one height.</summary>
    private static double[] Baselines(double top, double[] ems)
    {
        const double CapHeight = 0.78, Leading = 1.34, Descent = 0.12;
        var baselines = new double[ems.Length];
        var at = top + (ems[0] * CapHeight);
        for (var line = 0; line < ems.Length; line++)
        {
            if (line > 0) at += ems[line] * Leading;
            baselines[line] = at;
        }
        baselines[^1] += ems[^1] * Descent;
        return baselines;
    }

    /// <summary>Sizes on a canvas 720 high; 0: that line isn't shown.</summary>
    private sealed record Look(double Name, double Role, double Place, double Padding, double Bar, double AfterBar, double MostWidth)
    {
        public static Look Of(CaptionSize size) => size switch
        {
            CaptionSize.Large => new(36, 23, 23, 16, 5, 14, 760),
            CaptionSize.Medium => new(25, 17, 18, 11, 4, 10, 560),
            CaptionSize.Small => new(19, 0, 16, 8, 3, 8, 400),
            _ => new(15, 0, 0, 6, 2, 5, 240),
        };
    }
}
