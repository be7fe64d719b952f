namespace LiveDialogue.Server.Texts;

/// <summary>CLDR's cardinal plural categories of whole numbers, for the languages we speak: the same that <c>Intl.PluralRules</c> gives the browser.</summary>
internal static class PluralForm
{
    /// <returns>One of zero, one, two, few, many, other: the keys of a counted message.</returns>
    public static string Of(Language language, long count) => language.Code switch
    {
        "ar" => Arabic(count),
        "fr" or "pt" => Romance(count, isOne: count is 0 or 1),
        "es" => Romance(count, isOne: count == 1),
        "ru" => Russian(count),
        "hi" => count is 0 or 1 ? "one" : "other",
        "zh" or "ht" => "other",   // CLDR has no rule for Haitian Creole, which counts without plural: "de jou"
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

    private static string Romance(long count, bool isOne) => count switch
    {
        _ when isOne => "one",
        not 0 when count % 1_000_000 == 0 => "many",   // un million de questions
        _ => "other",
    };

    private static string Russian(long count) => count switch
    {
        _ when count % 10 == 1 && count % 100 != 11 => "one",
        _ when count % 10 is >= 2 and <= 4 && count % 100 is not (>= 12 and <= 14) => "few",
        _ => "many",
    };
}
