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

    /// <summary>Cleaned by <see cref="QuestionText"/>.</summary>
    public required string Text { get; init; }

    /// <summary>BCP 47; "und" when the asker's client didn't say.</summary>
    public required string Language { get; init; }

    public string? Name { get; init; }
    public string? Country { get; init; }
    public string? Addressee { get; init; }
    public required QuestionState State { get; init; }
    public RejectReason? Reason { get; init; }

    /// <summary>The question that is asked in its stead, where it was merged.</summary>
    public QuestionId? MergedInto { get; init; }

    public string? Answer { get; init; }
    public Claim? Claim { get; init; }

    /// <summary>As the boards show them: at most a second behind the votes cast.</summary>
    public int Votes { get; init; }

    public required Instant CreatedAt { get; init; }
    public Instant? LiveAt { get; init; }
    public Instant? AnsweredAt { get; init; }

    /// <summary>Counts every change.</summary>
    public int Revision { get; init; } = 1;

    public bool IsPublic => State is QuestionState.Approved or QuestionState.Shortlisted or QuestionState.Live or QuestionState.Answered;

    /// <summary>Votes order what is still to be asked.</summary>
    public bool IsOpenForVotes => State is QuestionState.Approved or QuestionState.Shortlisted;

    public Question? Approve() => State is QuestionState.Received or QuestionState.Held ? Decided(QuestionState.Approved) : null;

    public Question? Reject(RejectReason reason) =>
        State is QuestionState.Received or QuestionState.Held or QuestionState.Approved or QuestionState.Shortlisted
            ? Decided(QuestionState.Rejected) with { Reason = reason }
            : null;

    /// <summary>Another question says the same and is asked in its stead.</summary>
    public Question? MergeInto(Question other) =>
        other.Id != Id && other.Event == Event && other.State != QuestionState.Rejected && Reject(RejectReason.Duplicate) is { } rejected
            ? rejected with { MergedInto = other.Id }
            : null;

    public Question? Shortlist() => State is QuestionState.Approved ? Decided(QuestionState.Shortlisted) : null;

    public Question? Take(Instant now) =>
        State is QuestionState.Approved or QuestionState.Shortlisted ? Decided(QuestionState.Live) with { LiveAt = now } : null;

    /// <summary>Another question was taken while this one was live.</summary>
    public Question? StepBack() => State is QuestionState.Live ? Decided(QuestionState.Shortlisted) with { LiveAt = null } : null;

    /// <param name="text">What was answered, in writing; null where it was said on air.</param>
    public Question? DoneWith(string? text, Instant now)
    {
        var may = State is QuestionState.Live || (text is not null && State is QuestionState.Approved or QuestionState.Shortlisted);
        return may ? Decided(QuestionState.Answered) with { Answer = text, AnsweredAt = now } : null;
    }

    /// <summary>One step back, for the hand that slipped.</summary>
    public Question? Restore() => State switch
    {
        QuestionState.Approved => Decided(QuestionState.Received),
        QuestionState.Rejected => Decided(QuestionState.Received) with { Reason = null, MergedInto = null },
        QuestionState.Shortlisted => Decided(QuestionState.Approved),
        QuestionState.Live => StepBack(),
        QuestionState.Answered => Decided(QuestionState.Shortlisted) with { Answer = null, AnsweredAt = null, LiveAt = null },
        _ => null,
    };

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

    public Question WithVotes(int votes) => votes == Votes ? this : Changed() with { Votes = votes };

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
