using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Places;

/// <summary>Why a text isn't taken as a place, with what it may have meant: for forms that work without script.</summary>
internal static class PlaceProblem
{
    private const int Few = 4;

    /// <summary>Places a text may mean, as a form takes them: "Kinshasa, Congo - Kinshasa".</summary>
    public static IReadOnlyList<string> Perhaps(string typed, Language language, Instant now) => typed.Length is 0 or > 100
        ? []
        : [.. Zones.Places.Search(typed, language.Code, Few, now).Select(p => p.Say(language.Code))];

    /// <summary>"No place is called “Kinsh”. Perhaps one of these: Kinshasa, Congo - Kinshasa"</summary>
    public static string Say(Wording texts, string typed, Instant now)
    {
        var perhaps = Perhaps(typed, texts.Language, now);
        return perhaps.Count == 0 ? texts["place.none", ("value", typed)] : texts["place.perhaps", ("value", typed), ("places", string.Join(" · ", perhaps))];
    }
}
