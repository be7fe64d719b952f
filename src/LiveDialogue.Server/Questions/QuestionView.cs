using NodaTime.Text;

namespace LiveDialogue.Server.Questions;

/// <summary>A question as a board shows it. A question that left the board is <c>{id, state: "withdrawn"}</c> and nothing else.</summary>
public sealed record QuestionView
{
    public const string Withdrawn = "withdrawn";

    public required string Id { get; init; }
    public required string State { get; init; }

    public string? Text { get; init; }

    /// <summary>BCP 47; "und" where unknown.</summary>
    public string? Language { get; init; }

    public string? Name { get; init; }

    public string? Country { get; init; }

    public string? Addressee { get; init; }

    public int Votes { get; init; }

    /// <summary>Only where one device reads (GET); changes go to everybody and leave it out.</summary>
    public bool? VotedByMe { get; init; }

    /// <summary>Of a rejection; for its asker and moderators.</summary>
    public string? Reason { get; init; }

    public string? MergedInto { get; init; }

    public AnswerView? Answer { get; init; }

    /// <summary>Moderators only.</summary>
    public ClaimView? Claim { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>The question's own count of changes, not the board's.</summary>
    public int Version { get; init; }

    internal static QuestionView Gone(Question question) => new() { Id = question.Id.Value, State = Withdrawn, Version = question.Revision };

    /// <summary>What anybody may see of a public question.</summary>
    internal static QuestionView ForEverybody(Question question) => new()
    {
        Id = question.Id.Value,
        State = question.State.Wire(),
        Text = question.Text,
        Language = question.Language,
        Name = question.Name,
        Country = question.Country,
        Addressee = question.Addressee,
        Votes = question.Votes,
        Answer = question.State == QuestionState.Answered
            ? new AnswerView(question.Answer, question.AnsweredAt is { } at ? InstantPattern.ExtendedIso.Format(at) : null)
            : null,
        CreatedAt = InstantPattern.ExtendedIso.Format(question.CreatedAt),
        Version = question.Revision,
    };

    /// <summary>The asker's own card, whatever its state.</summary>
    internal static QuestionView ForAsker(Question question) =>
        ForEverybody(question) with { Reason = question.Reason?.Wire(), MergedInto = question.MergedInto?.Value };

    internal static QuestionView ForModerators(Question question) => ForAsker(question) with
    {
        Claim = question.Claim is { } claim ? new ClaimView(claim.Holder, claim.Name, InstantPattern.ExtendedIso.Format(claim.Until)) : null,
    };
}

/// <param name="Text">Null where the answer was given on air.</param>
/// <param name="At">RFC 3339, UTC.</param>
public sealed record AnswerView(string? Text, string? At);

/// <param name="By">The moderator's invite, or "host".</param>
/// <param name="Until">RFC 3339, UTC; the claim is void afterwards.</param>
public sealed record ClaimView(string By, string Name, string Until);
