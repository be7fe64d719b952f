using System.Globalization;
using System.Text;

namespace LiveDialogue.Mixer.Picture.Text;

/// <summary>Several paragraphs on one sheet, each in a band of its own: a script for libass. Pure.</summary>
internal sealed class AssScript
{
    /// <summary>Around each paragraph, for strokes that reach over its edge and to see that it was too wide.</summary>
    private const int Rim = 64;

    private readonly StringBuilder _events = new();
    private readonly List<Band> _bands = [];

    public AssScript(IReadOnlyList<TextBlock> blocks)
    {
        Width = (blocks.Max(block => block.Width) + (2 * Rim) + 1) & ~1;
        foreach (var block in blocks) Add(block);
        Height = (Height + 1) & ~1;
    }

    public int Width { get; }

    public int Height { get; private set; }

    public IReadOnlyList<Band> Bands => _bands;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        [Script Info]
        ScriptType: v4.00+
        PlayResX: {Width}
        PlayResY: {Height}
        WrapStyle: 0
        ScaledBorderAndShadow: yes

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
        Style: Plain,Noto Sans,20,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,-1
        Style: Strong,Noto Sans,20,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,-1,0,0,0,100,100,0,0,1,0,0,7,0,0,0,-1

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        {_events}
        """);

    private void Add(TextBlock block)
    {
        var (fonts, starts) = AssText.Runs(block.Text, block.Language);
        double ascent = fonts.Max(font => font.Ascent * font.Size) * block.Em, descent = fonts.Max(font => font.Descent * font.Size) * block.Em;
        var line = ascent + descent;
        // One line more than allowed, to see whether it was needed.
        var height = (int)Math.Ceiling(line * (block.MostLines + 1));
        _bands.Add(new(Height, height, Rim, fonts.Max(font => font.Pitch * font.Size) * block.Em, line, ascent));

        var (alignment, x) = block.Side switch
        {
            TextSide.Left => (7, Rim),
            TextSide.Centre => (8, Rim + (block.Width / 2)),
            _ => (9, Rim + block.Width),
        };
        var (red, green, blue) = ((block.Colour >> 16) & 0xFF, (block.Colour >> 8) & 0xFF, block.Colour & 0xFF);
        _events.Append(CultureInfo.InvariantCulture, $@"Dialogue: 0,0:00:00.00,0:00:10.00,{(block.Bold ? "Strong" : "Plain")},,{Rim},{Width - Rim - block.Width},0,,");
        _events.Append(CultureInfo.InvariantCulture, $@"{{\an{alignment}\pos({x},{Height})\clip(0,{Height},{Width},{Height + height})\c&H{blue:X2}{green:X2}{red:X2}&\q{(block.MostLines > 1 ? 0 : 2)}}}");
        _events.Append(AssText.Write(block.Text, block.Language, block.Em, fonts, starts)).Append('\n');
        Height += height;
    }

    /// <summary>Where a block's lines are on the sheet.</summary>
    /// <param name="Left">Of the paragraph's own width.</param>
    /// <param name="Pitch">That we want from line to line.</param>
    /// <param name="Line">What libass gives a line.</param>
    internal readonly record struct Band(int Top, int Height, int Left, double Pitch, double Line, double Ascent);
}
