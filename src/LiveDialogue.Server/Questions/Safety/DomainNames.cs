using System.Collections.Frozen;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>Tells a domain name from a missing space after a full stop.</summary>
internal static class DomainNames
{
    // The endings that people are sent to most, and those of every country we know of askers from. Not all 1,400: "today.then" is no link.
    private static readonly FrozenSet<string> Ends = (
        "com org net info biz edu gov mil int io me ly gg be co app dev xyz top site online shop club live tv cc ws to us uk de fr es pt it nl ch at eu ru ua by kz cn hk "
        + "tw jp kr in pk bd np lk ir iq sa ae eg ma dz tn sd ke tz ug rw bi cd cg cm sn ml bf ne ng gh ci bj tg ga et so dj za zw zm mw mz ao na bw ls sz mg mu ht do cu "
        + "mx gt hn sv ni cr pa ve pe ec bo cl ar uy py br ca au nz ph id my sg th vn kh la mm tr gr pl cz sk hu ro bg rs ba hr si al mk se no fi dk is ie lt lv ee am az "
        + "ge md tj kg uz tm mn af sy lb jo ps ye om qa kw bh ly ss er gm gn gw lr sl cv km sc td cf gq st fm im gl la li sh st su vc onion link page blog news ngo ong "
        + "foundation store tech space website world life fun win vip icu chat social email mobi pro name click bio video рф ком укр бел срб 中国 公司 网络 भारत مصر السعودية امارات الجزائر المغرب")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="match">Labels with dots between, perhaps with a path.</param>
    public static bool IsOne(ReadOnlySpan<char> match)
    {
        var rest = match.IndexOfAny(":/?#");
        var name = (rest < 0 ? match : match[..rest]).TrimEnd('.');
        var hasPath = rest >= 0 && rest + 1 < match.Length && match[rest] == '/';
        var dot = name.LastIndexOf('.');
        if (dot <= 0) return false;

        var before = name[..dot];
        var end = name[(dot + 1)..].TrimEnd('-');
        if (end.Length < 2 || IsNumber(end) || !HasLetterOrDigit(before)) return false;
        if (hasPath) return true;

        Span<char> folded = stackalloc char[63];
        if (end.Length > folded.Length) return false;
        for (var i = 0; i < end.Length; i++) folded[i] = Latin(end[i]);
        var known = Ends.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.Contains(end) && !known.Contains(folded[..end.Length])) return false;
        return before.Length > 1 && !IsNextSentence(before, end);
    }

    // "…of water.In Goma…": letters, a full stop, a word with a capital. An address is hardly ever written so, but for the best known.
    private static bool IsNextSentence(ReadOnlySpan<char> before, ReadOnlySpan<char> end)
    {
        if (!char.IsUpper(end[0]) || !char.IsLower(end[1]) || end.Equals("com", StringComparison.OrdinalIgnoreCase)) return false;
        foreach (var c in before)
            if (!char.IsLetter(c)) return false;
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> label)
    {
        foreach (var c in label)
            if (!char.IsDigit(c)) return false;
        return true;
    }

    private static bool HasLetterOrDigit(ReadOnlySpan<char> labels)
    {
        foreach (var c in labels)
            if (char.IsLetterOrDigit(c)) return true;
        return false;
    }

    // Cyrillic and Greek letters that pass for Latin ones.
    private static char Latin(char c) => char.ToLowerInvariant(c) switch
    {
        'а' or 'α' => 'a',
        'с' or 'ϲ' => 'c',
        'е' or 'ε' => 'e',
        'і' or 'ι' => 'i',
        'м' => 'm',
        'о' or 'ο' => 'o',
        'р' or 'ρ' => 'p',
        'ѕ' => 's',
        'т' or 'τ' => 't',
        'у' or 'υ' => 'u',
        'х' or 'χ' => 'x',
        'ԍ' => 'g',
        'п' => 'n',
        var same => same,
    };
}
