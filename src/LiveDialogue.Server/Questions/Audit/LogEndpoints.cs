using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Questions.Audit;

/// <summary>An entry as hosts read it; <paramref name="Before"/>, <paramref name="After"/> and <paramref name="Detail"/> are JSON in a string, as they are hashed.</summary>
/// <param name="At">As it is hashed: microseconds, UTC.</param>
public sealed record LogEntryView(long Number, string At, string Actor, string Action, string? Question, string? Before, string? After, string? Detail, string Previous, string Hash);

/// <param name="Entries">By number.</param>
/// <param name="More">There are further ones after the last of these.</param>
public sealed record LogView(IReadOnlyList<LogEntryView> Entries, bool More);

/// <summary>GET <c>/api/v1/events/{event}/moderation-log</c>, for hosts.</summary>
internal static class LogEndpoints
{
    private const int PageSize = 1000;

    public static void MapModerationLog(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/events/{event}/moderation-log", ReadAsync).WithTags("Questions").WithSummary("Who decided what; a thousand entries after a number.").RequireAuthorization(Policies.Host);

    private static async Task<Results<Ok<LogView>, ProblemHttpResult>> ReadAsync(string @event, long? after, EventStore events, Db db, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;

        var entries = await db.ReadAsync(reader => ModerationLog.ReadAsync(reader, live.Id, after ?? 0, PageSize + 1), ct);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new LogView([.. entries.Take(PageSize).Select(ViewOf)], entries.Count > PageSize));
    }

    private static LogEntryView ViewOf(LogEntry entry) =>
        new(entry.Number, SqlTypes.Instants.Format(entry.At), entry.Actor, entry.Action, entry.Question?.Value, entry.Before, entry.After, entry.Detail, entry.Previous, entry.Hash);
}
