using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <param name="Votes">Counting this one.</param>
public sealed record VoteView(string Id, int Votes, bool VotedByMe);

/// <summary>POST and DELETE …/questions/{id}/vote: one per device, undoable, harmless to repeat.</summary>
internal static class VoteQuestion
{
    public static Task<IResult> CastAsync(string @event, string id, HttpContext http, EventStore events, QuestionVotes votes, CancellationToken ct) =>
        HandleAsync(@event, id, wanted: true, http, events, votes, ct);

    public static Task<IResult> TakeBackAsync(string @event, string id, HttpContext http, EventStore events, QuestionVotes votes, CancellationToken ct) =>
        HandleAsync(@event, id, wanted: false, http, events, votes, ct);

    private static async Task<IResult> HandleAsync(string @event, string id, bool wanted, HttpContext http, EventStore events, QuestionVotes votes, CancellationToken ct)
    {
        if (!QuestionId.TryParse(id, out var parsed) || await events.FindAsync(@event, ct) is not { } live) return TypedResults.NotFound();

        var device = QuestionEndpoints.DeviceOf(http.Caller());
        if (device.Length == 0) return TypedResults.Problem("A vote belongs to a device; this request carries no cookie.", statusCode: StatusCodes.Status400BadRequest);

        var (question, count) = await votes.SetAsync(live, parsed, device, wanted, ct);
        if (question is not { IsPublic: true }) return TypedResults.NotFound();
        return question.IsOpenForVotes && live.IsOpen
            ? TypedResults.Ok(new VoteView(question.Id.Value, count, wanted))
            : QuestionProblem.Conflict("Votes are for questions still to be asked.", ("state", question.State.Wire()));
    }
}

/// <summary>The votes themselves. Each is on the disk when it is acknowledged; the boards hear of the sums (<see cref="VoteCounts"/>).</summary>
internal sealed class QuestionVotes(Db db, IClock clock, VoteCounts counts)
{
    /// <returns>The question, null when there is none; and its votes now. Nothing is changed where it isn't open for votes.</returns>
    public async Task<(Question? Question, int Votes)> SetAsync(LiveEvent live, QuestionId id, string device, bool wanted, CancellationToken ct)
    {
        var (question, votes, changed) = await db.TransactionAsync(
            async tx =>
            {
                var found = await QuestionStore.FindAsync(tx, live.Id, id);
                if (!live.IsOpen || found is not { IsOpenForVotes: true }) return (found, 0, false);

                var rows = await tx.ExecuteAsync(
                    wanted
                        ? "INSERT INTO question_votes (question, device, at) VALUES (@id, @device, @at) ON CONFLICT DO NOTHING"
                        : "DELETE FROM question_votes WHERE question = @id AND device = @device",
                    new { id, device, at = clock.GetCurrentInstant() });
                return (found, await tx.FirstAsync<int>("SELECT count(*) FROM question_votes WHERE question = @id", new { id }), rows > 0);
            },
            ct);
        if (changed) counts.Note(live.Id, id);
        return (question, votes);
    }
}
