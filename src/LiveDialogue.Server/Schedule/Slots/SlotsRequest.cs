using LiveDialogue.Server.Schedule.Offices;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Body of POST <c>/api/v1/schedule/slots</c>, <c>/hours</c>, <c>/rotation</c>, <c>/day</c> and <c>/burden</c>.</summary>
public sealed record SlotsRequest
{
    /// <summary>First day, <c>2027-03-01</c>: of the grid in UTC, of <c>/day</c> in <see cref="Zone"/>.</summary>
    public string? From { get; init; }

    /// <summary>1 to 120; 30 if left out.</summary>
    public int? Days { get; init; }

    /// <summary>Of the meeting, ISO 8601, whole minutes up to 12 hours; an hour if left out.</summary>
    public string? Duration { get; init; }

    /// <summary>Minutes from slot to slot: 5, 10, 15, 20, 30 or 60; 15 if left out.</summary>
    public int? Step { get; init; }

    /// <summary>How many slots to answer, 1 to 100; 10 if left out.</summary>
    public int? Limit { get; init; }

    /// <summary>The event's own zone: day shifts are told against it. UTC if left out.</summary>
    public string? Zone { get; init; }

    /// <summary>What <see cref="Zone"/> is called in sentences: the office's name; the zone's city if left out.</summary>
    public string? Place { get; init; }

    /// <summary>1 to 60: stored ones by id, or described.</summary>
    public IReadOnlyList<OfficePlanRequest?>? Offices { get; init; }

    /// <summary>Rotation only: days from one occurrence's period to the next, 1 to 60; 7 if left out.</summary>
    public int? Period { get; init; }

    /// <summary>Rotation only: how many offices fewer may be inside their day than at best, so that the night goes round; 0 if left out.</summary>
    public int? Concession { get; init; }

    /// <summary>Day only: where the columns stand, 0 to 59 minutes past the hour; 0 if left out.</summary>
    public int? Minute { get; init; }

    /// <summary>Burden only: when the occurrences begin, RFC 3339 in UTC, 1 to 200.</summary>
    public IReadOnlyList<string?>? Starts { get; init; }
}
