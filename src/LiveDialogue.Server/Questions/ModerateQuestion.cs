using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Desk;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <param name="Revision">The question's <see cref="QuestionView.Version"/> on the caller's screen: refused with the difference when something that matters changed since. Left out: whatever it is now.</param>
/// <param name="Reason">For reject: off-topic, duplicate, unclear, unkind, personal, unsafe or other (the default).</param>
/// <param name="Into">For merge: the question that stays.</param>
/// <param name="Text">For answer: in writing; left out where it was said on air.</param>
/// <param name="Labels">For labels: in place of those it has.</param>
public sealed record ModerationRequest(int? Revision = null, string? Reason = null, string? Into = null, string? Text = null, IReadOnlyList<string>? Labels = null);

/// <summary>POST …/questions/{id}/{command} by moderators and hosts; README.md holds the table of what may become what.</summary>
internal sealed class ModerateQuestion(EventStore events, InviteStore invites, QuestionDesk desk, IClock clock)
{
    /// <summary>Characters of a written answer.</summary>
    private const int MaxAnswer = 4000;

    public static Task<IResult> ApproveAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(@event, id, http, "approve", (_, _) => question => question.Approve(), ct);

    public static Task<IResult> RejectAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(
            @event, id, http, "reject", (request, _) => RejectReasons.TryParse(request.Reason ?? "other", out var reason) ? question => question.Reject(reason) : null, ct, "reason");

    public static Task<IResult> ShortlistAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(@event, id, http, "shortlist", (_, _) => question => question.Shortlist(), ct);

    public static Task<IResult> RestoreAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(@event, id, http, "restore", (_, _) => question => question.Restore(), ct);

    /// <summary>A merged one stands for itself again: waits to be looked at.</summary>
    public static Task<IResult> UnmergeAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(@event, id, http, "unmerge", (_, _) => question => question.Unmerge(), ct);

    public static Task<IResult> LabelAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(@event, id, http, "labels", (request, _) => LabelRules.Clean(request.Labels) is { } labels ? question => question.WithLabels(labels) : null, ct, "labels");

    public static Task<IResult> AnswerAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(
            @event,
            id,
            http,
            "answer",
            (request, _) =>
            {
                if (request.Text?.Trim().Length > MaxAnswer) return null;
                var text = QuestionText.CleanLines(request.Text);
                return question => question.DoneWith(text, moderate.Now);
            },
            ct,
            "text",
            "too-long");

    /// <summary>A lease of a minute, renewed by claiming again.</summary>
    public static Task<IResult> ClaimAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(@event, id, http, null, (_, seen) => question => question.IsAtRisk ? null : question.ClaimFor(seen.Holder, seen.Name, moderate.Now), ct);

    public static Task<IResult> ReleaseAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct) =>
        moderate.DecideAsync(@event, id, http, null, (_, seen) => question => question.IsAtRisk ? null : question.Release(seen.Holder, moderate.Now), ct);

    public static async Task<IResult> TakeAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct)
    {
        if (await ReadAsync(http.Request, ct) is not { } request) return TypedResults.BadRequest();

        return await moderate.FindAsync(@event, id, ct) is (var live, var parsed)
            ? Answer(await moderate.Desk.TakeAsync(live, parsed, await moderate.SeenAsync(http.Caller(), request, ct), ct))
            : TypedResults.NotFound();
    }

    public static async Task<IResult> MergeAsync(string @event, string id, HttpContext http, ModerateQuestion moderate, CancellationToken ct)
    {
        if (await ReadAsync(http.Request, ct) is not { } request) return TypedResults.BadRequest();
        if (!QuestionId.TryParse(request.Into, out var into)) return QuestionProblem.Invalid("into", request.Into is null ? "missing" : "malformed");

        return await moderate.FindAsync(@event, id, ct) is (var live, var parsed)
            ? Answer(await moderate.Desk.MergeAsync(live, parsed, into, await moderate.SeenAsync(http.Caller(), request, ct), ct))
            : TypedResults.NotFound();
    }

    private Instant Now => clock.GetCurrentInstant();

    private QuestionDesk Desk => desk;

    /// <param name="action">For the moderation log; null for what decides nothing.</param>
    /// <param name="transition">Of the body and who sent it; null when <paramref name="field"/> of the body is no good.</param>
    private async Task<IResult> DecideAsync(
        string idOrSlug, string id, HttpContext http, string? action, Func<ModerationRequest, Seen, Func<Question, Question?>?> transition, CancellationToken ct,
        string field = "", string problem = "malformed")
    {
        if (await ReadAsync(http.Request, ct) is not { } request) return TypedResults.BadRequest();

        var seen = await SeenAsync(http.Caller(), request, ct);
        if (transition(request, seen) is not { } decide) return QuestionProblem.Invalid(field, problem);

        return await FindAsync(idOrSlug, id, ct) is (var live, var parsed)
            ? Answer(await desk.DecideAsync(live, parsed, seen, action, decide, ct))
            : TypedResults.NotFound();
    }

    private async Task<(EventId Event, QuestionId Question)?> FindAsync(string idOrSlug, string id, CancellationToken ct) =>
        QuestionId.TryParse(id, out var parsed) && await events.FindAsync(idOrSlug, ct) is { } live ? (live.Id, parsed) : null;

    // Invites have names; who signed in as the host is simply that.
    private async Task<Seen> SeenAsync(Caller caller, ModerationRequest request, CancellationToken ct) =>
        caller.Invite is { } id && await invites.FindAsync(id, ct) is { } invite ? new(id.Value, invite.Name, request.Revision) : new(Audit.Deed.ActorOf(caller), "host", request.Revision);

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

    private static IResult Answer(DeskOutcome outcome) => outcome switch
    {
        DeskOutcome.Done done => TypedResults.Ok(QuestionView.ForModerators(done.Question) with { Undo = done.Undo }),
        DeskOutcome.Refused refused => QuestionProblem.Stale(refused.Current, refused.Changed, refused.Last),
        _ => TypedResults.NotFound(),
    };
}
