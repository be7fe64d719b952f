using System.Collections.Frozen;
using System.Globalization;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>Numbers that lead to nobody though they have many digits: years, dates, times, sums, lists of ages.</summary>
internal static class HarmlessNumbers
{
    private const int MostDigitsOfASum = 13;

    private static readonly FrozenSet<string> Units = (
        "million millions billion billions thousand people children girls boys women schools dollars euros francs shillings usd eur cdf fc kes ksh tzs htg inr brl rub cny xaf xof km kg tons tonnes "
        + "milliard milliards mille personnes enfants filles femmes écoles millones mil personas niños niñas mujeres pesos dólares milhões milhão pessoas crianças mulheres reais "
        + "миллион миллиона миллионов тысяч человек детей рублей долларов مليون مليار ألف شخص طفل أطفال دولار دينار जन लोग बच्चे बच्चों लाख करोड़ हज़ार रुपये 人 名 个 万 亿 元 块 "
        + "watu watoto shilingi milioni elfu moun timoun goud dola")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <returns>For each group of the chain whether it is harmless.</returns>
    public static bool[] Of(string text, IReadOnlyList<DigitGroup> chain)
    {
        var safe = new bool[chain.Count];
        if (IsPlus(text, chain[0].Start)) return safe;
        if (IsRisingList(chain))
        {
            Array.Fill(safe, true);
            return safe;
        }
        for (var i = 0; i < chain.Count;)
        {
            var length = Date(chain, i) ?? Time(chain, i) ?? Sum(text, chain, i) ?? Year(text, chain, i) ?? 0;
            for (var k = i; k < i + length; k++) safe[k] = true;
            i += Math.Max(1, length);
        }
        return safe;
    }

    // "aged 5, 6, 7 and 8": small, rising, with commas.
    private static bool IsRisingList(IReadOnlyList<DigitGroup> chain)
    {
        var commas = false;
        for (var i = 0; i < chain.Count; i++)
        {
            if (chain[i].Digits.Length > 3 || chain[i].Digits[0] == '0' || Value(chain[i]) > 150) return false;
            if (i == 0) continue;
            if (Value(chain[i]) <= Value(chain[i - 1])) return false;
            commas |= chain[i].Gap.Contains(',', StringComparison.Ordinal) || chain[i].Gap.Contains(';', StringComparison.Ordinal);
        }
        return chain.Count >= 3 && commas;
    }

    // 2027-03-16, 16/03/2027, 16.3.27
    private static int? Date(IReadOnlyList<DigitGroup> chain, int i)
    {
        if (i + 2 >= chain.Count || chain[i + 1].Gap.Length != 1 || chain[i + 1].Gap != chain[i + 2].Gap || chain[i + 1].Gap[0] is not ('-' or '/' or '.')) return null;
        if (i + 3 < chain.Count && chain[i + 3].Gap == chain[i + 1].Gap) return null;
        var (a, b, c) = (chain[i], chain[i + 1], chain[i + 2]);
        if (IsYear(a) && IsPart(b, 12) && IsPart(c, 31)) return 3;
        if (b.Digits.Length > 2 || !(IsYear(c) || (c.Digits.Length == 2 && a.Gap.Length == 0 && i + 3 >= chain.Count))) return null;
        return (IsPart(a, 31) && IsPart(b, 12)) || (IsPart(a, 12) && IsPart(b, 31)) ? 3 : null;
    }

    // 13:30, not 07:12:34:56
    private static int? Time(IReadOnlyList<DigitGroup> chain, int i)
    {
        if (i + 1 >= chain.Count || chain[i + 1].Gap != ":" || chain[i].Gap == ":" || (i + 2 < chain.Count && chain[i + 2].Gap.Contains(':', StringComparison.Ordinal))) return null;
        return chain[i].Digits.Length <= 2 && Value(chain[i]) <= 24 && chain[i + 1].Digits.Length == 2 && Value(chain[i + 1]) < 60 ? 2 : null;
    }

    // 1,250,000 · 1 250 000 · 12,34,567 · 1000000 · $1234567.89
    private static int? Sum(string text, IReadOnlyList<DigitGroup> chain, int i)
    {
        if (chain[i].Digits[0] == '0' || chain[i].Digits.Length > MostDigitsOfASum) return null;
        var last = i;
        if (chain[i].Digits.Length <= 3)
        {
            var separator = i + 1 < chain.Count ? chain[i + 1].Gap : "";
            if (separator is "," or "." or " " or "'" or "’")
                while (last + 1 < chain.Count && chain[last + 1].Gap == separator && chain[last + 1].Digits.Length is 2 or 3) last++;
            if (last > i && (chain[last].Digits.Length != 3 || !IsGrouped(chain, i, last))) return null;
        }
        var digits = Enumerable.Range(i, last - i + 1).Sum(k => chain[k].Digits.Length);
        if (digits > MostDigitsOfASum) return null;

        var fraction = last + 1 < chain.Count && chain[last + 1].Gap is "." or "," && chain[last + 1].Digits.Length <= 2 ? 1 : 0;
        var round = last > i ? chain[last].Digits == "000" || (chain[i + 1].Gap == "," && digits <= 7) : digits < 7 ? i + 1 == chain.Count && i == 0 : chain[i].Digits.EndsWith("0000", StringComparison.Ordinal);
        return round || IsMoney(text, chain[i].Start) || IsCounted(text, chain[last + fraction].End) ? last - i + 1 + fraction : null;
    }

    private static bool IsGrouped(IReadOnlyList<DigitGroup> chain, int first, int last)
    {
        var middle = Enumerable.Range(first + 1, last - first - 1).Select(k => chain[k].Digits.Length).ToArray();
        return middle.All(length => length == 3) || (middle.All(length => length == 2) && chain[first].Digits.Length <= 2);    // 12,34,567 as in India
    }

    // Alone, among years, behind a comma, or after a word that leads to one.
    private static int? Year(string text, IReadOnlyList<DigitGroup> chain, int i)
    {
        if (!IsYear(chain[i])) return null;
        if (chain.All(IsYear)) return 1;
        var before = i == 0 ? IsLedTo(text, chain[i].Start) : Parts(chain[i].Gap);
        var after = i + 1 == chain.Count || Parts(chain[i + 1].Gap) || (i == 0 && before);
        return before && after ? 1 : null;

        static bool Parts(string gap) => gap.AsSpan().ContainsAny(',', ';', '?') || gap.Contains(". ", StringComparison.Ordinal) || gap.Contains(": ", StringComparison.Ordinal);
    }

    private static bool IsLedTo(string text, int start)
    {
        var word = text.AsSpan(0, start).TrimEnd();
        var space = word.LastIndexOfAny(" ,.(");
        return word[(space + 1)..] is "in" or "In" or "since" or "Since" or "by" or "until" or "en" or "En" or "depuis" or "Depuis" or "desde" or "em" or "Em" or "de" or "в" or "В" or "с" or "С"
            or "عام" or "سنة" or "منذ" or "mwaka" or "an" or "nan" or "सन" or "वर्ष";
    }

    private static bool IsYear(DigitGroup group) => group.Digits.Length == 4 && Value(group) is >= 1800 and < 2200;

    private static bool IsPart(DigitGroup group, int most) => group.Digits.Length <= 2 && Value(group) is var value && value >= 1 && value <= most;

    private static bool IsPlus(string text, int start) => text.AsSpan(0, start).TrimEnd(" (").EndsWith("+");

    private static bool IsMoney(string text, int start)
    {
        var before = text.AsSpan(0, start).TrimEnd();
        return before.Length > 0 && (char.GetUnicodeCategory(before[^1]) is UnicodeCategory.CurrencySymbol || Units.GetAlternateLookup<ReadOnlySpan<char>>().Contains(before[(before.LastIndexOf(' ') + 1)..]));
    }

    private static bool IsCounted(string text, int end)
    {
        var after = text.AsSpan(end).TrimStart();
        if (after.Length == 0) return false;
        if (after[0] == '%' || char.GetUnicodeCategory(after[0]) is UnicodeCategory.CurrencySymbol) return true;
        var known = Units.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.Contains(after[..1])) return true;                       // Chinese counts have no space
        var length = 0;
        while (length < after.Length && (char.IsLetter(after[length]) || char.GetUnicodeCategory(after[length]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)) length++;
        return length > 0 && known.Contains(after[..length]);
    }

    private static int Value(DigitGroup group) => group.Digits.Length <= 9 ? int.Parse(group.Digits, CultureInfo.InvariantCulture) : int.MaxValue;
}
