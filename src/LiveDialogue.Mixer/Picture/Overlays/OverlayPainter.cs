using LiveDialogue.Mixer.Picture.Text;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>Chooses who paints what, and rounds sizes up to even ones.</summary>
internal sealed class OverlayPainter(ITextRenderer text) : IOverlayPainter
{
    public async Task<Raster?> PaintAsync(OverlaySpec spec, CancellationToken ct)
    {
        var painted = spec switch
        {
            OverlaySpec.LowerThird caption => await LowerThirdPainter.PaintAsync(caption, text, ct),
            OverlaySpec.NamePlate plate => await NamePlatePainter.PaintAsync(plate, text, ct),
            OverlaySpec.Card card => await CardPainter.PaintAsync(card, text, ct),
            OverlaySpec.Title title => await TitlePainter.PaintAsync(title, text, ct),
            OverlaySpec.DigitRow digits => await Digits.PaintAsync(digits, text, ct),
            OverlaySpec.AgeBadge badge => AgeBadgePainter.Paint(badge),
            OverlaySpec.Mark mark => LogoPainter.Paint(mark),
            _ => null,
        };
        if (painted is null || painted.Width == 0 || painted.Height == 0) return null;
        return (painted.Width | painted.Height) % 2 == 0 ? painted : painted.Part(new(0, 0, (painted.Width + 1) & ~1, (painted.Height + 1) & ~1));
    }
}
