using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Pages.Clocks;

/// <summary>The places whose clock a person can choose: the cities of the zone rules.</summary>
public static class Zones
{
    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    /// <summary>Each zone once, by city.</summary>
    public static readonly IReadOnlyList<(string Id, string City)> All =
    [
        .. (Source.ZoneLocations ?? []).Select(l => l.ZoneId).Distinct(StringComparer.Ordinal).Select(id => (id, City(id))).OrderBy(z => z.Item2, StringComparer.Ordinal),
    ];

    private static readonly FrozenSet<string> Offered = All.Select(z => z.Id).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>"Kinshasa" of Africa/Kinshasa; UTC stays UTC.</summary>
    public static string City(string zoneId) => zoneId[(zoneId.LastIndexOf('/') + 1)..].Replace('_', ' ');

    /// <summary>A zone as a browser names it, old names included (Asia/Katmandu), under its present name.</summary>
    /// <returns>Null for what isn't a zone.</returns>
    public static string? Find(string? id)
    {
        if (id is not { Length: > 0 and <= 64 } || DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is null) return null;
        if (Offered.Contains(id)) return id;
        return Source.CanonicalIdMap.TryGetValue(id, out var canonical) ? canonical : id;
    }

    public static DateTimeZone Get(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc;
}
