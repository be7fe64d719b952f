using NodaTime;

namespace LiveDialogue.Server.Events;

public enum EventState
{
    Draft,
    Published,
    Live,
    Ended,
    Cancelled,
}

/// <summary>How speakers come on air.</summary>
public enum StageKind
{
    /// <summary>A moderator puts them on.</summary>
    Moderated,

    /// <summary>As they join.</summary>
    Open,
}

/// <summary>A place that takes part, whose local time the pages show.</summary>
public sealed record Office(string Name, string Zone);

/// <summary>A start with what it came to.</summary>
/// <param name="Meant">Wall clock and zone, as the host gave them.</param>
/// <param name="Choice">The host's word where that time is skipped or doubled; null where it is certain.</param>
/// <param name="Tzdb">Version of the zone rules that gave <paramref name="At"/>.</param>
public sealed record ScheduledStart(EventStart Meant, string? Choice, Instant At, Offset Offset, string Tzdb)
{
    /// <summary>The start that an instant is in a zone: what was meant follows from the moment, not the other way round.</summary>
    public static ScheduledStart Fixed(Instant at, DateTimeZone zone, string tzdb)
    {
        var there = at.InZone(zone);
        var map = zone.MapLocal(there.LocalDateTime);
        var choice = map.Count < 2 ? null : map.First().ToInstant() == at ? "earlier" : "later";
        return new(new(there.LocalDateTime, zone.Id), choice, at, there.Offset, tzdb);
    }
}

/// <summary>What is scheduled. Transitions answer null when the state doesn't allow them; a stored change raises the version by one.</summary>
public sealed record LiveEvent
{
    public required EventId Id { get; init; }

    /// <summary>The readable name in URLs; unique, and kept when the title changes.</summary>
    public required string Slug { get; init; }

    public required string Title { get; init; }

    /// <summary>Markdown; raw HTML in it is shown as text.</summary>
    public required string Description { get; init; }

    public required EventState State { get; init; }
    public required StageKind Stage { get; init; }
    public required ScheduledStart Start { get; init; }
    public required Duration Duration { get; init; }

    /// <summary>BCP 47 tags, the main one first.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public required IReadOnlyList<Office> Offices { get; init; }

    /// <summary>1 at creation, + 1 with each stored change. The ETag.</summary>
    public required long Version { get; init; }

    public required Instant CreatedAt { get; init; }
    public required Instant UpdatedAt { get; init; }

    /// <summary>The calendar's SEQUENCE (RFC 5545 §3.8.7.4): + 1 when its time, length or title becomes another, or it is called off. Kept by <see cref="EventStore"/>.</summary>
    public long Revision { get; init; }

    /// <summary>When the calendar entry last became another, the description included. Kept by <see cref="EventStore"/>.</summary>
    public Instant RevisedAt { get; init; }

    /// <summary>Null: the public has never known of it, also after a draft is called off. Kept by <see cref="EventStore"/>.</summary>
    public Instant? PublishedAt { get; init; }

    /// <summary>When it was first announced to begin, if that was another time. Kept by <see cref="EventStore"/>.</summary>
    public Instant? MovedFrom { get; init; }

    /// <summary>Young people ask: no names, no place finer than a country, on any screen, export or log.</summary>
    public bool Minors { get; init; }

    public Instant End => Start.At + Duration;

    /// <summary>Media and questions are open: WHIP is taken from publication to the end.</summary>
    public bool IsOpen => State is EventState.Published or EventState.Live;

    public LiveEvent? Publish() => State is EventState.Draft ? this with { State = EventState.Published } : null;

    public LiveEvent? GoLive() => State is EventState.Published ? this with { State = EventState.Live } : null;

    public LiveEvent? Finish() => State is EventState.Live ? this with { State = EventState.Ended } : null;

    /// <summary>The event with <see cref="MovedFrom"/> right after a change: nobody has to be told of a draft, nor of what came back to where it was.</summary>
    internal LiveEvent MovedAfter(LiveEvent before)
    {
        if (before.State is not EventState.Published || before.Start.At == Start.At) return this with { MovedFrom = before.MovedFrom };
        var announced = before.MovedFrom ?? before.Start.At;
        return this with { MovedFrom = announced == Start.At ? null : announced };
    }

    /// <summary>What was live is ended, not cancelled: people saw it.</summary>
    public LiveEvent? Cancel() => State is EventState.Draft or EventState.Published ? this with { State = EventState.Cancelled } : null;
}
