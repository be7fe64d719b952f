using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage;
using LiveDialogue.Sfu.Stages;
using NodaTime;

namespace LiveDialogue.Server.Media;

/// <summary>WHEP: the program for everybody, the stage for those who make it.</summary>
internal static class Watch
{
    /// <summary>Open at once: a person's two or three screens, each with a session or two, and those that aren't known to be dead yet.</summary>
    private const int MostPerInvite = 24;

    public static async Task<IResult> ProgramAsync(
        string @event, HttpContext http, EventStore events, StageRunners stages, SlotTables sessions, IClock clock, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live || (live.PublishedAt is null && !http.Caller().ModeratesAt(live.Id))) return TypedResults.NotFound();

        // Those backstage may look before the doors open.
        var caller = http.Caller();
        if (live.State is EventState.Published && caller.RoleAt(live.Id) is Role.Viewer) return MediaAnswer.NotYet(http, live, clock.GetCurrentInstant());

        return await AcceptAsync(@event, live, StageView.Program, caller, http, stages, sessions, ct);
    }

    public static async Task<IResult> StageAsync(string @event, HttpContext http, EventStore events, StageRunners stages, SlotTables sessions, CancellationToken ct)
    {
        var caller = http.Caller();
        if (caller.Role is Role.Viewer) return MediaAnswer.Unauthorized(http);
        if (await events.FindAsync(@event, ct) is not { } live) return TypedResults.NotFound();
        if (caller.RoleAt(live.Id) is Role.Viewer) return MediaAnswer.Forbidden("The stage is for this event's speakers, moderators and hosts.");

        var view = caller.ModeratesAt(live.Id) ? StageView.Backstage : StageView.OnAir;
        return await AcceptAsync(@event, live, view, caller, http, stages, sessions, ct);
    }

    private static async Task<IResult> AcceptAsync(
        string name, LiveEvent live, StageView view, Caller caller, HttpContext http, StageRunners stages, SlotTables sessions, CancellationToken ct)
    {
        // Invites have no rate limit: one of them in wrong hands mustn't fill the node.
        if (caller.Invite is { } holder && sessions.HeldBy(holder).Count >= MostPerInvite) return MediaAnswer.TooMany(http);

        var (offer, refusal) = await Sdp.ReadAsync(http.Request, Sdp.ContentType, ct);
        if (offer is null) return refusal!;                                             // one of the two is there
        if (await stages.FindOrOpenAsync(live, ct) is not { } stage) return MediaAnswer.NotOpen(live);

        var self = caller.RoleAt(live.Id) is Role.Speaker && caller.Invite is { } invite ? new PublisherId(invite.Value) : (PublisherId?)null;
        var admission = await stage.Media.WatchAsync(view, self, offer, ct);
        if (admission is Admission.Accepted accepted) sessions.Open(accepted.Session, live.Id, caller.Invite, publishes: false);
        return MediaAnswer.ToOffer(http, admission, $"/whep/{name}/sessions");
    }
}
