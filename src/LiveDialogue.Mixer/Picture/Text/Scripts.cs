using System.Globalization;
using System.Text;

namespace LiveDialogue.Mixer.Picture.Text;

/// <summary>Which script a character is of (by Unicode's blocks, which is all that choosing a font needs), and which way it runs.</summary>
internal static class Scripts
{
    private static readonly (int First, int Last, Script Script)[] Blocks =
    [
        (0x0041, 0x024F, Script.Latin), (0x0250, 0x02AF, Script.Latin), (0x0370, 0x052F, Script.Latin), // with Greek and Cyrillic: one font
        (0x0530, 0x058F, Script.Armenian), (0x0590, 0x05FF, Script.Hebrew), (0x0600, 0x06FF, Script.Arabic), (0x0700, 0x074F, Script.Syriac),
        (0x0750, 0x077F, Script.Arabic), (0x0780, 0x07BF, Script.Thaana), (0x07C0, 0x07FF, Script.NKo), (0x0860, 0x086F, Script.Syriac), (0x0870, 0x08FF, Script.Arabic),
        (0x0900, 0x097F, Script.Devanagari), (0x0980, 0x09FF, Script.Bengali), (0x0A00, 0x0A7F, Script.Gurmukhi), (0x0A80, 0x0AFF, Script.Gujarati),
        (0x0B00, 0x0B7F, Script.Oriya), (0x0B80, 0x0BFF, Script.Tamil), (0x0C00, 0x0C7F, Script.Telugu), (0x0C80, 0x0CFF, Script.Kannada),
        (0x0D00, 0x0D7F, Script.Malayalam), (0x0D80, 0x0DFF, Script.Sinhala), (0x0E00, 0x0E7F, Script.Thai), (0x0E80, 0x0EFF, Script.Lao),
        (0x0F00, 0x0FFF, Script.Tibetan), (0x1000, 0x109F, Script.Myanmar), (0x10A0, 0x10FF, Script.Georgian), (0x1100, 0x11FF, Script.Hangul),
        (0x1200, 0x139F, Script.Ethiopic), (0x1780, 0x17FF, Script.Khmer), (0x19E0, 0x19FF, Script.Khmer), (0x1C80, 0x1C8F, Script.Latin),
        (0x1C90, 0x1CBF, Script.Georgian), (0x1E00, 0x1FFF, Script.Latin), (0x2D00, 0x2D2F, Script.Georgian), (0x2D30, 0x2D7F, Script.Tifinagh),
        (0x2D80, 0x2DDF, Script.Ethiopic), (0x2E80, 0x2FDF, Script.Han), (0x3001, 0x303F, Script.Han), (0x3040, 0x30FF, Script.Kana),
        (0x3100, 0x312F, Script.Han), (0x3130, 0x318F, Script.Hangul), (0x31F0, 0x31FF, Script.Kana), (0x3200, 0x9FFF, Script.Han),
        (0xA960, 0xA97F, Script.Hangul), (0xAA60, 0xAA7F, Script.Myanmar), (0xAB00, 0xAB2F, Script.Ethiopic), (0xAC00, 0xD7FF, Script.Hangul),
        (0xF900, 0xFAFF, Script.Han), (0xFB1D, 0xFB4F, Script.Hebrew), (0xFB50, 0xFDFF, Script.Arabic), (0xFE70, 0xFEFE, Script.Arabic),
        (0xFF01, 0xFF65, Script.Han), (0xFF66, 0xFF9F, Script.Kana), (0x1E900, 0x1E95F, Script.Adlam), (0x20000, 0x323AF, Script.Han),
    ];

    public static Script Of(Rune rune)
    {
        var value = rune.Value;
        // Punctuation of a script stays with it (the Arabic question mark, the Ethiopic word space); that of ASCII and Latin-1 goes with anything.
        if (value < 0x0250 && !Rune.IsLetter(rune)) return Script.Common;
        int low = 0, high = Blocks.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < Blocks[middle].First) high = middle - 1;
            else if (value > Blocks[middle].Last) low = middle + 1;
            else return Blocks[middle].Script;
        }
        return Script.Common;
    }

    /// <returns>The direction of the first letter, as the bidirectional algorithm finds a paragraph's (UAX #9, P2); false without one.</returns>
    public static bool IsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsLetter(rune)) return IsRightToLeft(Of(rune));
        return false;
    }

    /// <summary>Marks that stand on the letter before them.</summary>
    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsRightToLeft(Script script) => script is Script.Hebrew or Script.Arabic or Script.Syriac or Script.Thaana or Script.NKo or Script.Adlam;
}
