using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Questions.Audit;

/// <summary>A question as the moderation log keeps it: enough to take a decision back, and nothing that was said.</summary>
/// <param name="Revision">The question's, so that an undo sees whether it changed since.</param>
/// <param name="LiveAt">As the database writes instants.</param>
/// <param name="Answered">An answer in writing is there; its words are not.</param>
internal sealed record QuestionTrace(
    string State, int Revision, string? Reason = null, string? MergedInto = null, string? Risk = null, string? Language = null, string? LiveAt = null, string? AnsweredAt = null, bool? Answered = null)
{
    public static QuestionTrace Of(Question question) => new(
        question.State.Wire(),
        question.Revision,
        question.Reason?.Wire(),
        question.MergedInto?.Value,
        question.Risk?.Wire(),
        question.Language,
        question.LiveAt is { } live ? SqlTypes.Instants.Format(live) : null,
        question.AnsweredAt is { } answered ? SqlTypes.Instants.Format(answered) : null,
        question.Answer is null ? null : true);

    public static QuestionTrace? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<QuestionTrace>(json, Json.Options);

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);
}
