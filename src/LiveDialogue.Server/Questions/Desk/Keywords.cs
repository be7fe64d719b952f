using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>
/// Words that hold a question. Pure. They are found as whole words, whatever their case, their diacritics and the form they were typed in
/// (NFKC), in any script; where a script writes no spaces, wherever they stand. Never patterns: what a moderator types is what is looked for.
/// </summary>
internal static class Keywords
{
    /// <summary>Of a question that has one.</summary>
    public const string Flag = "keyword";

    /// <summary>User-perceived characters of one.</summary>
    public const int MaxGraphemes = 60;

    // Arabic writes its conjunctions, prepositions and article onto the word.
    private static readonly HashSet<string> Proclitics = new(
        from conjunction in new[] { "", "و", "ف" }
        from preposition in new[] { "", "ب", "ك", "ل", "ال", "بال", "كال", "لل" }
        select conjunction + preposition,
        StringComparer.Ordinal);

    /// <returns>As they were typed, each once by what it finds, those without a letter left out; null when one is too long.</returns>
    public static IReadOnlyList<string>? Clean(IReadOnlyList<string> raw)
    {
        var (keywords, found) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var one in raw)
        {
            if (QuestionText.Clean(one) is not { } keyword) continue;
            if (!QuestionText.Fits(keyword, MaxGraphemes)) return null;
            if (Fold(keyword) is { Length: > 0 } folded && found.Add(folded)) keywords.Add(keyword);
        }
        return keywords;
    }

    public static bool AnyIn(string text, IReadOnlyList<string> keywords)
    {
        if (keywords.Count == 0) return false;

        var folded = Fold(text);
        return keywords.Any(keyword => Fold(keyword) is { Length: > 0 } word && Contains(folded, word));
    }

    /// <summary>Letters, digits and marks in one form, with one space between words; a symbol is a word of its own.</summary>
    internal static string Fold(string text)
    {
        // Upper case first: final sigma and the long s are then the letters they stand for.
        var decomposed = text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormD);
        var folded = new StringBuilder(decomposed.Length + 8);
        foreach (var rune in decomposed.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (IsDiacritic(rune.Value) || category is UnicodeCategory.Format || rune.Value == 0x0640) continue;     // tatweel only stretches a word
            if (category is UnicodeCategory.OtherSymbol) folded.Append(' ').Append(rune.ToString()).Append(' ');
            else if (IsOfAWord(category)) folded.Append(rune.Value switch { 'ı' => "i", 'ß' => "ss", 'æ' => "ae", 'œ' => "oe", 'ø' => "o", 'đ' => "d", 'ł' => "l", _ => rune.ToString() });
            else folded.Append(' ');
        }
        return string.Join(' ', folded.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool Contains(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            if (BeginsAt(text, at, word) && EndsAt(text, at + word.Length, word)) return true;
        return false;
    }

    private static bool BeginsAt(string text, int at, string word)
    {
        if (at == 0 || text[at - 1] == ' ' || IsUnspaced(Rune.GetRuneAt(word, 0).Value)) return true;
        if (word[0] is < '\u0600' or > '\u06FF') return false;

        var start = text.LastIndexOf(' ', at - 1) + 1;
        return Proclitics.Contains(text[start..at]);
    }

    private static bool EndsAt(string text, int end, string word)
    {
        if (end == text.Length || text[end] == ' ') return true;

        var last = char.IsLowSurrogate(word[^1]) ? word.Length - 2 : word.Length - 1;
        return IsUnspaced(Rune.GetRuneAt(word, last).Value) && !IsMark(Rune.GetRuneAt(text, end));
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsOfAWord(UnicodeCategory category) => category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Marks that people leave out when they write fast: of Latin, Greek, Cyrillic, Hebrew and Arabic. Those of Indic scripts are vowels.
    private static bool IsDiacritic(int rune) => rune is (>= 0x0300 and <= 0x036F) or (>= 0x0483 and <= 0x0487) or (>= 0x0591 and <= 0x05C7)
        or (>= 0x0610 and <= 0x061A) or (>= 0x064B and <= 0x065F) or 0x0670 or (>= 0x06D6 and <= 0x06ED) or (>= 0x1AB0 and <= 0x1AFF)
        or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE20 and <= 0xFE2F);

    // Thai, Lao, Tibetan, Myanmar, Khmer, kana, Bopomofo and Chinese characters.
    private static bool IsUnspaced(int rune) => rune is (>= 0x0E00 and <= 0x0FFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x312F) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
