namespace LiveDialogue.Server.Questions.Ledger;

/// <param name="Asked">All of them: on air + in writing + refused + waiting, always.</param>
/// <param name="Merged">How many of these were asked together with another: each counts where that one ended.</param>
/// <param name="Waiting">Not decided, not answered, or with those who watch over safety.</param>
public sealed record LedgerView(int Asked, int AnsweredOnAir, int AnsweredInWriting, int Refused, IReadOnlyList<RefusalView> Reasons, int Waiting, int Merged);

/// <param name="Reason">One of the reasons of a rejection.</param>
public sealed record RefusalView(string Reason, int Count);

/// <summary>Where a question ended, as the public reads it.</summary>
internal enum Ending { Waiting, OnAir, InWriting, Refused }

/// <summary>What became of an event's questions, in numbers that add up. Pure.</summary>
internal static class QuestionLedger
{
    private const int LongestTrail = 16;

    public static LedgerView Of(IReadOnlyCollection<Question> questions)
    {
        var roots = Roots(questions);
        var ends = questions.Select(question => roots[question.Id]).Select(root => (Root: root, Ending: EndOf(root))).ToList();
        var reasons = ends.Where(end => end.Ending is Ending.Refused).GroupBy(end => end.Root.Reason?.Wire() ?? "other", StringComparer.Ordinal);
        return new(
            questions.Count,
            ends.Count(end => end.Ending is Ending.OnAir),
            ends.Count(end => end.Ending is Ending.InWriting),
            ends.Count(end => end.Ending is Ending.Refused),
            [.. reasons.Select(group => new RefusalView(group.Key, group.Count())).OrderByDescending(row => row.Count).ThenBy(row => row.Reason, StringComparer.Ordinal)],
            ends.Count(end => end.Ending is Ending.Waiting),
            questions.Count(question => roots[question.Id].Id != question.Id));
    }

    /// <summary>For each question the one that is asked for it: itself, or what it was merged into.</summary>
    public static Dictionary<QuestionId, Question> Roots(IReadOnlyCollection<Question> questions)
    {
        var byId = questions.ToDictionary(question => question.Id);
        return questions.ToDictionary(
            question => question.Id,
            question =>
            {
                var root = question;
                for (var step = 0; step < LongestTrail && root is { IsAtRisk: false, MergedInto: { } into } && byId.TryGetValue(into, out var next); step++) root = next;
                return root;
            });
    }

    public static Ending EndOf(Question root) => root switch
    {
        { IsAtRisk: true } => Ending.Waiting,
        { State: QuestionState.Answered, LiveAt: null, Answer: not null } => Ending.InWriting,
        { State: QuestionState.Answered } => Ending.OnAir,
        { State: QuestionState.Rejected } => Ending.Refused,
        _ => Ending.Waiting,
    };
}
