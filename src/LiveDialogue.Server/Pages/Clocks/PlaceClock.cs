using NodaTime;

namespace LiveDialogue.Server.Pages.Clocks;

/// <summary>The clock of one place, so that a browser can show it without zone data of its own.</summary>
/// <param name="Place">In words: an office's name, or the zone's city.</param>
/// <param name="Offset">Seconds east of UTC now.</param>
/// <param name="ChangesAt">Milliseconds since 1970 when the clocks there change next; null: not within a year.</param>
/// <param name="NextOffset">Seconds east of UTC from then on.</param>
/// <param name="Yours">The viewer's own.</param>
public sealed record PlaceClock(string Place, string Zone, int Offset, long? ChangesAt, int? NextOffset, bool? Yours)
{
    public static PlaceClock Of(string place, DateTimeZone zone, Instant now, bool yours = false)
    {
        var interval = zone.GetZoneInterval(now);
        var changes = interval.HasEnd && interval.End < now + Duration.FromDays(366) ? interval.End : (Instant?)null;
        return new(
            place,
            zone.Id,
            interval.WallOffset.Seconds,
            changes?.ToUnixTimeMilliseconds(),
            changes is { } at ? zone.GetUtcOffset(at).Seconds : null,
            yours ? true : null);
    }

    /// <summary>Its local date and time.</summary>
    public LocalDateTime At(Instant now) => now.WithOffset(NodaTime.Offset.FromSeconds(ChangesAt is { } at && NextOffset is { } next && now.ToUnixTimeMilliseconds() >= at ? next : Offset)).LocalDateTime;

    /// <summary>Night is from 22 to 6.</summary>
    public bool IsNight(Instant now) => At(now).Hour is >= 22 or < 6;

    /// <summary>Days between its date and another's: -1, 0 or 1.</summary>
    public int ShiftFrom(PlaceClock other, Instant now) => Period.DaysBetween(other.At(now).Date, At(now).Date);
}
