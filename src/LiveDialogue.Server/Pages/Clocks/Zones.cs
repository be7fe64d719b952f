using System.Collections.Frozen;
using LiveDialogue.Server.Schedule.Places;
using NodaTime;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Pages.Clocks;

/// <summary>The places whose clock a person can choose: the cities of the zone rules in force, of which a process has one set.</summary>
public static class Zones
{
    private static volatile Known _known = new(TzdbDateTimeZoneSource.Default, DateTimeZoneProviders.Tzdb);

    /// <summary>Each zone once, by city.</summary>
    public static IReadOnlyList<(string Id, string City)> All => _known.All;

    /// <summary>"Kinshasa" of Africa/Kinshasa; UTC stays UTC.</summary>
    public static string City(string zoneId) => zoneId[(zoneId.LastIndexOf('/') + 1)..].Replace('_', ' ');

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
