using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>
/// What moderators decide of a question, apart from whose words it is: the part that a command changes and an undo puts back. Votes and
/// claims are not in it, so that a vote between a decision and its undo hinders nobody.
/// </summary>
/// <param name="LiveAt">As <see cref="SqlTypes.Instants"/> writes it; so too <paramref name="AnsweredAt"/>.</param>
internal sealed record Decision(
    string State, string? Reason, string? MergedInto, string? Answer, string? LiveAt, string? AnsweredAt, int? OffsetSeconds, IReadOnlyList<string>? Labels)
{
    public static Decision Of(Question question) => new(
        question.State.Wire(),
        question.Reason?.Wire(),
        question.MergedInto?.Value,
        question.Answer,
        question.LiveAt is { } live ? SqlTypes.Instants.Format(live) : null,
        question.AnsweredAt is { } answered ? SqlTypes.Instants.Format(answered) : null,
        question.OffsetSeconds,
        question.Labels.Count == 0 ? null : question.Labels);

    /// <summary>The same decision, whatever became of the rest.</summary>
    public bool IsOf(Question question) => JsonSerializer.Serialize(this, Json.Options) == JsonSerializer.Serialize(Of(question), Json.Options);

    /// <summary>The question with this decision in place of its own; the revision is the caller's.</summary>
    public Question On(Question question) => question with
    {
        State = QuestionStates.Parse(State),
        Reason = RejectReasons.TryParse(Reason, out var reason) ? reason : null,
        MergedInto = MergedInto is null ? null : new QuestionId(MergedInto),
        Answer = Answer,
        LiveAt = SqlTypes.Parse(LiveAt),
        AnsweredAt = SqlTypes.Parse(AnsweredAt),
        OffsetSeconds = OffsetSeconds,
        Labels = Labels ?? [],
    };
}
