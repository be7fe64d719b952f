using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>POST …/moderation/{number}/undo, for the hand that slipped.</summary>
internal static class UndoDecision
{
    public static async Task<IResult> HandleAsync(string @event, string number, HttpContext http, EventStore events, QuestionDesk desk, CancellationToken ct)
    {
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || await events.FindAsync(@event, ct) is not { } live)
            return TypedResults.NotFound();

        return await desk.UndoAsync(live.Id, parsed, Deed.ActorOf(http.Caller()), http.Caller().SafeguardsAt(live.Id), ct) switch
        {
            UndoOutcome.Done done => TypedResults.Ok(done.View),
            UndoOutcome.Changed changed => QuestionProblem.Stale(changed.Current, changed.What, changed.Last),
            UndoOutcome.TooLate => TypedResults.Problem("A decision can be undone once, and for 30 seconds.", statusCode: StatusCodes.Status410Gone),
            _ => TypedResults.NotFound(),
        };
    }
}
