using System.Text;

namespace LiveDialogue.Server.Translation.Detection;

/// <summary>Writing systems, as far as they tell languages apart. Pure.</summary>
internal static class Scripts
{
    /// <summary>Ranges of Unicode blocks, and the languages that are written in them; the commonest first.</summary>
    private static readonly (int From, int To, string Name, string[] Languages)[] Known =
    [
        (0x0041, 0x024F, Latin, []),
        (0x1E00, 0x1EFF, Latin, []),
        (0x0400, 0x052F, Cyrillic, []),
        (0x0600, 0x06FF, Arabic, []),
        (0x0750, 0x077F, Arabic, []),
        (0xFB50, 0xFEFC, Arabic, []),
        (0x0370, 0x03FF, "Greek", ["el"]),
        (0x1F00, 0x1FFF, "Greek", ["el"]),
        (0x0531, 0x058F, "Armenian", ["hy"]),
        (0x0590, 0x05FF, "Hebrew", ["he", "yi"]),
        (0x0900, 0x097F, "Devanagari", ["hi", "ne", "mr"]),
        (0x0980, 0x09FF, "Bengali", ["bn", "as"]),
        (0x0A00, 0x0A7F, "Gurmukhi", ["pa"]),
        (0x0A80, 0x0AFF, "Gujarati", ["gu"]),
        (0x0B00, 0x0B7F, "Odia", ["or"]),
        (0x0B80, 0x0BFF, "Tamil", ["ta"]),
        (0x0C00, 0x0C7F, "Telugu", ["te"]),
        (0x0C80, 0x0CFF, "Kannada", ["kn"]),
        (0x0D00, 0x0D7F, "Malayalam", ["ml"]),
        (0x0D80, 0x0DFF, "Sinhala", ["si"]),
        (0x0E00, 0x0E7F, "Thai", ["th"]),
        (0x0E80, 0x0EFF, "Lao", ["lo"]),
        (0x1000, 0x109F, "Myanmar", ["my"]),
        (0x10A0, 0x10FF, "Georgian", ["ka"]),
        (0x1100, 0x11FF, Hangul, ["ko"]),
        (0xAC00, 0xD7AF, Hangul, ["ko"]),
        (0x1200, 0x139F, "Ethiopic", ["am", "ti"]),
        (0x1780, 0x17FF, "Khmer", ["km"]),
        (0x3040, 0x30FF, Kana, ["ja"]),
        (0x3400, 0x9FFF, Han, ["zh", "ja", "yue"]),
        (0x20000, 0x323AF, Han, ["zh", "ja", "yue"]),
    ];

    private const string Latin = "Latin";
    private const string Cyrillic = "Cyrillic";
    private const string Arabic = "Arabic";
    private const string Hangul = "Hangul";
    private const string Kana = "Kana";
    private const string Han = "Han";

    /// <summary>The script of most letters; one that only one language of many uses wins over what it borrows from others.</summary>
    /// <returns>Null where there is no letter of a known script; with no languages where many share it.</returns>
    public static (string Name, IReadOnlyList<string> Languages)? Of(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsLetter(rune) && NameOf(rune.Value) is { } name) counts[name] = counts.GetValueOrDefault(name) + 1;
        if (counts.Count == 0) return null;

        var most = counts.ContainsKey(Kana) ? Kana : counts.MaxBy(count => count.Value).Key;
        return (most, Known.First(range => range.Name == most).Languages);
    }

    public static string? NameOf(int rune)
    {
        foreach (var (from, to, name, _) in Known)
            if (rune >= from && rune <= to) return name;
        return null;
    }
}
