using System.Text.Json.Serialization;

namespace LiveDialogue.Server.Events;

/// <summary>Body of POST and PATCH <c>/api/v1/events</c>. In a PATCH what is left out stays as it is.</summary>
public sealed record EventRequest
{
    /// <summary>One line, up to 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Markdown, up to 20,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Wall-clock time in <see cref="Zone"/>, without an offset: <c>2027-03-16T09:00</c>.</summary>
    public string? Start { get; init; }

    /// <summary>TZDB zone: <c>America/New_York</c>.</summary>
    public string? Zone { get; init; }

    /// <summary>Needed only where the local time is skipped or doubled: <c>earlier</c>, <c>later</c>, <c>before-gap</c> or <c>after-gap</c>.</summary>
    public string? Resolve { get; init; }

    /// <summary>PATCH with another zone and no start: <c>wall-clock</c> (the same time of day there; so if left out) or <c>instant</c> (the same moment).</summary>
    public string? Keep { get; init; }

    /// <summary>ISO 8601, hours and minutes: <c>PT1H30M</c>. An hour if left out.</summary>
    public string? Duration { get; init; }

    /// <summary>BCP 47 tags, the main one first. English if left out.</summary>
    public IReadOnlyList<string?>? Languages { get; init; }

    public StageKind? Stage { get; init; }

    public IReadOnlyList<OfficeRequest?>? Offices { get; init; }

    /// <summary>Young people ask: no names, no place finer than a country.</summary>
    public bool? Minors { get; init; }

    /// <summary>POST only: not to be seen by the public yet.</summary>
    public bool Draft { get; init; }

    [JsonIgnore]
    public bool MovesStart => Start is not null || Zone is not null || Resolve is not null;
}

public sealed record OfficeRequest(string? Name, string? Zone);
