using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>A run of digits within a chain of them.</summary>
/// <param name="Gap">What stands between it and the group before; empty for the first.</param>
internal readonly record struct DigitGroup(int Start, int End, string Digits, string Gap);

/// <summary>Finds telephone numbers and others that lead to a person: seven digits and more, whatever stands between them.</summary>
internal static class LongNumbers
{
    private const int Fewest = 7;

    // After "+" or "tel." fewer are enough; three belong to services that everybody may call.
    private const int FewestWhenSaid = 6;

    private const int WidestGap = 5;

    private static readonly string[] Callers =
        ["tel", "phone", "call", "whatsapp", "sms", "téléphone", "appelez", "teléfono", "llame", "llamar", "telefone", "ligue", "телефон", "звоните", "هاتف", "رقمي", "اتصل", "फोन", "फ़ोन", "कॉल", "电话", "手机", "simu", "piga", "telefòn", "rele"];

    public static IEnumerable<Finding> In(PlainText plain)
    {
        var text = plain.Text;
        foreach (var chain in Chains(text))
        {
            var safe = HarmlessNumbers.Of(text, chain);
            var digits = 0;
            var (first, last) = (-1, -1);
            for (var i = 0; i < chain.Count; i++)
            {
                if (safe[i]) continue;
                digits += chain[i].Digits.Length;
                if (first < 0) first = i;
                last = i;
            }
            if (first < 0) continue;
            if (digits >= Fewest || (digits >= FewestWhenSaid && !IsHarmonised(chain) && IsCalledOne(text, chain[first].Start))) yield return new(Opening(text, chain[first].Start), chain[last].End, Redaction.Number);
        }
    }

    private static IEnumerable<List<DigitGroup>> Chains(string text)
    {
        var chain = new List<DigitGroup>();
        var gap = 0;                                       // where the gap after the last group begins
        for (var at = 0; at < text.Length;)
        {
            if (GroupAt(text, at) is var (end, digits))
            {
                chain.Add(new(at, end, digits, chain.Count == 0 ? "" : text[gap..at]));
                at = gap = end;
                continue;
            }
            if (chain.Count > 0 && (!IsGap(text[at]) || at - gap >= WidestGap))
            {
                yield return chain;
                chain = [];
            }
            at = char.IsLetter(text[at]) ? WordEnd(text, at) : at + 1;
        }
        if (chain.Count > 0) yield return chain;
    }

    /// <returns>The end of the group that begins here and its digits; null where none does.</returns>
    private static (int End, string Digits)? GroupAt(string text, int at)
    {
        if (DigitWords.Of(text[at]) is not null || char.IsAsciiDigit(text[at]) || (IsLookalike(text[at]) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && (at == 0 || !char.IsLetter(text[at - 1]))))
        {
            var digits = new StringBuilder();
            var end = at;
            for (; end < text.Length; end++)
            {
                var c = text[end];
                if (char.IsAsciiDigit(c)) digits.Append(c);
                else if (DigitWords.Of(c) is { } chinese) digits.Append(chinese);
                else if (IsLookalike(c) && (end + 1 >= text.Length || !char.IsLetter(text[end + 1]) || IsLookalike(text[end + 1]))) digits.Append(c is 'o' or 'O' ? '0' : '1');
                else break;
            }
            return (end, digits.ToString());
        }
        if (!char.IsLetter(text[at]) || (at > 0 && char.IsLetterOrDigit(text[at - 1]))) return null;
        var wordEnd = WordEnd(text, at);
        return DigitWords.Of(text.AsSpan(at, wordEnd - at)) is { } digit ? (wordEnd, digit.ToString()) : null;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && DigitWords.Of(text[at]) is null && (char.IsLetter(text[at]) || char.GetUnicodeCategory(text[at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)) at++;
        return at;
    }

    private static bool IsLookalike(char c) => c is 'o' or 'O' or 'l' or 'I';

    // Whatever is no word; but per cents, sums of money and what was taken out already end a number.
    private static bool IsGap(char c) => !char.IsLetter(c) && c is not ('%' or '…' or '°' or '×') && char.GetUnicodeCategory(c) is not UnicodeCategory.CurrencySymbol;

    private static bool IsCalledOne(string text, int start)
    {
        var before = text.AsSpan(Math.Max(0, start - 16), start - Math.Max(0, start - 16));
        if (before.TrimEnd(" (").EndsWith("+")) return true;
        foreach (var word in Callers)
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    // 116 111 and its like: help lines, the same in many countries.
    private static bool IsHarmonised(List<DigitGroup> chain) => string.Concat(chain.Select(group => group.Digits)) is { Length: 6 } all && all.StartsWith("116", StringComparison.Ordinal);

    // "+(243" goes with the number.
    private static int Opening(string text, int start)
    {
        while (start > 0 && text[start - 1] is '+' or '(') start--;
        return start;
    }
}
