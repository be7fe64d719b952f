using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Stage;

/// <summary>One command for one speaker. The same word means another thing from a moderator than from the speaker: see README.md.</summary>
internal static class ActOnStage
{
    private static readonly Dictionary<string, StageAction> Moderators = new(StringComparer.Ordinal)
    {
        ["on-air"] = StageAction.PutOnAir,
        ["off-air"] = StageAction.TakeOffAir,
        ["mute"] = StageAction.Mute,
        ["ask-unmute"] = StageAction.AskToUnmute,
        ["camera-off"] = StageAction.SwitchCameraOff,
    };

    private static readonly Dictionary<string, StageAction> Own = new(StringComparer.Ordinal)
    {
        ["ready"] = StageAction.Ready,
        ["not-ready"] = StageAction.NotReady,
        ["mute"] = StageAction.MuteSelf,
        ["unmute"] = StageAction.UnmuteSelf,
        ["camera-off"] = StageAction.CameraOffSelf,
        ["camera-on"] = StageAction.CameraOnSelf,
    };

    public static async Task<Results<Ok<StageBoard>, NotFound, ForbidHttpResult, ProblemHttpResult>> HandleAsync(
        string @event, string id, string action, HttpContext http, EventStore events, StageRunners stages, CancellationToken ct)
    {
        var caller = http.Caller();
        if (await events.FindAsync(@event, ct) is not { } live) return TypedResults.NotFound();

        var moderates = caller.ModeratesAt(live.Id);
        var isSelf = caller.RoleAt(live.Id) is Role.Speaker && caller.Invite?.Value == id;
        if (!Moderators.ContainsKey(action) && !Own.ContainsKey(action)) return TypedResults.NotFound();
        if (!(moderates ? Moderators : Own).TryGetValue(action, out var wanted) || !(moderates || isSelf)) return TypedResults.Forbid();
        if (await stages.FindOrOpenAsync(live, ct) is not { } stage) return Conflict(live, "The stage is open from the event's publication to its end.");

        var command = new StageCommand.Act(id, wanted);
        var refusal = await stage.ApplyAsync(command, ct);
        if (refusal is StageRefusal.NoSuchSpeaker)
        {
            await stages.RefreshAsync(stage, ct);
            refusal = await stage.ApplyAsync(command, ct);
        }
        return refusal switch
        {
            StageRefusal.None => TypedResults.Ok(stage.Committed.Board),
            StageRefusal.NoSuchSpeaker => TypedResults.NotFound(),
            StageRefusal.MutedByModerator => Conflict(live, "A moderator muted this speaker; unmute works once they ask to speak.", "muted-by-moderator"),
            _ => Conflict(live, "The stage is open from the event's publication to its end."),
        };
    }

    private static ProblemHttpResult Conflict(LiveEvent live, string detail, string reason = "stage-closed") => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status409Conflict,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["state"] = live.State, ["reason"] = reason });
}
