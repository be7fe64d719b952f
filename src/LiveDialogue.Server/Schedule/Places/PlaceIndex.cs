using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Schedule.Places;

/// <summary>Every zone of some rules, found by city, country, name or offset. Immutable, thread-safe.</summary>
internal sealed partial class PlaceIndex
{
    private readonly Place[] _places;

    public PlaceIndex(TzdbDateTimeZoneSource source, IDateTimeZoneProvider rules)
    {
        var names = PlaceNames.Known;
        var locations = (source.ZoneLocations ?? TzdbDateTimeZoneSource.Default.ZoneLocations ?? []).Where(l => rules.GetZoneOrNull(l.ZoneId) is not null).ToArray();
        var located = locations.Select(l => l.ZoneId).ToHashSet(StringComparer.Ordinal);
        var ids = rules.Ids.ToLookup(id => Present(id, located, source), StringComparer.Ordinal);

        var places = new List<Place>();
        var inCountry = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var location in locations.DistinctBy(l => l.ZoneId))
        {
            // TZDB names a country's zones by the people in them, most first.
            var before = inCountry[location.CountryCode] = inCountry.GetValueOrDefault(location.CountryCode) + 1;
            var country = names.Country(location.CountryCode);
            places.Add(new(rules[location.ZoneId], names.CityNames(location.ZoneId) ?? Named(location.ZoneId), country, [location.ZoneId, .. ids[location.ZoneId]], (country?.People ?? 0.0) / before, isMore: false));
        }

        places.AddRange(names.More.Where(c => located.Contains(c.Zone)).Select(c => new Place(rules[c.Zone], c.Names, names.Country(c.Country), [c.Zone], names.Country(c.Country)?.People ?? 0, isMore: true)));
        places.AddRange(ids.Where(g => !located.Contains(g.Key)).Select(g => new Place(rules[g.Key], Named(g.Key), country: null, [g.Key, .. g], g.Key == "UTC" ? 1 : 0, isMore: false)));
        _places = [.. places];
    }

    /// <summary>The best finds, best first; all zones with a place, by the people there, when nothing is typed.</summary>
    /// <param name="typed">A city, a country, a zone's name new or old, or an offset; in the reader's language, in English, or in another of ours.</param>
    public IReadOnlyList<Place> Search(string typed, string language, int limit, Instant now)
    {
        var folded = PlaceText.Fold(typed);
        var offset = OffsetOf(typed);
        var found = new List<(Place Place, double Fit)>();
        foreach (var place in _places)
        {
            var fit = folded.Length == 0 ? (place.Country is null || place.IsMore ? null : 0) : place.Fit(folded, language);
            if (offset is { } there && !place.IsMore && place.Zone.GetUtcOffset(now) == there) fit = fit is null ? 1 : Math.Min(fit.Value, 1);
            if (fit is { } good) found.Add((place, good));
        }

        return [.. found.OrderBy(f => f.Fit).ThenBy(f => f.Place.IsMore).ThenByDescending(f => f.Place.Rank).Take(limit).Select(f => f.Place)];
    }

    /// <summary>The one place that somebody means by a text, however it is written.</summary>
    /// <returns>Null when there is none, or more than one.</returns>
    public Place? TheOne(string typed)
    {
        var folded = PlaceText.Fold(typed);
        if (folded.Length == 0) return null;
        if (Sole(_places.Where(p => p.IsCalled(folded))) is { } called) return called;
        return Sole(_places.Where(p => p.IsCalledWithCountry(folded))) ?? Sole(_places.Where(p => p.IsIn(folded) && !p.IsMore));
    }

    /// <summary>The country that somebody means, or the one their town is in.</summary>
    /// <returns>Null when it is none, or could be several: "Congo" is two.</returns>
    public Country? CountryOf(string typed)
    {
        var comma = typed.LastIndexOfAny([',', '،', '，']);
        return Country(PlaceText.Fold(typed)) ?? (comma < 0 ? null : Country(PlaceText.Fold(typed[(comma + 1)..])));

        Country? Country(string folded) => folded.Length == 0 ? null
            : Only(_places.Where(p => p.IsCountry(folded))) ?? Only(_places.Where(p => p.IsCalled(folded))) ?? Only(_places.Where(p => p.IsCalledWithCountry(folded))) ?? Only(_places.Where(p => p.IsIn(folded)));

        static Country? Only(IEnumerable<Place> found) => found.Select(p => p.Country).Distinct().Take(2).ToArray() is [var one] ? one : null;
    }

    private static Place? Sole(IEnumerable<Place> found)
    {
        var places = found.OrderBy(p => p.IsMore).ToArray();
        return places.Length > 0 && places.All(p => p.Zone.Id == places[0].Zone.Id) ? places[0] : null;
    }

    /// <summary>The name under which a zone is offered.</summary>
    private static string Present(string id, HashSet<string> located, TzdbDateTimeZoneSource source)
    {
        if (located.Contains(id)) return id;
        if (PlaceNames.Known.Aliases.TryGetValue(id, out var city) && located.Contains(city)) return city;
        var canonical = source.CanonicalIdMap.TryGetValue(id, out var known) ? known : id;
        return canonical == "Etc/UTC" ? "UTC" : canonical;   // as everybody says it
    }

    private static Names Named(string zone) => Names.Of(PlaceNames.Spoken(zone).Replace(':', ' '));

    /// <returns>Null for what isn't an offset such as "+05:45", "UTC+3", "−330" or "5:45".</returns>
    internal static Offset? OffsetOf(string typed)
    {
        // A plus that wasn't escaped in a URL came as a blank.
        if (Offsets().Match(typed) is not { Success: true } match || match.Groups["hours"].Value is not { } hours) return null;
        var spoken = match.Groups["sign"].Length > 0 || match.Groups["utc"].Length > 0 || match.Groups["minutes"].Length > 0;
        if (!spoken) return null;
        var minutes = (Number(hours) * 60) + Number(match.Groups["minutes"].Value);
        if (Number(match.Groups["minutes"].Value) > 59 || minutes > 18 * 60) return null;
        return Offset.FromSeconds((match.Groups["sign"].Value is "-" or "\u2212" ? -60 : 60) * minutes);
    }

    private static int Number(string digits) => digits.Aggregate(0, (sum, c) => (sum * 10) + (int)char.GetNumericValue(c));

    [GeneratedRegex(@"^\s*(?<utc>UTC|GMT)?\s*(?<sign>[+\- \u2212])?\s*(?<hours>\d{1,2})(:?(?<minutes>\d{2}))?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Offsets();
}
