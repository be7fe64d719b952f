using LiveDialogue.Server.Pages.Clocks;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>A place as somebody typed it, made coarser.</summary>
internal static class AskerPlace
{
    private const int Longest = 100;

    /// <summary>ISO 3166-1, two letters; null where the country isn't clear.</summary>
    public static string? CodeOf(string? typed) => typed is { Length: > 0 and <= Longest } ? Zones.Places.CountryOf(typed)?.Code : null;

    /// <returns>The country's name in a language; null where it isn't clear, since a guess could be a village.</returns>
    public static string? CountryOnly(string? typed, string language) =>
        typed is { Length: > 0 and <= Longest } ? Zones.Places.CountryOf(typed)?.Names.In(Texts.Language.Find(language)?.Code ?? "en") : null;
}
