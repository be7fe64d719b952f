using System.Collections.Frozen;

namespace LiveDialogue.Server.Texts;

/// <summary>
/// The digits that numbers and times are written in. CLDR says which by the reader's language and region: Arabic has 0–9 by itself and in the
/// Maghreb and the Emirates, ٠–٩ in Egypt, Iraq or Sudan. Whoever wants the others chooses them.
/// </summary>
/// <param name="Code">CLDR's name, as in <c>-u-nu-arab</c>.</param>
/// <param name="Zero">The others follow it.</param>
public sealed record Digits(string Code, char Zero)
{
    public static readonly Digits Latin = new("latn", '0');
    public static readonly Digits Arabic = new("arab", '\u0660');
    public static readonly Digits Devanagari = new("deva", '\u0966');

    /// <summary>Regions that write Arabic with 0–9 (CLDR 48, <c>defaultNumberingSystem</c>); a bare "ar" does too.</summary>
    private static readonly FrozenSet<string> LatinInArabic = new[] { "001", "AE", "DZ", "EH", "LY", "MA", "TN" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>"0123456789" in these.</summary>
    public string All => Of("0123456789");

    /// <summary>What a reader of a language may choose from, the usual ones first; one where there is no choice.</summary>
    public static IReadOnlyList<Digits> For(Language language) => language.Code switch
    {
        "ar" => [Latin, Arabic],
        "hi" => [Latin, Devanagari],
        _ => [Latin],
    };

    /// <summary>The usual ones of a reader.</summary>
    /// <param name="acceptLanguage">The first tag of that language says the region.</param>
    /// <param name="chosen">A code; what isn't one of the language's is passed over.</param>
    public static Digits Of(Language language, string? acceptLanguage, string? chosen)
    {
        var choices = For(language);
        if (choices.FirstOrDefault(d => d.Code == chosen) is { } own) return own;
        if (language != Language.Arabic) return choices[0];
        foreach (var part in (acceptLanguage ?? "").Split(',', 20, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var tag = part.Split(';')[0].Trim();
            if (Language.Find(tag) != language) continue;
            var region = tag.Split('-', '_').Skip(1).FirstOrDefault(t => t.Length == 2 || (t.Length == 3 && char.IsAsciiDigit(t[0])));
            return region is null || LatinInArabic.Contains(region) ? Latin : Arabic;
        }

        return choices[0];
    }

    /// <summary>A sentence of ours with its numbers in these digits; "MP4" is a name.</summary>
    public string InSentence(string text)
    {
        if (this == Latin) return text;
        var written = text.ToCharArray();
        for (var i = 0; i < written.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i])) continue;
            var end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            var isName = (i > 0 && char.IsAsciiLetter(text[i - 1])) || (end < text.Length && char.IsAsciiLetter(text[end]));
            if (!isName) Of(text[i..end]).CopyTo(0, written, i, end - i);
            i = end;
        }

        return new(written);
    }

    /// <summary>A number or a time in these digits.</summary>
    public string Of(string text) => this == Latin ? text : string.Create(text.Length, (text, Zero), static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiDigit(from.text[i]) ? (char)(from.Zero + from.text[i] - '0') : from.text[i];
    });
}
