using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Questions;

/// <summary>Makes what a stranger typed fit to stand on a screen beside other people's words. Pure.</summary>
internal static class QuestionText
{
    /// <summary>User-perceived characters (UAX #29), as the asker's counter shows them.</summary>
    public const int MaxGraphemes = 280;

    public const int MaxNameGraphemes = 60;

    // One user-perceived character can be made of any number of joiners and vowels; an emoji family of four takes eleven UTF-16 units.
    private const int MaxUnitsPerGrapheme = 16;

    // More marks on one letter than any living script needs climb over the lines above and below.
    private const int MaxMarksInARow = 6;

    /// <summary>
    /// One line in NFC: white space collapsed, control characters gone, direction overrides and embeddings gone (they would turn
    /// the text beside them around), unpaired surrogates replaced, towers of combining marks cut, noncharacters gone (programs that read
    /// the text behind us take U+FFFF for its end).
    /// </summary>
    /// <returns>Null when there is nothing to read in it.</returns>
    public static string? Clean(string? raw)
    {
        if (raw is null) return null;

        var cleaned = new StringBuilder(Math.Min(raw.Length, 4096));
        var marks = 0;
        var readable = false;
        foreach (var rune in raw.EnumerateRunes())                    // an unpaired surrogate comes as U+FFFD
        {
            if (Rune.IsWhiteSpace(rune))
            {
                marks = 0;
                if (cleaned.Length > 0 && cleaned[^1] != ' ') cleaned.Append(' ');
                continue;
            }
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control || IsInvisible(rune) || IsNoncharacter(rune)) continue;

            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > MaxMarksInARow) continue;

            readable |= category is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
            cleaned.Append(rune.ToString());
        }
        return readable ? cleaned.ToString().TrimEnd(' ').Normalize(NormalizationForm.FormC) : null;
    }

    /// <summary>The same for a text of several lines: each is cleaned by itself, empty ones at the ends and more than one together are gone.</summary>
    public static string? CleanLines(string? raw)
    {
        if (raw is null) return null;

        var lines = new List<string>();
        foreach (var line in raw.ReplaceLineEndings("\n").Split('\n'))
            if (Clean(line) is var clean && (clean is not null || lines is [.., not ""])) lines.Add(clean ?? "");
        if (lines is [.., ""]) lines.RemoveAt(lines.Count - 1);
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    /// <summary>Whether a text is short enough for the reader and for the machine: within a number of graphemes, none of which goes on for ever.</summary>
    public static bool Fits(string text, int maxGraphemes) => text.Length <= maxGraphemes * MaxUnitsPerGrapheme && Graphemes(text) <= maxGraphemes;

    public static int Graphemes(string text) => new StringInfo(text).LengthInTextElements;

    /// <returns>The tag with its language part in lower case, or null when it isn't shaped like one (BCP 47).</returns>
    public static string? CleanLanguage(string? tag)
    {
        if (tag is null || tag.Length is < 2 or > 35) return null;

        var parts = tag.Split('-');
        if (parts[0].Length is < 2 or > 3 || !parts[0].All(char.IsAsciiLetter)) return null;
        if (parts.Skip(1).Any(part => part.Length is < 1 or > 8 || !part.All(char.IsAsciiLetterOrDigit))) return null;

        parts[0] = parts[0].ToLowerInvariant();
        return string.Join('-', parts);
    }

    // U+200B, U+2060, U+FEFF hide in words to slip past filters; U+202A–202E and U+2066–2069 turn neighbours around.
    // The joiners (U+200C, U+200D) and the plain direction marks (U+200E, U+200F, U+061C) are needed to write Persian, Arabic and emoji.
    private static bool IsInvisible(Rune rune) => rune.Value is 0x200B or 0x2060 or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        or (>= 0x206A and <= 0x206F) or (>= 0xFFF9 and <= 0xFFFB);

    // Unicode 23.7: never a character in any text that is exchanged.
    private static bool IsNoncharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;
}
