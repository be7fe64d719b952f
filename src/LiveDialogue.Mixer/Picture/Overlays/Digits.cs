using System.Globalization;
using LiveDialogue.Mixer.Picture.Text;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>Figures that change each second: drawn once, put together on the tick. All cells have one width, so that nothing dances.</summary>
internal static class Digits
{
    private const string Characters = "0123456789:";

    /// <summary>Of a figure, in em; the colon's cell is cut to about half when drawn.</summary>
    private const double CellEm = 0.62;
    private const double HeightEm = 1.1;
    private const double BaselineEm = 0.9;

    public static int CellWidth(double em) => (int)Math.Ceiling(em * CellEm / 2) * 2;

    public static async Task<Raster?> PaintAsync(OverlaySpec.DigitRow spec, ITextRenderer text, CancellationToken ct)
    {
        var cell = CellWidth(spec.Em);
        var drawn = await text.RenderAsync([.. Characters.Select(character =>
            new TextBlock(character.ToString(CultureInfo.InvariantCulture), "", spec.Em, spec.Em, true, spec.Colour, cell * 2, 1, TextSide.Left))], ct);
        var row = new Raster(cell * Characters.Length, (int)Math.Ceiling(spec.Em * HeightEm));
        for (var at = 0; at < drawn.Count; at++)
            row.Draw(drawn[at].Picture, (at * cell) + ((cell - drawn[at].Width) / 2), (int)Math.Round((spec.Em * BaselineEm) - drawn[at].Ascent));
        return row;
    }

    /// <summary>Where a character is in the row.</summary>
    public static Area Cell(Sprite row, char character)
    {
        var cell = row.Width / Characters.Length;
        cell -= cell % 2;
        var isColon = character == ':';
        var narrow = isColon ? Colon(cell) : cell;
        return new(((isColon ? Characters.Length - 1 : character - '0') * cell) + ((cell - narrow) / 2 & ~1), 0, narrow, row.Height);
    }

    /// <summary>How wide a text comes out.</summary>
    public static int Width(Sprite row, ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var character in text) width += Cell(row, character).Width;
        return width;
    }

    private static int Colon(int cell) => Math.Max(2, cell / 2 & ~1);
}
