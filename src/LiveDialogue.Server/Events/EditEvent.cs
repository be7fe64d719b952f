using LiveDialogue.Server.Ops;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Events;

/// <summary>PATCH <c>/api/v1/events/{event}</c>: If-Match must carry the ETag that was read, so that no edit undoes another unseen.</summary>
internal static class EditEvent
{
    public static async Task<Results<Ok<EventView>, ProblemHttpResult>> HandleAsync(
        string @event, EventRequest request, EventStore store, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(@event, ct) is not { } found) return Problems.NoSuchEvent;
        if (http.Request.Headers.IfMatch.ToString() is not { Length: > 0 } ifMatch)
            return Problems.Of(StatusCodes.Status428PreconditionRequired, "If-Match is missing", "Send the ETag of the event as you read it.");

        var stale = false;
        Drafted? drafted = null;
        var change = await store.ChangeAsync(
            found.Id,
            "edited",
            current =>
            {
                stale = ifMatch != "*" && ifMatch != EventView.ETagOf(current);
                if (stale || current.State is EventState.Ended or EventState.Cancelled) return null;
                drafted = EventDraft.Apply(request, current, isNew: false, zones);
                return (drafted as Drafted.Good)?.Event;
            },
            ct);
        return change switch
        {
            null => Problems.NoSuchEvent,
            { After: { } edited } => EventEndpoints.Shown(edited, http),
            _ when stale => Problems.Of(StatusCodes.Status412PreconditionFailed, "The event has changed", "Read it again and repeat the change on it.", ("version", change.Value.Before.Version)),
            _ when drafted is not null => PlanEvent.Refusal(drafted),
            _ => Problems.WrongState(change.Value.Before.State),
        };
    }
}
