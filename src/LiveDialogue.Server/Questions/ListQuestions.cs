using System.Globalization;
using System.Text;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Safety;

namespace LiveDialogue.Server.Questions;

/// <summary>GET …/questions: the caller's board, whole or since a version; and one question's card.</summary>
internal static class ListQuestions
{
    public static async Task<IResult> HandleAsync(
        string @event, long? since, string? board, HttpContext http, EventStore events, QuestionStore store, CancellationToken ct)
    {
        var caller = http.Caller();
        if (await events.FindAsync(@event, ct) is not { } live || (live.PublishedAt is null && !caller.ModeratesAt(live.Id))) return TypedResults.NotFound();

        var role = caller.RoleAt(live.Id);
        var wanted = board ?? QuestionBoards.For(role);
        if (!QuestionBoards.MayRead(caller, live.Id, wanted)) return role is Role.Viewer ? TypedResults.Unauthorized() : TypedResults.Forbid();

        http.Response.Headers.CacheControl = "no-store";        // what one device voted for is on it
        var device = QuestionEndpoints.DeviceOf(caller);
        if (since is { } version && await store.ReadSinceAsync(live.Id, wanted, version, device, ct) is { } missed) return TypedResults.Ok(missed);

        var whole = await store.ReadSnapshotAsync(live.Id, wanted, device, ct);
        return Results.Stream(body => WriteAsync(body, whole, ct), "application/json; charset=utf-8");
    }

    // A QuestionBoard, of content that is JSON already: {"questions":…}
    private static async Task WriteAsync(Stream body, BoardSnapshot whole, CancellationToken ct)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"board":"{{whole.Board}}","version":{{whole.Version}},""")), ct);
        await body.WriteAsync(((SerializedContent)whole.Content).Json[1..], ct);
    }

    public static async Task<IResult> OneAsync(string @event, string id, HttpContext http, EventStore events, QuestionStore store, AskerCards cards, CancellationToken ct)
    {
        var caller = http.Caller();
        if (!QuestionId.TryParse(id, out var parsed) || await events.FindAsync(@event, ct) is not { } live) return TypedResults.NotFound();
        if (await store.FindAsync(live.Id, parsed, ct) is not { } question) return TypedResults.NotFound();

        http.Response.Headers.CacheControl = "no-store";
        if (question.IsAtRisk && caller.SafeguardsAt(live.Id)) return TypedResults.Ok(QuestionView.ForSafeguards(question));
        if (!question.IsAtRisk && caller.ModeratesAt(live.Id)) return TypedResults.Ok(QuestionView.ForModerators(question));

        // Not 403: that a question with this id exists is nobody else's business either.
        var isAsker = question.Device.Length > 0 && question.Device == QuestionEndpoints.DeviceOf(caller);
        return isAsker ? TypedResults.Ok(await cards.OfAsync(live, question, ct)) : TypedResults.NotFound();
    }
}
