namespace LiveDialogue.Server.Texts;

/// <summary>CLDR's cardinal plural categories of whole numbers, for the languages we speak: the same that <c>Intl.PluralRules</c> gives the browser.</summary>
internal static class PluralForm
{
    /// <returns>One of zero, one, two, few, many, other: the keys of a counted message.</returns>
    public static string Of(Language language, long count) => language.Code switch
    {
        "ar" => Arabic(count),
        "fr" => French(count),
        _ => count == 1 ? "one" : "other",
    };

    private static string Arabic(long count) => count switch
    {
        0 => "zero",
        1 => "one",
        2 => "two",
        _ when count % 100 is >= 3 and <= 10 => "few",
        _ when count % 100 is >= 11 and <= 99 => "many",
        _ => "other",
    };

    private static string French(long count) => count switch
    {
        0 or 1 => "one",
        _ when count % 1_000_000 == 0 => "many",
        _ => "other",
    };
}
