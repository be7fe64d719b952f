using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;

namespace LiveDialogue.Server.Questions.Desk;

/// <param name="Keywords">At most 200, of 60 user-perceived characters.</param>
public sealed record KeywordsRequest(IReadOnlyList<string>? Keywords);

/// <param name="Text">At most 2000 characters; empty takes the note away.</param>
public sealed record HandoverRequest(string? Text);

/// <summary>GET …/desk; GET and PUT …/keywords and …/handover.</summary>
internal static class SetDesk
{
    public const int MostKeywords = 200;
    public const int MaxHandover = 2000;

    public static async Task<IResult> ReadAsync(string @event, EventStore events, DeskStore store, CancellationToken ct) =>
        await events.FindAsync(@event, ct) is { } live ? TypedResults.Ok(await store.ReadAsync(live.Id, ct)) : Problems.NoSuchEvent;

    public static async Task<IResult> ReadKeywordsAsync(string @event, HttpContext http, EventStore events, DeskStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;

        var now = (await store.ReadAsync(live.Id, ct)).Keywords;
        return Answer(done: true, now, now.Revision, http);
    }

    public static async Task<IResult> ReadHandoverAsync(string @event, HttpContext http, EventStore events, DeskStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;

        var now = (await store.ReadAsync(live.Id, ct)).Handover;
        return Answer(done: true, now, now.Revision, http);
    }

    public static async Task<IResult> KeywordsAsync(string @event, KeywordsRequest request, HttpContext http, EventStore events, DeskStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        if (request.Keywords is null) return QuestionProblem.Invalid("keywords", "missing");
        if (Keywords.Clean(request.Keywords) is not { } keywords) return QuestionProblem.Invalid("keywords", "too-long");
        if (keywords.Count > MostKeywords) return QuestionProblem.Invalid("keywords", "too-long");
        if (Preconditions.IfMatch(http) is not { } ifMatch) return Preconditions.Missing;

        var (done, now) = await store.SetKeywordsAsync(live.Id, revision => SetIntake.Matches(ifMatch, revision), keywords, Deed.ActorOf(http.Caller()), ct);
        return Answer(done, now.Keywords, now.Keywords.Revision, http);
    }

    public static async Task<IResult> HandoverAsync(
        string @event, HandoverRequest request, HttpContext http, EventStore events, InviteStore invites, DeskStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        if (request.Text is not { } text) return QuestionProblem.Invalid("text", "missing");
        if (text.Length > MaxHandover) return QuestionProblem.Invalid("text", "too-long");
        if (Preconditions.IfMatch(http) is not { } ifMatch) return Preconditions.Missing;

        var by = http.Caller().Invite is { } id && await invites.FindAsync(id, ct) is { } invite ? invite.Name : "host";
        var (done, now) = await store.SetHandoverAsync(live.Id, revision => SetIntake.Matches(ifMatch, revision), QuestionText.CleanLines(text) ?? "", by, Deed.ActorOf(http.Caller()), ct);
        return Answer(done, now.Handover, now.Handover.Revision, http);
    }

    private static IResult Answer<T>(bool done, T now, int revision, HttpContext http)
    {
        if (!done) return Preconditions.Stale(revision);

        http.Response.Headers.ETag = SetIntake.TagOf(revision);
        return TypedResults.Ok(now);
    }
}
