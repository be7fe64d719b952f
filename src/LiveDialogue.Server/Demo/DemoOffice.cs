using NodaTime;

namespace LiveDialogue.Server.Demo;

/// <summary>A synthetic field office: a place, who speaks there, its hours and what is said.</summary>
internal sealed record DemoOffice(string Name, string Speaker, string Zone, string Language, IReadOnlyList<string> Sentences)
{
    public static readonly IReadOnlyList<DemoOffice> All =
    [
        new("Goma", "Amina", "Africa/Lubumbashi", "fr",
        [
            "Ici Goma. Ce matin, deux cents enfants ont été vaccinés contre la polio.",
            "Les routes sont longues, mais les équipes arrivent dans chaque village.",
        ]),
        new("Geneva", "Luc", "Europe/Zurich", "en",
        [
            "This is Geneva. We collect the figures of all offices every evening.",
            "Please ask us anything, in your own language.",
        ]),
        new("Kathmandu", "Bikash", "Asia/Kathmandu", "en",
        [
            "Kathmandu speaking. Our health workers walked two days to the last village.",
            "Every child on the list was found.",
        ]),
        new("Suva", "Losalini", "Pacific/Fiji", "en",
        [
            "Bula from Suva. It is already tomorrow here.",
            "The outer islands are reached by boat, and the vaccine stays cold.",
        ]),
    ];

    public int UtcOffsetMinutes(IDateTimeZoneProvider zones, Instant now) => zones[Zone].GetUtcOffset(now).Seconds / 60;
}
