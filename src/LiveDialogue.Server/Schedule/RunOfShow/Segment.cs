using NodaTime;

namespace LiveDialogue.Server.Schedule.RunOfShow;

/// <summary>A part of the show.</summary>
/// <param name="Speakers">Who is on air in it.</param>
/// <param name="Began">When it did; null until then.</param>
public sealed record Segment(string Title, Duration Duration, IReadOnlyList<SegmentSpeaker> Speakers, Instant? Began);

/// <param name="Zone">TZDB zone of where the person is.</param>
public sealed record SegmentSpeaker(string Name, string Zone)
{
    /// <summary>Whether any moment of a stretch is between 23:00 and 06:00 where the person is.</summary>
    public static bool IsNight(Instant start, Instant end, DateTimeZone zone)
    {
        var local = start.InZone(zone).LocalDateTime;
        if (local.Hour is >= 23 or < 6) return true;
        return zone.AtLeniently(local.Date + new LocalTime(23, 0)).ToInstant() < end;
    }
}
