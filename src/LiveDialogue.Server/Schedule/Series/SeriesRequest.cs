using LiveDialogue.Server.Events;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>Body of POST <c>/api/v1/series</c> and <c>/api/v1/series/preview</c>.</summary>
public sealed record SeriesRequest
{
    /// <summary>What every occurrence is; its <c>start</c> and <c>zone</c> are those of the first, and the anchor of all: 09:00 in New York, or 13:00 in UTC.</summary>
    public EventRequest? Event { get; init; }

    public RepeatRequest? Repeat { get; init; }

    /// <summary>Times of day by turns, <c>09:00</c>, the start's own first; always the start's own if left out.</summary>
    public IReadOnlyList<string?>? Times { get; init; }

    /// <summary>For occurrences that clocks jump over: <c>before-gap</c> or <c>after-gap</c>.</summary>
    public string? Gap { get; init; }

    /// <summary>For occurrences whose local time happens twice: <c>earlier</c> or <c>later</c>.</summary>
    public string? Overlap { get; init; }
}

/// <param name="Every"><c>week</c> or <c>month</c>.</param>
/// <param name="Interval">Every how many of them; 1 if left out.</param>
/// <param name="Days">Weekly: on which days, the start's own if left out.</param>
/// <param name="Nth">Monthly: the first to fourth of the start's weekday, -1 for the last; the start's own if left out.</param>
/// <param name="Count">How many occurrences, 1 to 200; or <paramref name="Until"/>.</param>
/// <param name="Until">The last possible date, <c>2027-06-29</c>.</param>
public sealed record RepeatRequest(string? Every, int? Interval, IReadOnlyList<string?>? Days, int? Nth, int? Count, string? Until);

/// <summary>Body of PATCH <c>/api/v1/series/{series}</c>.</summary>
public sealed record SeriesChangeRequest
{
    /// <summary><c>one</c>, <c>following</c> or <c>all</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>The occurrence that <c>one</c> is, or that <c>following</c> begins with.</summary>
    public int? Number { get; init; }

    /// <summary>What becomes different in each of them; without a start, which <see cref="Time"/> and <see cref="Days"/> move.</summary>
    public EventRequest? Event { get; init; }

    /// <summary>Another time of day on the anchor's clock, <c>10:30</c>.</summary>
    public string? Time { get; init; }

    /// <summary>Days later, or earlier when negative: -366 to 366.</summary>
    public int? Days { get; init; }

    public string? Gap { get; init; }

    public string? Overlap { get; init; }

    /// <summary>They are off.</summary>
    public bool Cancel { get; init; }
}
