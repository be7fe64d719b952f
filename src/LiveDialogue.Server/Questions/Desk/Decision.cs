using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>
/// What moderators decide of a question, apart from whose words it is: the part that a command changes and an undo puts back. Votes and
/// claims are not in it, so that a vote between a decision and its undo hinders nobody.
/// </summary>
/// <param name="LiveAt">As <see cref="SqlTypes.Instants"/> writes it; so too <paramref name="AnsweredAt"/>.</param>
/// <param name="Care">Where it was about somebody's safety; null for all other decisions, which a block or a report hinders in nothing.</param>
internal sealed record Decision(
    string State, string? Reason, string? MergedInto, string? Answer, string? LiveAt, string? AnsweredAt, int? OffsetSeconds, IReadOnlyList<string>? Labels, Care? Care = null)
{
    public static Decision Of(Question question, bool care = false) => new(
        question.State.Wire(),
        question.Reason?.Wire(),
        question.MergedInto?.Value,
        question.Answer,
        question.LiveAt is { } live ? SqlTypes.Instants.Format(live) : null,
        question.AnsweredAt is { } answered ? SqlTypes.Instants.Format(answered) : null,
        question.OffsetSeconds,
        question.Labels.Count == 0 ? null : question.Labels,
        care ? new(question.Risk?.Wire(), question.Flags, question.Blocked) : null);

    /// <summary>The same decision, whatever became of the rest.</summary>
    public bool IsOf(Question question) => JsonSerializer.Serialize(this, Json.Options) == JsonSerializer.Serialize(Of(question, Care is not null), Json.Options);

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
        Risk = Care is null ? question.Risk : RiskStates.Parse(Care.Risk),
        Flags = Care?.Flags ?? question.Flags,
        Blocked = Care?.Blocked ?? question.Blocked,
    };
}

/// <param name="Risk">As <see cref="RiskStates.Wire"/> writes it.</param>
/// <param name="Blocked">Its asker may ask no more.</param>
internal sealed record Care(string? Risk, IReadOnlyList<string> Flags, bool Blocked);
