using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Desk;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Translation.Detection;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <summary>What an asker's client sends. Null is whatever it left out.</summary>
/// <param name="Id">ULID or UUID, made by the client: sending it again is harmless.</param>
/// <param name="Text">At most 280 user-perceived characters.</param>
/// <param name="Language">BCP 47; "und" when left out.</param>
/// <param name="Addressee">A speaker, an office; left out: anyone.</param>
public sealed record AskRequest(string? Id, string? Text, string? Language, string? Name = null, string? Country = null, string? Addressee = null);

/// <summary>What became of an ask; the API turns it into a status, the page without JavaScript into a sentence.</summary>
public abstract record AskResult
{
    private AskResult()
    {
    }

    /// <param name="IsNew">False: the same question was here already.</param>
    /// <param name="Question">The asker's card.</param>
    public sealed record Accepted(bool IsNew, QuestionView Question) : AskResult;

    /// <summary>No such event, as far as this caller may know.</summary>
    public sealed record NoSuchEvent : AskResult;

    /// <param name="State">The event's: questions are taken while it is published or live.</param>
    public sealed record Closed(EventState State) : AskResult;

    /// <summary>Moderators closed the intake, though the event goes on.</summary>
    public sealed record Paused : AskResult;

    /// <summary>Slow mode: this device asked a moment ago.</summary>
    /// <param name="Wait">Until it may ask again.</param>
    /// <param name="Seconds">Between two questions.</param>
    public sealed record TooSoon(Duration Wait, int Seconds) : AskResult;

    /// <param name="Field">Of the request, camelCase.</param>
    /// <param name="Problem">missing, too-long or malformed.</param>
    public sealed record Invalid(string Field, string Problem) : AskResult;

    /// <summary>A moderator blocked this device at the event.</summary>
    public sealed record Blocked : AskResult;

    /// <summary>The id is taken by another question.</summary>
    public sealed record OtherText : AskResult;
}

/// <summary>Takes a question from anybody. The one door for the API and for the form that works without JavaScript.</summary>
public sealed class AskQuestion
{
    private readonly EventStore _events;
    private readonly QuestionStore _store;
    private readonly DeskStore _desk;
    private readonly Addressees _addressees;
    private readonly AskerCards _cards;
    private readonly TokenBuckets _buckets;
    private readonly IClock _clock;

    internal AskQuestion(EventStore events, QuestionStore store, DeskStore desk, Addressees addressees, AskerCards cards, TokenBuckets buckets, IClock clock) =>
        (_events, _store, _desk, _addressees, _cards, _buckets, _clock) = (events, store, desk, addressees, cards, buckets, clock);

    /// <summary>Stored when the answer is <see cref="AskResult.Accepted"/>; limits of rate are the endpoint's.</summary>
    /// <param name="idOrSlug">As in the URL.</param>
    /// <param name="network">Of the caller: <see cref="CallerExtensions.Network"/>.</param>
    public async Task<AskResult> AskAsync(string idOrSlug, AskRequest request, Caller caller, string network, CancellationToken ct)
    {
        if (await _events.FindAsync(idOrSlug, ct) is not { } live || (live.PublishedAt is null && !caller.ModeratesAt(live.Id))) return new AskResult.NoSuchEvent();
        if (!QuestionId.TryParse(request.Id, out var id)) return new AskResult.Invalid("id", request.Id is null ? "missing" : "malformed");
        if (QuestionText.Clean(request.Text) is not { } text) return new AskResult.Invalid("text", "missing");
        if (!QuestionText.Fits(text, QuestionText.MaxGraphemes)) return new AskResult.Invalid("text", "too-long");

        var language = "und";
        if (request.Language is { Length: > 0 } tag)
        {
            if (QuestionText.CleanLanguage(tag) is not { } known) return new AskResult.Invalid("language", "malformed");
            language = known;
        }
        var (name, country, addressee) = (QuestionText.Clean(request.Name), QuestionText.Clean(request.Country), QuestionText.Clean(request.Addressee));
        if (IsTooLong(name)) return new AskResult.Invalid("name", "too-long");
        if (IsTooLong(country)) return new AskResult.Invalid("country", "too-long");
        if (IsTooLong(addressee)) return new AskResult.Invalid("addressee", "too-long");

        var redacted = Redaction.Of(text);
        var risks = RiskRule.Flags(text);
        var desk = await _desk.ReadAsync(live.Id, ct);
        var (addresseeId, addresseeName) = await _addressees.ResolveAsync(live, addressee, ct);
        IReadOnlyList<string> flags = [.. redacted.Flags, .. Keywords.AnyIn(text, desk.Keywords.Keywords) ? [Keywords.Flag] : Array.Empty<string>(), .. risks];
        var detected = LanguageDetector.Shared.Detect(text, TextSource.Primary(language));
        if (detected is { Confidence: >= DetectedLanguage.Certain } && detected.Language != TextSource.Primary(language)) language = detected.Language;
        var question = new Question
        {
            Id = id,
            Event = live.Id,
            Device = QuestionEndpoints.DeviceOf(caller),
            Text = text,
            Shown = redacted.Shown,
            Flags = flags,
            Language = language,
            Detected = detected,
            Name = live.Minors ? null : Redaction.OfName(name),
            Country = live.Minors ? AskerPlace.CountryOnly(country, language) : Redaction.OfName(country),
            Addressee = addresseeId is null ? Redaction.OfName(addressee) : addresseeName,
            AddresseeId = addresseeId,
            State = HoldRule.FirstState(flags),
            Risk = risks.Count > 0 ? RiskState.Waiting : null,
            CreatedAt = _clock.GetCurrentInstant(),
        };
        var moderates = caller.ModeratesAt(live.Id);
        // Neither a closed intake nor slow mode closes the way to help.
        if (!live.IsOpen || (!desk.Intake.Open && !moderates && !question.IsAtRisk))
        {
            // Who asked in the last second and lost the answer may still learn that it was taken.
            if (await _store.FindAsync(live.Id, id, ct) is { } known && known.IsSentAgainAs(question)) return new AskResult.Accepted(IsNew: false, await SentAgainAsync(live, known, question, ct));
            return live.IsOpen ? new AskResult.Paused() : new AskResult.Closed(live.State);
        }
        var span = question.IsAtRisk ? AskPace.RiskSpan : Duration.FromSeconds(desk.Intake.SlowModeSeconds);
        var most = moderates || span == Duration.Zero ? 0 : question.IsAtRisk ? AskPace.MostAtRisk : 1;
        var pace = new AskPace(most, span, question.IsAtRisk, caller.Invite is null ? network : "", _buckets);
        return await _store.AskAsync(question, pace, ct) switch
        {
            AskOutcome.Stored stored => new AskResult.Accepted(IsNew: true, await _cards.OfAsync(live, stored.Question, ct)),
            AskOutcome.Known known => new AskResult.Accepted(IsNew: false, await SentAgainAsync(live, known.Question, question, ct)),
            AskOutcome.TooSoon tooSoon => new AskResult.TooSoon(tooSoon.Wait, question.IsAtRisk ? (int)Math.Ceiling(tooSoon.Wait.TotalSeconds) : desk.Intake.SlowModeSeconds),
            AskOutcome.Blocked => new AskResult.Blocked(),
            _ => new AskResult.OtherText(),
        };
    }

    /// <summary>POST …/questions.</summary>
    internal static async Task<IResult> HandleAsync(string @event, AskRequest request, HttpContext http, AskQuestion ask, CancellationToken ct) =>
        await ask.AskAsync(@event, request, http.Caller(), http.Network(), ct) switch
        {
            AskResult.Accepted { IsNew: true } accepted => TypedResults.Created($"/api/v1/events/{@event}/questions/{accepted.Question.Id}", accepted.Question),
            AskResult.Accepted accepted => TypedResults.Ok(accepted.Question),
            AskResult.TooSoon tooSoon => QuestionProblem.TooSoon(http, tooSoon.Wait.ToTimeSpan(), tooSoon.Seconds),
            AskResult.Paused => QuestionProblem.Conflict("Moderators take no questions now.", ("reason", "intake-closed")),
            AskResult.NoSuchEvent => TypedResults.NotFound(),
            AskResult.Closed closed => QuestionProblem.Conflict("Questions are taken while the event is published or live.", ("state", closed.State)),
            AskResult.Blocked => QuestionProblem.Blocked(),
            AskResult.Invalid invalid => QuestionProblem.Invalid(invalid.Field, invalid.Problem),
            _ => QuestionProblem.Conflict("This id is taken by another question.", ("reason", "other-text")),
        };

    // Whoever saw a public question knows its id and text; what became of it after it left the board is its asker's alone.
    private async Task<QuestionView> SentAgainAsync(LiveEvent live, Question known, Question sent, CancellationToken ct) =>
        known.Device == sent.Device ? await _cards.OfAsync(live, known, ct)
        : known.IsPublic ? QuestionView.ForEverybody(known)
        : QuestionView.ForEverybody(sent);

    private static bool IsTooLong(string? text) => text is not null && !QuestionText.Fits(text, QuestionText.MaxNameGraphemes);
}
