using LiveDialogue.Mixer.Picture.Text;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>
/// The question on air, on paper: who asks, the question in the event's language, beneath it in the asker's own words where those are other ones.
/// Each text stands on the side where its script begins.
/// </summary>
internal static class CardPainter
{
    private const double PaperAlpha = 0.97;
    private const double Radius = 6;

    public static async Task<Raster?> PaintAsync(OverlaySpec.Card spec, ITextRenderer text, CancellationToken ct)
    {
        var unit = spec.Unit;
        double padding = 28 * unit, bar = 6 * unit;
        var width = (int)(spec.Width - (2 * padding) - bar);
        var accent = Contrast.Legible(spec.Accent, Contrast.Paper);
        var quiet = Contrast.Legible(Contrast.Mix(Contrast.Ink, Contrast.Paper, 0.35), Contrast.Paper);
        var question = spec.Question;
        var (main, language) = question.Translation is { } translation ? (translation.Text, translation.Language) : (question.Text, question.Language);
        var isRightToLeft = Scripts.IsRightToLeft(main);
        TextBlock Block(string words, string tongue, double em, double least, bool bold, uint colour, int lines, int room) =>
            new(words, tongue, em * unit, least * unit, bold, colour, room, lines, Scripts.IsRightToLeft(words) ? TextSide.Right : TextSide.Left);

        // Both texts get smaller together: a large one over a tiny one would look like a mistake.
        var many = Math.Max(main.Length, question.Translation is null ? 0 : question.Text.Length);
        var em = many switch { <= 130 => 34.0, <= 240 => 29, _ => 25 };
        var drawn = await text.RenderAsync(
        [
            Block(question.Asker, language, 21, 16, true, accent, 1, width * 2 / 3),
            Block(question.Translation?.Label ?? "", language, 17, 14, false, quiet, 1, width / 4),
            Block(main, language, em, em * 0.6, false, Contrast.Ink, 4, width),
            Block(question.Translation is null ? "" : question.Text, question.Language, em * 0.8, em * 0.55, false, quiet, 4, width),
        ], ct);
        var (asker, label, first, second) = (drawn[0], drawn[1], drawn[2], drawn[3]);

        var y = padding * 0.8;
        var headBaseline = y + (21 * unit * 0.8);
        if (asker.Width > 0 || label.Width > 0) y = headBaseline + (14 * unit);
        var firstTop = y;
        y += Height(first, 12 * unit);
        double ruleY = y, secondTop = y + (10 * unit);
        if (second.Width > 0) y = secondTop + Height(second, 10 * unit);
        var card = new Raster(spec.Width, (int)Math.Ceiling(Math.Min(spec.MostHeight, y + (padding * 0.5))));

        card.FillRounded(0, 0, card.Width, card.Height, Radius * unit, Contrast.Paper, PaperAlpha);
        card.FillRounded(isRightToLeft ? card.Width - bar : 0, 0, bar, card.Height, bar / 2, accent, 1);
        if (second.Width > 0) card.FillRounded(Inset(), ruleY, width, Math.Max(1, unit), 0, Contrast.Mix(Contrast.Paper, Contrast.Ink, 0.18), 1);
        Place(asker, isRightToLeft, headBaseline - asker.Ascent);
        Place(label, !isRightToLeft, headBaseline - label.Ascent);
        Place(first, isRightToLeft, firstTop);
        Place(second, Scripts.IsRightToLeft(question.Text), secondTop);
        return card;

        double Inset() => padding + (isRightToLeft ? 0 : bar);
        void Place(TextPicture block, bool right, double top) =>
            card.Draw(block.Picture, (int)Math.Round(right ? Inset() + width - block.Width : Inset()), (int)Math.Round(top));
    }

    /// <summary>What a block takes, up to where the next may begin: its last line's descent counts, blank rows above the font's do not.</summary>
    private static double Height(TextPicture block, double after) =>
        block.Width == 0 ? 0 : Math.Max(block.Picture.Ink().Y + block.Picture.Ink().Height, block.LastBaseline) + after;
}
