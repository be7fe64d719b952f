using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Translation.Detection;
using NodaTime.Text;

namespace LiveDialogue.Server.Questions;

/// <summary>A question as a board shows it. A question that left the board is <c>{id, state: "withdrawn"}</c> and nothing else.</summary>
public sealed record QuestionView
{
    public const string Withdrawn = "withdrawn";

    public required string Id { get; init; }
    public required string State { get; init; }

    public string? Text { get; init; }

    /// <summary>What was typed, nothing left out. Risk lane only.</summary>
    public string? Original { get; init; }

    /// <summary>BCP 47; "und" where unknown.</summary>
    public string? Language { get; init; }

    public string? Name { get; init; }

    public string? Country { get; init; }

    public string? Addressee { get; init; }

    /// <summary>office:… or speaker:… where the addressee is one of the event's.</summary>
    public string? AddresseeId { get; init; }

    public int Votes { get; init; }

    /// <summary>Only where one device reads (GET); changes go to everybody and leave it out.</summary>
    public bool? VotedByMe { get; init; }

    /// <summary>Of a rejection; for its asker and moderators.</summary>
    public string? Reason { get; init; }

    public string? MergedInto { get; init; }

    /// <summary>What became of the question that is asked in its stead. The card of its asker only.</summary>
    public MergedView? Merged { get; init; }

    /// <summary>How many were merged into this one. Moderators only.</summary>
    public int? MergedCount { get; init; }

    /// <summary>web, sms or whatsapp. Moderators only.</summary>
    public string? Channel { get; init; }

    /// <summary>contact, link, number, keyword; in the risk lane also risk:…. Moderators only, null for none.</summary>
    public IReadOnlyList<string>? Flags { get; init; }

    /// <summary>Devices that reported it. Moderators only, null for none.</summary>
    public int? Reports { get; init; }

    /// <summary>Its asker may not ask at this event any more. Moderators only, null for no.</summary>
    public bool? Blocked { get; init; }

    /// <summary>Moderators only.</summary>
    public DetectedLanguage? Detected { get; init; }

    /// <summary>Questions that belong together. Moderators only.</summary>
    public ClusterView? Cluster { get; init; }

    /// <summary>Questions that may say the same and are not merged. Moderators only.</summary>
    public IReadOnlyList<SimilarView>? Similar { get; init; }

    /// <summary>Where in the program it was taken, in seconds from its beginning.</summary>
    public double? OffsetSeconds { get; init; }

    /// <summary>waiting or seen; for the risk lane and the asker's own card.</summary>
    public string? Risk { get; init; }

    /// <summary>What its asker is told: the state, or merged, merged-answered, risk, risk-seen, unanswered. The asker's own card only.</summary>
    public string? Became { get; init; }

    /// <summary>Where its asker finds help. The asker's own card only.</summary>
    public HelpView? Help { get; init; }

    /// <summary>A moderator is looking at it. The asker's own card only, null where nobody is.</summary>
    public bool? InReview { get; init; }

    public AnswerView? Answer { get; init; }

    /// <summary>Moderators only.</summary>
    public ClaimView? Claim { get; init; }

    /// <summary>Topics; moderators only, null for none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Only in the answer to a moderator's own command.</summary>
    public Desk.UndoView? Undo { get; init; }

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
        Text = question.Shown,
        Language = question.Language,
        Name = question.Name,
        Country = question.Country,
        Addressee = question.Addressee,
        AddresseeId = question.AddresseeId,
        Votes = question.Votes,
        Answer = question.State == QuestionState.Answered
            ? new AnswerView(question.Answer, question.AnsweredAt is { } at ? InstantPattern.ExtendedIso.Format(at) : null)
            : null,
        OffsetSeconds = question.OffsetSeconds,
        CreatedAt = InstantPattern.ExtendedIso.Format(question.CreatedAt),
        Version = question.Revision,
    };

    /// <summary>The asker's own card, whatever its state: their words as they typed them.</summary>
    internal static QuestionView ForAsker(Question question) => ForEverybody(question) with
    {
        Text = question.Text,
        Reason = question.Reason?.Wire(),
        MergedInto = question.MergedInto?.Value,
        InReview = question.State is QuestionState.Held || (question.State is QuestionState.Received && question.Claim is not null) ? true : null,
        Risk = question.IsAtRisk ? question.Risk?.Wire() : null,
    };

    /// <summary>The asker of a merged question hears of the one that is asked in its stead, as far as everybody may.</summary>
    internal static QuestionView ForAsker(Question question, Question? master) =>
        master is null ? ForAsker(question) : ForAsker(question) with { Merged = MergedView.Of(master) };

    internal static QuestionView ForModerators(Question question) => ForEverybody(question) with
    {
        Reason = question.Reason?.Wire(),
        MergedInto = question.MergedInto?.Value,
        Channel = question.Channel,
        Flags = RiskFlags.Others(question.Flags),
        Reports = question.Reports == 0 ? null : question.Reports,
        Blocked = question.Blocked ? true : null,
        Detected = question.Detected,
        MergedCount = question.MergedCount == 0 ? null : question.MergedCount,
        Cluster = question.Note.ToCluster(),
        Similar = question.Note.ToViews(),
        Claim = question.Claim is { } claim ? new ClaimView(claim.Holder, claim.Name, InstantPattern.ExtendedIso.Format(claim.Until)) : null,
        Labels = question.Labels.Count == 0 ? null : question.Labels,
    };

    /// <summary>For those who watch over the risk lane: everything.</summary>
    internal static QuestionView ForSafeguards(Question question) => ForModerators(question) with
    {
        Original = question.Text,
        Flags = RiskFlags.OrNull(question.Flags),
        Risk = question.Risk?.Wire(),
    };
}

/// <param name="Text">Null where the answer was given on air.</param>
/// <param name="At">RFC 3339, UTC.</param>
public sealed record AnswerView(string? Text, string? At);

/// <param name="By">The moderator's invite, or "host".</param>
/// <param name="Until">RFC 3339, UTC; the claim is void afterwards.</param>
public sealed record ClaimView(string By, string Name, string Until);

/// <param name="Size">Questions in it, this one counted.</param>
/// <param name="Languages">BCP 47, of its questions.</param>
public sealed record ClusterView(string Id, int Size, IReadOnlyList<string> Languages);

/// <param name="Id">The other question.</param>
/// <param name="Score">0 to 1.</param>
public sealed record SimilarView(string Id, double Score);

/// <summary>Said to somebody who may be in danger.</summary>
/// <param name="Text">In the asker's language, or the host's own words.</param>
/// <param name="Lines">Where to find help; those of the asker's country first.</param>
public sealed record HelpView(string Text, IReadOnlyList<HelpLineView> Lines);

/// <param name="Phone">As it is dialled there.</param>
public sealed record HelpLineView(string Name, string? Phone, string? Url);

/// <summary>The question that a merged one is asked as.</summary>
/// <param name="State">Its own, as its asker would see it.</param>
/// <param name="Text">Null while it isn't public.</param>
public sealed record MergedView(string Id, string State, string? Text, AnswerView? Answer, double? OffsetSeconds)
{
    internal static MergedView Of(Question master)
    {
        var state = master.IsAtRisk || master.State is QuestionState.Held ? QuestionState.Received : master.State;
        if (!master.IsPublic) return new(master.Id.Value, state.Wire(), null, null, null);

        var seen = QuestionView.ForEverybody(master);
        return new(seen.Id, seen.State, seen.Text, seen.Answer, seen.OffsetSeconds);
    }
}
