using LiveDialogue.Server.Events;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>What became of a <see cref="SeriesChangeRequest"/>, stored or only tried.</summary>
internal abstract record SeriesChanged
{
    private SeriesChanged() { }

    /// <param name="Occurrences">Those in the scope, in order.</param>
    public sealed record Good(IReadOnlyList<ChangedOccurrence> Occurrences) : SeriesChanged;

    /// <summary>400.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : SeriesChanged;

    /// <summary>404.</summary>
    public sealed record NoSuchOccurrence : SeriesChanged;

    /// <summary>412: the series isn't the one that was read.</summary>
    public sealed record Stale(long Version) : SeriesChanged;

    /// <summary>Whatever one event would be refused for, 409 and 422; no occurrence is changed.</summary>
    public sealed record Refused(int Number, Drafted Why) : SeriesChanged;
}

/// <param name="Before">As it was read.</param>
/// <param name="After">Null: it stays as it is, being over, on air or off.</param>
public sealed record ChangedOccurrence(Occurrence Before, LiveEvent? After);
