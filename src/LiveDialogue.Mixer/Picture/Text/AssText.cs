using System.Globalization;
using System.Text;
using LiveDialogue.Native.Icu;

namespace LiveDialogue.Mixer.Picture.Text;

/// <summary>One paragraph of anybody's text as the text of an ASS event: nothing in it is taken for a command, each script has its font, and lines end only where they may.</summary>
internal static class AssText
{
    /// <summary>libass breaks lines at spaces only, and has no idea of Thai or Chinese: a space of no width stands wherever else a line may end.</summary>
    private const string MayBreak = @"{\fscx0} {\fscx100}";

    private const char NoBreakSpace = '\u00A0';
    private const char WordJoiner = '\u2060';
    private const int MostMarks = 6;

    /// <summary>A word longer than this is broken anyhow: an address, or somebody trying.</summary>
    private const int LongestWord = 32;

    /// <returns>Without line breaks, control characters and bidirectional overrides, which could turn around what stands beside them.</returns>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isMark = Scripts.IsMark(rune);
            // What has no width, as a joiner, doesn't end a pile.
            if (isMark) marks++;
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format) marks = 0;
            if (marks > MostMarks || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF or 0xFFF9 or 0xFFFA or 0xFFFB) continue;
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 || (Rune.IsWhiteSpace(rune) && rune.Value != NoBreakSpace))
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
                continue;
            }
            clean.Append(rune);
        }
        return clean.ToString().TrimEnd();
    }

    /// <param name="clean">From <see cref="Clean"/>.</param>
    public static string Write(string clean, string language, double em, IReadOnlyList<ScriptFont> fonts, IReadOnlyList<int> starts)
    {
        var breaks = LineBreaks.Find(clean, language).ToHashSet();
        var text = new StringBuilder(clean.Length * 2);
        var (run, sinceBreak) = (-1, 0);
        for (var at = 0; at < clean.Length; at++)
        {
            var mayBreak = breaks.Contains(at);
            if (!mayBreak && sinceBreak >= LongestWord && StartsCluster(clean, at)) mayBreak = true;
            if (run + 1 < starts.Count && starts[run + 1] == at)
            {
                var font = fonts[++run];
                text.Append(CultureInfo.InvariantCulture, $@"{{\fn{font.Family}\fs{font.AssSize(em):0.##}}}");
            }
            sinceBreak = mayBreak ? 0 : sinceBreak + 1;
            if (mayBreak && clean[at - 1] != ' ') text.Append(MayBreak);
            Append(text, clean[at], spaceBreaks: breaks.Contains(at + 1));
        }
        return text.ToString();
    }

    /// <summary>
    /// Splits into runs of one font. Most scripts' fonts have no figures and no punctuation, and fall-back ones would move the baseline: those are Latin's.
    /// So are spaces, which gives all lines of a paragraph one height.
    /// </summary>
    public static (IReadOnlyList<ScriptFont> Fonts, IReadOnlyList<int> Starts) Runs(string clean, string language)
    {
        List<ScriptFont> fonts = [];
        List<int> starts = [];
        var at = 0;
        foreach (var rune in clean.EnumerateRunes())
        {
            var font = FontOf(rune, fonts.Count > 0 ? fonts[^1] : null, language);
            if (fonts.Count == 0 || fonts[^1] != font)
            {
                fonts.Add(font);
                starts.Add(at);
            }
            at += rune.Utf16SequenceLength;
        }
        return (fonts, starts);
    }

    private static ScriptFont FontOf(Rune rune, ScriptFont? before, string language)
    {
        var script = Scripts.Of(rune);
        if (script != Script.Common || before is null) return ScriptFont.For(script, language);
        // A joiner or a mark belongs to its letter.
        var staysWithLetter = Scripts.IsMark(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
        return staysWithLetter || before.HasPunctuation ? before : ScriptFont.For(Script.Latin, language);
    }

    /// <summary>The first part of a text, cut between two characters as readers see them.</summary>
    public static string Shorten(string clean, double share)
    {
        var clusters = StringInfo.ParseCombiningCharacters(clean);
        var kept = Math.Clamp((int)(clusters.Length * share), 1, clusters.Length);
        return kept == clusters.Length ? clean : clean[..clusters[kept]].TrimEnd() + "…";
    }

    private static void Append(StringBuilder text, char character, bool spaceBreaks)
    {
        switch (character)
        {
            case '{' or '}': text.Append('\\').Append(character); break;
            case '\\': text.Append('\\').Append(WordJoiner); break;
            case ' ' when !spaceBreaks: text.Append(NoBreakSpace); break;
            default: text.Append(character); break;
        }
    }

    private static bool StartsCluster(string text, int at) => at > 0 && !char.IsLowSurrogate(text[at]) && StringInfo.GetNextTextElementLength(text, at - 1) == 1;
}
