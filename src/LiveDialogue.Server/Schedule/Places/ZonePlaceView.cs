using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Places;

/// <summary>A place whose clock can be chosen, as the API shows it.</summary>
/// <param name="Zone">Under its present name in TZDB: what is stored.</param>
/// <param name="City">In the reader's language.</param>
/// <param name="Country">In the reader's language; null for a zone without a place, such as UTC.</param>
/// <param name="CountryCode">ISO 3166-1, two letters.</param>
/// <param name="Offset">Now: <c>+05:45</c>.</param>
/// <param name="Now">The local time in words, with place and offset.</param>
public sealed record ZonePlaceView(string Zone, string City, string? Country, string? CountryCode, string Offset, string Now)
{
    internal static ZonePlaceView Of(Place place, Instant now, Wording texts)
    {
        var city = place.Names.In(texts.Language.Code);
        var there = now.InZone(place.Zone);
        return new(place.Zone.Id, city, place.Country?.Names.In(texts.Language.Code), place.Country?.Code, DateWords.Offset(there.Offset), LocalTimes.Say(texts, there, city, 0));
    }
}
