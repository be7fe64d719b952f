namespace LiveDialogue.Server.Texts;

/// <summary>A language the product speaks, by its BCP 47 code. Only the ones in <see cref="All"/> exist.</summary>
/// <param name="Code">As in <c>web/src/messages/{code}.json</c> and <c>&lt;html lang&gt;</c>.</param>
/// <param name="OwnName">What its speakers call it: language menus show nothing else, no flags.</param>
public sealed record Language(string Code, string OwnName, bool RightToLeft)
{
    public static readonly Language English = new("en", "English", RightToLeft: false);
    public static readonly Language French = new("fr", "Français", RightToLeft: false);
    public static readonly Language Arabic = new("ar", "العربية", RightToLeft: true);

    public static readonly Language Spanish = new("es", "Español", RightToLeft: false);
    public static readonly Language Portuguese = new("pt", "Português", RightToLeft: false);
    public static readonly Language Russian = new("ru", "Русский", RightToLeft: false);
    public static readonly Language Chinese = new("zh", "中文", RightToLeft: false);
    public static readonly Language Hindi = new("hi", "हिन्दी", RightToLeft: false);
    public static readonly Language Swahili = new("sw", "Kiswahili", RightToLeft: false);
    public static readonly Language HaitianCreole = new("ht", "Kreyòl ayisyen", RightToLeft: false);

    /// <summary>As menus list them.</summary>
    public static readonly IReadOnlyList<Language> All = [English, French, Arabic, Spanish, Portuguese, Russian, Chinese, Hindi, Swahili, HaitianCreole];

    /// <summary>For <c>dir</c>.</summary>
    public string Direction => RightToLeft ? "rtl" : "ltr";

    /// <returns>Null for a language we don't speak; <c>fr-CD</c> is French.</returns>
    public static Language? Find(string? code)
    {
        if (string.IsNullOrEmpty(code)) return null;
        var primary = code.AsSpan();
        if (primary.IndexOfAny('-', '_') is > 0 and var end) primary = primary[..end];
        foreach (var language in All)
        {
            if (primary.Equals(language.Code, StringComparison.OrdinalIgnoreCase)) return language;
        }

        return null;
    }

    /// <summary>The best of an <c>Accept-Language</c> header (RFC 9110 §12.5.4); English when nothing fits.</summary>
    public static Language Choose(string? acceptLanguage)
    {
        var best = English;
        var bestQuality = 0.0;
        foreach (var part in (acceptLanguage ?? "").Split(',', 20, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var pieces = part.Split(';', StringSplitOptions.TrimEntries);
            if (Find(pieces[0]) is not { } language) continue;
            var quality = Quality(pieces);
            if (quality > bestQuality) (best, bestQuality) = (language, quality);
        }

        return best;
    }

    private static double Quality(string[] pieces)
    {
        foreach (var piece in pieces)
        {
            if (!piece.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) continue;
            return double.TryParse(piece.AsSpan(2), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var q) ? q : 0;
        }

        return 1;
    }
}
