namespace LiveDialogue.Server.Questions.Audit;

/// <summary>Says whether a chain is whole, or where it breaks. Pure.</summary>
internal static class LogCheck
{
    /// <param name="entries">Of one event, by number.</param>
    /// <param name="states">Each question of the event as it is now.</param>
    public static Verdict Of(IReadOnlyList<LogEntry> entries, IReadOnlyList<QuestionNow> states)
    {
        var previous = LogEntry.NoHash;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Number != i + 1) return new Verdict.Broken(i + 1, entry.Number > i + 1 ? "is missing" : "is there twice");
            if (entry.Reckoned() != entry.Hash) return new Verdict.Broken(entry.Number, "was changed: its hash is another's");
            if (entry.Previous != previous) return new Verdict.Broken(entry.Number, "doesn't follow the one before: that one, or both, were put in its place");
            previous = entry.Hash;
        }
        return Unexplained(entries, states) ?? new Verdict.Whole(entries.Count, previous);
    }

    // A chain cut off at its end is whole in itself; but then the questions are further than it says.
    private static Verdict? Unexplained(IReadOnlyList<LogEntry> entries, IReadOnlyList<QuestionNow> states)
    {
        var last = new Dictionary<string, LogEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
            if (entry is { Question: { } question, After: not null }) last[question.Value] = entry;
        foreach (var now in states)
        {
            if (!last.TryGetValue(now.Id, out var entry))
            {
                if (now.IsDecided) return new Verdict.Broken(entries.Count + 1, $"is missing: question {now.Id} is {now.State}, and no entry made it so");
                continue;
            }
            var left = QuestionTrace.Parse(entry.After);
            if (left is null || left.State != now.State || left.Reason != now.Reason || left.Risk != now.Risk || left.MergedInto != now.MergedInto)
                return new Verdict.Broken(entries.Count + 1, $"is missing: question {now.Id} is {now.State}, and entry {entry.Number}, its last, left it {left?.State ?? "nowhere"}");
        }
        return null;
    }
}

/// <param name="IsDecided">Somebody must have brought it where it is.</param>
internal sealed record QuestionNow(string Id, string State, string? Reason, string? Risk, string? MergedInto, bool IsDecided);

internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <param name="Head">Hash of the last entry: kept elsewhere, it proves this much for ever.</param>
    public sealed record Whole(int Entries, string Head) : Verdict;

    /// <param name="Number">Of the first entry that is wrong or missing.</param>
    /// <param name="Why">The rest of a sentence about it.</param>
    public sealed record Broken(long Number, string Why) : Verdict;
}
