using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <param name="Reason">For reject: off-topic, duplicate, unclear, unkind, personal, unsafe or other (the default).</param>
/// <param name="Into">For merge: the question that stays.</param>
/// <param name="Text">For answer: in writing; left out where it was said on air.</param>
public sealed record ModerationRequest(string? Reason = null, string? Into = null, string? Text = null);

/// <summary>POST …/questions/{id}/{command} by moderators and hosts; README.md holds the table of what may become what.</summary>
internal sealed class ModerateQuestion(EventStore events, InviteStore invites, QuestionStore store, IClock clock)
{
    /// <summary>Characters of a written answer.</summary>
    private const int MaxAnswer = 4000;

    public static Task<IResult> ApproveAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.ChangeAsync(@event, id, question => question.Approve(), Deed.By(http.Caller(), "approve"), ct);

    public static async Task<IResult> RejectAsync(string @event, string id, HttpRequest http, ModerateQuestion moderate, CancellationToken ct)
    {
        if (await ReadAsync(http, ct) is not { } request) return TypedResults.BadRequest();

        return RejectReasons.TryParse(request.Reason ?? "other", out var reason)
            ? await moderate.ChangeAsync(@event, id, question => question.Reject(reason), Deed.By(http.HttpContext.Caller(), "reject"), ct)
            : QuestionProblem.Invalid("reason", "malformed");
    }

    public static Task<IResult> ShortlistAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.ChangeAsync(@event, id, question => question.Shortlist(), Deed.By(http.Caller(), "shortlist"), ct);

    public static Task<IResult> RestoreAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.ChangeAsync(@event, id, question => question.Restore(), Deed.By(http.Caller(), "restore"), ct);

    public static async Task<IResult> AnswerAsync(string @event, string id, HttpRequest http, ModerateQuestion moderate, CancellationToken ct)
    {
        if (await ReadAsync(http, ct) is not { } request) return TypedResults.BadRequest();

        var text = request.Text?.Trim();
        if (text?.Length > MaxAnswer) return QuestionProblem.Invalid("text", "too-long");

        return await moderate.ChangeAsync(@event, id, question => question.DoneWith(string.IsNullOrEmpty(text) ? null : text, moderate.Now), Deed.By(http.HttpContext.Caller(), "answer"), ct);
    }

    public static async Task<IResult> TakeAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        await moderate.FindEventAsync(@event, ct) is { } live && QuestionId.TryParse(id, out var parsed)
            ? Answer(await moderate.Store.TakeAsync(live.Id, parsed, Deed.By(http.Caller(), "take"), ct))
            : TypedResults.NotFound();

    public static async Task<IResult> MergeAsync(string @event, string id, HttpRequest http, ModerateQuestion moderate, CancellationToken ct)
    {
        if (await ReadAsync(http, ct) is not { } request) return TypedResults.BadRequest();
        if (!QuestionId.TryParse(request.Into, out var into)) return QuestionProblem.Invalid("into", request.Into is null ? "missing" : "malformed");

        return await moderate.FindEventAsync(@event, ct) is { } live && QuestionId.TryParse(id, out var parsed)
            ? Answer(await moderate.Store.MergeAsync(live.Id, parsed, into, Deed.By(http.HttpContext.Caller(), "merge"), ct))
            : TypedResults.NotFound();
    }

    /// <summary>A lease of a minute, renewed by claiming again.</summary>
    public static async Task<IResult> ClaimAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct)
    {
        var (holder, name) = await moderate.HolderAsync(http.Caller(), ct);
        return await moderate.ChangeAsync(@event, id, question => question.IsAtRisk ? null : question.ClaimFor(holder, name, moderate.Now), deed: null, ct);
    }

    public static async Task<IResult> ReleaseAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct)
    {
        var (holder, _) = await moderate.HolderAsync(http.Caller(), ct);
        return await moderate.ChangeAsync(@event, id, question => question.IsAtRisk ? null : question.Release(holder, moderate.Now), deed: null, ct);
    }

    // By hand: a bound body, even an optional one, makes routing give requests without one to the pages' fallback.
    private static async Task<ModerationRequest?> ReadAsync(HttpRequest http, CancellationToken ct)
    {
        if (!http.HasJsonContentType()) return new();
        try
        {
            return await http.ReadFromJsonAsync<ModerationRequest>(ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Instant Now => clock.GetCurrentInstant();

    private QuestionStore Store => store;

    private Task<LiveEvent?> FindEventAsync(string idOrSlug, CancellationToken ct) => events.FindAsync(idOrSlug, ct);

    private async Task<IResult> ChangeAsync(string idOrSlug, string id, Func<Question, Question?> transition, Deed? deed, CancellationToken ct) =>
        QuestionId.TryParse(id, out var parsed) && await events.FindAsync(idOrSlug, ct) is { } live
            ? Answer(await store.ChangeAsync(live.Id, parsed, transition, deed, ct))
            : TypedResults.NotFound();

    // Invites have names; who signed in as the host is simply that.
    private async Task<(string Holder, string Name)> HolderAsync(Caller caller, CancellationToken ct) =>
        caller.Invite is { } id && await invites.FindAsync(id, ct) is { } invite ? (id.Value, invite.Name) : ("host", "host");

    private static IResult Answer(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Done done => TypedResults.Ok(QuestionView.ForModerators(done.Question)),
        ChangeOutcome.Refused refused => QuestionProblem.WrongState(refused.Current),
        _ => TypedResults.NotFound(),
    };
}
