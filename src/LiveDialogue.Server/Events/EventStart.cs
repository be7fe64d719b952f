using NodaTime;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Events;

/// <summary>What the host meant: a wall-clock time in a place. Kept whole, since zone rules change after we store it.</summary>
public sealed record EventStart(LocalDateTime Local, string ZoneId)
{
    /// <returns>The start, or why the host must choose again.</returns>
    /// <exception cref="DateTimeZoneNotFoundException">ZoneId isn't in this TZDB; ask <see cref="IsKnownZone"/> first.</exception>
    public StartResolution Resolve(IDateTimeZoneProvider zones)
    {
        var map = zones[ZoneId].MapLocal(Local);
        return map.Count switch
        {
            1 => new StartResolution.Certain(map.Single()),
            2 => new StartResolution.HappensTwice(map.First(), map.Last()),
            _ => Skipped(map),
        };
    }

    public static bool IsKnownZone(string zone, IDateTimeZoneProvider zones) => zones.GetZoneOrNull(zone) is not null && zone.Length <= 64;

    // 02:30 in a gap from 02:00 to 03:00: read by the rules after the gap it is 01:30 on the old clock, by those before it 03:30 on the new one.
    private static StartResolution.Skipped Skipped(ZoneLocalMapping map) => new(
        Before: map.LocalDateTime.WithOffset(map.LateInterval.WallOffset).ToInstant().InZone(map.Zone),
        After: map.LocalDateTime.WithOffset(map.EarlyInterval.WallOffset).ToInstant().InZone(map.Zone));
}

/// <summary>What a local time comes to in its zone.</summary>
public abstract record StartResolution
{
    private StartResolution() { }

    public sealed record Certain(ZonedDateTime At) : StartResolution;

    /// <summary>Clocks are put back over this time.</summary>
    public sealed record HappensTwice(ZonedDateTime Earlier, ZonedDateTime Later) : StartResolution;

    /// <summary>Clocks jump over this time.</summary>
    public sealed record Skipped(ZonedDateTime Before, ZonedDateTime After) : StartResolution;

    /// <summary>The start that a choice names: <c>earlier</c>, <c>later</c>, <c>before-gap</c> or <c>after-gap</c>.</summary>
    /// <returns>Null when the time isn't certain and the choice isn't one of its own.</returns>
    public ZonedDateTime? Choose(string? choice) => (this, choice) switch
    {
        (Certain certain, _) => certain.At,
        (HappensTwice twice, "earlier") => twice.Earlier,
        (HappensTwice twice, "later") => twice.Later,
        (Skipped skipped, "before-gap") => skipped.Before,
        (Skipped skipped, "after-gap") => skipped.After,
        _ => null,
    };

    /// <summary>What the host may choose from; empty when nothing is to be chosen.</summary>
    public IReadOnlyList<(string Resolve, ZonedDateTime At)> Choices => this switch
    {
        HappensTwice twice => [("earlier", twice.Earlier), ("later", twice.Later)],
        Skipped skipped => [("before-gap", skipped.Before), ("after-gap", skipped.After)],
        _ => [],
    };
}
