using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>What newer rules do to one event that is yet to come.</summary>
/// <param name="KeptWallClock">What its local time comes to by the newer rules; null when clocks now skip or repeat it, and the choice is open.</param>
/// <param name="Resolution">The same with its choices.</param>
/// <param name="KeptInstant">The same moment, as its place's clock will then show it.</param>
/// <param name="Offices">Whose clock will show another time, by either decision.</param>
public sealed record MovedEvent(LiveEvent Event, ScheduledStart? KeptWallClock, StartResolution Resolution, ScheduledStart KeptInstant, IReadOnlyList<MovedOffice> Offices)
{
    /// <summary>The organiser must decide: its local time and its instant part ways.</summary>
    public bool NeedsDecision => KeptWallClock is null || KeptWallClock.At != Event.Start.At;

    /// <summary>Those of the events, drafts included, that the newer rules touch. Pure.</summary>
    /// <param name="old">The rules under which people know their times now.</param>
    public static IReadOnlyList<MovedEvent> Among(IEnumerable<LiveEvent> events, IDateTimeZoneProvider old, IDateTimeZoneProvider newer, Instant now) =>
    [
        .. events.Where(e => e.State is EventState.Draft or EventState.Published && e.Start.At > now)
            .Select(e => Of(e, old, newer)).Where(moved => moved.NeedsDecision || moved.Offices.Count > 0),
    ];

    /// <summary>By a decision: <c>wall-clock</c> or <c>instant</c>.</summary>
    /// <param name="resolve">The choice, where the wall clock is now skipped or doubled.</param>
    /// <returns>Null where the choice is still open.</returns>
    public ScheduledStart? Decide(string decision, string? resolve, IDateTimeZoneProvider newer)
    {
        if (decision == "instant") return KeptInstant;
        if (KeptWallClock is not null) return KeptWallClock;
        return Resolution.Choose(resolve) is { } at ? new(Event.Start.Meant, resolve, at.ToInstant(), at.Offset, newer.VersionId) : null;
    }

    private static MovedEvent Of(LiveEvent e, IDateTimeZoneProvider old, IDateTimeZoneProvider newer)
    {
        var resolution = e.Start.Meant.Resolve(newer);
        var choice = resolution is StartResolution.Certain ? null : e.Start.Choice;
        var kept = resolution.Choose(choice) is { } at ? new ScheduledStart(e.Start.Meant, choice, at.ToInstant(), at.Offset, newer.VersionId) : null;
        var instant = ScheduledStart.Fixed(e.Start.At, newer[e.Start.Meant.ZoneId], newer.VersionId);
        var anchor = e.Start.Meant.ZoneId;
        var offices = e.Offices.Append(new(e.PlaceOf(anchor, Texts.Language.English), anchor)).DistinctBy(o => (o.Name, o.Zone))
            .Select(o => MovedOffice.Of(o, e.Start.At, kept?.At, old, newer)).Where(o => o.Moves);
        return new(e, kept, resolution, instant, [.. offices]);
    }
}

/// <param name="Before">Its wall clock as people know it.</param>
/// <param name="WallClock">If the event's own wall clock is kept; null while that is open.</param>
/// <param name="Instant">If the moment is kept.</param>
public sealed record MovedOffice(string Name, string Zone, OffsetDateTime Before, OffsetDateTime? WallClock, OffsetDateTime Instant)
{
    public bool Moves => WallClock?.LocalDateTime != Before.LocalDateTime || Instant.LocalDateTime != Before.LocalDateTime;

    public static MovedOffice Of(Office office, Instant at, Instant? kept, IDateTimeZoneProvider old, IDateTimeZoneProvider newer) => new(
        office.Name,
        office.Zone,
        at.InZone(old[office.Zone]).ToOffsetDateTime(),
        kept?.InZone(newer[office.Zone]).ToOffsetDateTime(),
        at.InZone(newer[office.Zone]).ToOffsetDateTime());
}
