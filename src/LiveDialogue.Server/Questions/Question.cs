using LiveDialogue.Server.Questions.Clusters;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Translation.Detection;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <summary>
/// A question and what became of it. Pure: each transition gives the question after it, or null where the state doesn't allow it
/// (the caller answers 409 with the current one). README.md holds the table.
/// </summary>
internal sealed record Question
{
    public required QuestionId Id { get; init; }
    public required EventId Event { get; init; }

    /// <summary>The asker's device: it alone may read the card before the question is public.</summary>
    public required string Device { get; init; }

    /// <summary>What was typed, cleaned by <see cref="QuestionText"/>. For the asker's own card and the risk lane; everybody else reads <see cref="Shown"/>.</summary>
    public required string Text { get; init; }

    /// <summary>The text without contact data (<see cref="Redaction"/>): what boards, translations, exports and the program show.</summary>
    public required string Shown { get; init; }

    /// <summary>What was noticed when it was asked: contact, link, number, keyword, risk:…</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>How it came: web, sms, whatsapp.</summary>
    public string Channel { get; init; } = "web";

    /// <summary>BCP 47: what the text was found to be in, else what the asker's client said; "und" when neither says.</summary>
    public required string Language { get; init; }

    /// <summary>The language the text seems to be in; null where nobody looked.</summary>
    public DetectedLanguage? Detected { get; init; }

    public string? Name { get; init; }
    public string? Country { get; init; }
    public string? Addressee { get; init; }

    /// <summary>Where <see cref="Addressee"/> is one of the event's (<see cref="Desk.Addressees"/>): office:… or speaker:….</summary>
    public string? AddresseeId { get; init; }

    /// <summary>Topics, in moderators' words. Replaced whole, never changed in place.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public required QuestionState State { get; init; }

    /// <summary>Somebody may be in danger; null for nearly all.</summary>
    public RiskState? Risk { get; init; }

    public RejectReason? Reason { get; init; }

    /// <summary>The question that is asked in its stead, where it was merged.</summary>
    public QuestionId? MergedInto { get; init; }

    /// <summary>Those merged into this one, and into those.</summary>
    public int MergedCount { get; init; }

    /// <summary>What it looks like, for moderators; no decision.</summary>
    public ClusterNote Note { get; init; } = ClusterNote.None;

    public string? Answer { get; init; }
    public Claim? Claim { get; init; }

    /// <summary>As the boards show them: at most a second behind the votes cast.</summary>
    public int Votes { get; init; }

    /// <summary>Its asker may not ask at this event any more.</summary>
    public bool Blocked { get; init; }

    /// <summary>Devices that reported it to the moderators.</summary>
    public int Reports { get; init; }

    public required Instant CreatedAt { get; init; }
    public Instant? LiveAt { get; init; }
    public Instant? AnsweredAt { get; init; }

    /// <summary>How long the event had been live when the question was taken; null before that, and where it wasn't live.</summary>
    public int? OffsetSeconds { get; init; }

    /// <summary>Counts every change.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>On no board but the risk lane's, and not to be decided elsewhere.</summary>
    public bool IsAtRisk => Risk is RiskState.Waiting or RiskState.Seen;

    public bool IsPublic => Here is QuestionState.Approved or QuestionState.Shortlisted or QuestionState.Live or QuestionState.Answered;

    /// <summary>Votes order what is still to be asked.</summary>
    public bool IsOpenForVotes => Here is QuestionState.Approved or QuestionState.Shortlisted;

    // The state as far as decisions are concerned: none while it is in the risk lane.
    private QuestionState? Here => IsAtRisk ? null : State;

    /// <summary>
    /// The same, sent once more. From another device what everybody reads is compared: whoever knows a public question could otherwise try
    /// out what was taken from it.
    /// </summary>
    public bool IsSentAgainAs(Question sent) => sent.Device == Device ? sent.Text == Text : sent.Shown == Shown;

    public Question? Approve() => Here is QuestionState.Received or QuestionState.Held ? Decided(QuestionState.Approved) : null;

    public Question? Reject(RejectReason reason) =>
        Here is QuestionState.Received or QuestionState.Held or QuestionState.Approved or QuestionState.Shortlisted
            ? Decided(QuestionState.Rejected) with { Reason = reason }
            : null;

    /// <summary>Another question says the same and is asked in its stead.</summary>
    public Question? MergeInto(Question other) =>
        other.Id != Id && other.Event == Event && !other.IsAtRisk && other.State != QuestionState.Rejected && Reject(RejectReason.Duplicate) is { } rejected
            ? rejected with { MergedInto = other.Id }
            : null;

    public Question? Shortlist() => Here is QuestionState.Approved ? Decided(QuestionState.Shortlisted) : null;

    /// <param name="offset">Seconds since the event went live.</param>
    public Question? Take(Instant now, int? offset = null) =>
        Here is QuestionState.Approved or QuestionState.Shortlisted ? Decided(QuestionState.Live) with { LiveAt = now, OffsetSeconds = offset } : null;

    /// <summary>Another question was taken while this one was live.</summary>
    public Question? StepBack() => Here is QuestionState.Live ? Decided(QuestionState.Shortlisted) with { LiveAt = null, OffsetSeconds = null } : null;

    /// <param name="text">What was answered, in writing; null where it was said on air.</param>
    public Question? DoneWith(string? text, Instant now)
    {
        var may = Here is QuestionState.Live || (text is not null && Here is QuestionState.Approved or QuestionState.Shortlisted);
        return may ? Decided(QuestionState.Answered) with { Answer = text, AnsweredAt = now } : null;
    }

    /// <summary>One step back, for the hand that slipped.</summary>
    public Question? Restore() => Here switch
    {
        QuestionState.Approved => Decided(QuestionState.Received),
        QuestionState.Rejected => Decided(QuestionState.Received) with { Reason = null, MergedInto = null },
        QuestionState.Shortlisted => Decided(QuestionState.Approved),
        QuestionState.Live => StepBack(),
        QuestionState.Answered => Decided(QuestionState.Shortlisted) with { Answer = null, AnsweredAt = null, LiveAt = null, OffsetSeconds = null },
        _ => null,
    };

    /// <summary>Not the same question after all.</summary>
    public Question? Unmerge() => MergedInto is null ? null : Restore();

    /// <returns>Null while somebody else's lease runs.</returns>
    public Question? ClaimFor(string holder, string name, Instant now) =>
        Claim is { } claim && claim.Holder != holder && claim.Until > now
            ? null
            : Changed() with { Claim = new Claim(holder, name, now + Claim.Lease) };

    /// <returns>Null when somebody else holds it; itself when nobody does.</returns>
    public Question? Release(string holder, Instant now) => Claim switch
    {
        null => this,
        var claim when claim.Holder == holder || claim.Until <= now => Changed() with { Claim = null },
        _ => null,
    };

    /// <summary>A moderator knows the language better.</summary>
    public Question In(string language) => language == Language && Detected is { Confidence: 1 } ? this : Changed() with { Language = language, Detected = new(language, 1) };

    /// <summary>Into the risk lane by hand: off every other board, the program included. An answer that was given stays given.</summary>
    public Question? ToRisk() => IsAtRisk ? null : Decided(State is QuestionState.Answered ? State : QuestionState.Held) with
    {
        Risk = RiskState.Waiting,
        Flags = Flags.Contains(RiskFlags.ByHand) ? Flags : [.. Flags, RiskFlags.ByHand],
        Reason = null,
        MergedInto = null,
        LiveAt = State is QuestionState.Answered ? LiveAt : null,
        OffsetSeconds = State is QuestionState.Answered ? OffsetSeconds : null,
    };

    /// <summary>No danger after all: goes to the other moderators.</summary>
    public Question? ClearRisk() => IsAtRisk ? Changed() with { Risk = RiskState.Cleared } : null;

    /// <summary>A person has seen to it; it stays in the risk lane.</summary>
    public Question? SeeTo() => Risk is RiskState.Waiting ? Changed() with { Risk = RiskState.Seen } : null;

    public Question WithBlock(bool blocked) => blocked == Blocked ? this : Changed() with { Blocked = blocked };

    /// <summary>In a dialogue with minors: nothing that says who, and where only by country.</summary>
    public Question WithoutPerson(string? country) => Name is null && Country == country ? this : Changed() with { Name = null, Country = country };

    public Question WithReports(int reports) => reports == Reports ? this : Changed() with { Reports = reports };

    /// <returns>Null while it is in the risk lane, where the answer would show it to whoever isn't of it.</returns>
    public Question? WithLabels(IReadOnlyList<string> labels) =>
        IsAtRisk ? null : labels.SequenceEqual(Labels, StringComparer.Ordinal) ? this : Changed() with { Labels = labels };

    /// <summary>As it was before a decision that is undone.</summary>
    public Question BackTo(Desk.Decision before) => before.On(Decided(QuestionStates.Parse(before.State)));

    /// <param name="votes">Of the devices that voted for it or for one merged into it.</param>
    public Question WithVotes(int votes, int merged = 0) => votes == Votes && merged == MergedCount ? this : Changed() with { Votes = votes, MergedCount = merged };

    // A decision ends the claim: the card has left the holder's hand.
    private Question Decided(QuestionState state) => Changed() with { State = state, Claim = null };

    private Question Changed() => this with { Revision = Revision + 1 };
}

/// <summary>Somebody works on a card; the others see who. It decides nothing: the state does.</summary>
/// <param name="Holder">The moderator's invite, or "host".</param>
internal sealed record Claim(string Holder, string Name, Instant Until)
{
    public static readonly Duration Lease = Duration.FromSeconds(60);
}
