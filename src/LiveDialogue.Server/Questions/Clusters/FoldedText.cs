using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>
/// Text as it is compared, not shown: compatibility forms (NFKC) and case folded, accents, Arabic vowel signs and letter forms folded,
/// digits of every script as 0–9, anything that is neither letter nor digit a space. Pure.
/// </summary>
internal static class FoldedText
{
    /// <summary>Letters that decomposition leaves alone, and those that writers use for one another.</summary>
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['œ'] = "oe",
        ['æ'] = "ae",
        ['ß'] = "ss",
        ['ø'] = "o",
        ['ł'] = "l",
        ['ı'] = "i",
        ['ى'] = "ي",
        ['ة'] = "ه",
        ['ٱ'] = "ا",
        ['ک'] = "ك",
        ['گ'] = "ك",
        ['ی'] = "ي",
        ['ँ'] = "ं",
    };

    /// <returns>Words separated by single spaces; no space at either end.</returns>
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length + 8);
        var run = 1;
        foreach (var unit in text.Normalize(NormalizationForm.FormKD))
        {
            if (IsMark(unit) || unit is 'ـ' or '\u200c' or '\u200d') continue;

            var lower = char.ToLowerInvariant(unit);
            if (Letters.TryGetValue(lower, out var letters))
            {
                foreach (var letter in letters) Append(folded, letter, ref run);
            }
            else if (char.IsDigit(lower)) folded.Append((char)('0' + (int)char.GetNumericValue(lower)));
            else if (char.IsLetter(lower) || char.IsSurrogate(lower)) Append(folded, lower, ref run);
            else if (CharUnicodeInfo.GetUnicodeCategory(lower) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) folded.Append(lower);
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd(' ');
    }

    public static bool IsHan(char unit) => unit is >= '\u3400' and <= '\u9fff';

    // "sooooo": what is written three times and more was meant once. The run is at its third letter when two equal ones stand before it.
    private static void Append(StringBuilder folded, char letter, ref int run)
    {
        run = folded.Length > 0 && folded[^1] == letter && !IsHan(letter) ? run + 1 : 1;
        if (run == 3) folded.Length--;
        if (run < 3) folded.Append(letter);
    }

    // Accents and Arabic signs say how to read a word that everybody reads without; Indian vowel signs are vowels, and stay. U+093C: the dot of loan words.
    private static bool IsMark(char unit) => unit is (>= '\u0300' and <= '\u036f') or (>= '\u0610' and <= '\u061a') or (>= '\u064b' and <= '\u065f')
        or '\u0670' or (>= '\u06d6' and <= '\u06ed') or '\u093c';
}
