using System.Collections.Frozen;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Places;
using LiveDialogue.Server.Texts;
using NodaTime;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Pages.Clocks;

/// <summary>The places whose clock a person can choose: the cities of the zone rules in force, of which a process has one set.</summary>
public static class Zones
{
    private static volatile Known _known = new(TzdbDateTimeZoneSource.Default, DateTimeZoneProviders.Tzdb);

    /// <summary>Each zone once, by city.</summary>
    public static IReadOnlyList<(string Id, string City)> All => _known.All;

    /// <summary>"Kinshasa" of Africa/Kinshasa, by its English name; UTC stays UTC.</summary>
    public static string City(string zoneId) => City(zoneId, Language.English);

    /// <summary>The same in the reader's language: "Киншаса".</summary>
    public static string City(string zoneId, Language language) => PlaceNames.Known.City(zoneId, language.Code);

    /// <summary>What people of an event call a zone: its own office there first, since nobody in Goma lives in Lubumbashi.</summary>
    public static string PlaceOf(this LiveEvent e, string zoneId, Language language) => e.Offices.FirstOrDefault(o => o.Zone == zoneId)?.Name ?? City(zoneId, language);

    /// <summary>The place that somebody means: a zone's name, a city or a country in any of our languages.</summary>
    /// <returns>Null when it is none, or could be several.</returns>
    public static ReaderPlace? Recognise(string? typed, Language language)
    {
        if (typed is not { Length: > 0 and <= 100 } || Places.TheOne(typed) is not { } place) return null;
        return new(place.Zone.Id, place.IsZoneName(typed) ? null : place.Names.In(language.Code));
    }

    /// <summary>A zone by a name that people know and that <see cref="Recognise"/> reads back as the same; by its own where there is none.</summary>
    public static string NameOf(string zoneId, Language language) =>
        zoneId.Length > 0 && Find(zoneId) is not null && City(zoneId, language) is var city && Recognise(city, language)?.Zone == zoneId ? city : zoneId;

    /// <summary>A zone as a browser names it, old names included (Asia/Katmandu), under its present name.</summary>
    /// <returns>Null for what isn't a zone.</returns>
    public static string? Find(string? id)
    {
        var known = _known;
        if (id is not { Length: > 0 and <= 64 } || known.Rules.GetZoneOrNull(id) is null) return null;
        if (known.Offered.Contains(id)) return id;
        return known.Source.CanonicalIdMap.TryGetValue(id, out var canonical) ? canonical : id;
    }

    /// <summary>The same zones, found by what people call their places.</summary>
    internal static PlaceIndex Places => _known.Places.Value;

    public static DateTimeZone Get(string id) => _known.Rules.GetZoneOrNull(id) ?? DateTimeZone.Utc;

    /// <summary>Newer rules are in force.</summary>
    internal static void Use(TzdbDateTimeZoneSource source, IDateTimeZoneProvider rules)
    {
        if (!ReferenceEquals(_known.Source, source)) _known = new(source, rules);
    }

    private sealed class Known(TzdbDateTimeZoneSource source, IDateTimeZoneProvider rules)
    {
        public TzdbDateTimeZoneSource Source { get; } = source;

        public IDateTimeZoneProvider Rules { get; } = rules;

        public IReadOnlyList<(string Id, string City)> All { get; } =
            [.. (source.ZoneLocations ?? []).Select(l => l.ZoneId).Distinct(StringComparer.Ordinal).Select(id => (id, City(id))).OrderBy(z => z.Item2, StringComparer.Ordinal)];

        public Lazy<PlaceIndex> Places { get; } = new(() => new(source, rules));

        public FrozenSet<string> Offered { get; } = (source.ZoneLocations ?? []).Select(l => l.ZoneId).ToFrozenSet(StringComparer.Ordinal);
    }
}
