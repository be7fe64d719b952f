using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>
/// A text as a filter reads it: digits of every script as 0–9, letters in their plain form (full-width, mathematical, circled), dots,
/// dashes and separators in one form each, invisible characters gone; and where each character came from.
/// </summary>
internal sealed class PlainText
{
    private readonly int[] _sources;

    private PlainText(string text, int[] sources) => (Text, _sources) = (text, sources);

    public string Text { get; }

    public static PlainText Of(string source)
    {
        var plain = new StringBuilder(source.Length);
        var sources = new List<int>(source.Length + 1);
        for (var at = 0; at < source.Length;)
        {
            var length = 1;
            if (Rune.TryGetRuneAt(source, at, out var rune))
            {
                length = rune.Utf16SequenceLength;
                if (!IsDropped(rune)) Append(plain, sources, rune, at);
            }
            else
            {
                plain.Append('\uFFFD');                                // half a character
                sources.Add(at);
            }
            at += length;
        }
        sources.Add(source.Length);
        return new(plain.ToString(), [.. sources]);
    }

    /// <summary>The characters of the source that these came from; what was dropped behind them goes with them.</summary>
    public (int Start, int End) SourceOf(int start, int end)
    {
        var last = end;
        while (last < Text.Length && _sources[last] == _sources[end - 1]) last++;     // the rest of a character that became several
        return (_sources[start], _sources[last]);
    }

    private static void Append(StringBuilder plain, List<int> sources, Rune rune, int at)
    {
        if (CharUnicodeInfo.GetDecimalDigitValue(rune.ToString(), 0) is >= 0 and var digit)
        {
            Add((char)('0' + digit));
            return;
        }
        var c = rune.IsBmp ? (char)rune.Value : '\0';
        if (c is >= ' ' and < (char)0x7F or '…')
        {
            Add(c);
            return;
        }
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKC)) Add(Plain(part));

        void Add(char one)
        {
            plain.Append(one);
            sources.Add(at);
        }
    }

    private static char Plain(char c) => c switch
    {
        '\u3002' or '\uFF61' or '\u2024' or '\u2027' or '\u2219' or '\u2022' or '\u00B7' or '\u22C5' or '\u06D4' or '\u066B' => '.',
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' or '\uFE58' => '-',
        '\u060C' or '\u3001' or '\u066C' => ',',
        '\u2044' or '\u2215' => '/',
        '\u2236' or '\uA789' => ':',
        '\u00A0' or '\u2007' or '\u2009' or '\u202F' or '\u3000' => ' ',
        _ when char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
        _ => c,
    };

    // Joiners and direction marks, soft hyphens, variation selectors, the frame of a keycap: they change nothing that is read.
    private static bool IsDropped(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.EnclosingMark || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or 0x034F or 0x115F or 0x1160 or 0x3164 or 0x2800;
}
