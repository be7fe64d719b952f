using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Stage;

/// <summary>PUT …/stage/{id}/rung: what a speaker's page sends now and why it isn't more, by its own measurements. By the speaker alone.</summary>
internal static class SayRung
{
    /// <summary>Of one speaker. The page steps a few times a minute at most.</summary>
    private const int PerMinute = 30;

    private static readonly Dictionary<string, StageRung> Rungs = Enum.GetValues<StageRung>().ToDictionary(Json.Word, StringComparer.Ordinal);
    private static readonly Dictionary<string, RungReason> Reasons = Enum.GetValues<RungReason>().ToDictionary(Json.Word, StringComparer.Ordinal);

    public static async Task<IResult> HandleAsync(
        string @event, string id, RungRequest request, HttpContext http, EventStore events, StageRunners stages, TokenBuckets buckets, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        var caller = http.Caller();
        if (caller.RoleAt(live.Id) is not Role.Speaker || caller.Invite?.Value != id) return TypedResults.Forbid();
        if (!Rungs.TryGetValue(request.Rung ?? "", out var rung) || !Reasons.TryGetValue(request.Reason ?? "", out var reason))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "No such rung", $"rung is one of {string.Join(", ", Rungs.Keys)}; reason one of {string.Join(", ", Reasons.Keys)}.");
        if (buckets.TryTake($"rung {live.Id} {id}", PerMinute) is { } wait) return Problems.TooMany(http, wait);
        if (await stages.FindOrOpenAsync(live, ct) is not { } stage) return Problems.WrongState(live.State);

        return await stage.ApplyAsync(new StageCommand.Climb(id, rung, reason), ct) switch
        {
            StageRefusal.None => TypedResults.NoContent(),
            StageRefusal.NoSuchSpeaker => Problems.Of(StatusCodes.Status404NotFound, "No such speaker", "The event has no speaker of this id."),
            _ => Problems.WrongState(live.State),
        };
    }
}

/// <param name="Rung">video, small, photos or voice.</param>
/// <param name="Reason">none, narrow, lossy, slow, lost or chosen.</param>
public sealed record RungRequest(string? Rung, string? Reason);
