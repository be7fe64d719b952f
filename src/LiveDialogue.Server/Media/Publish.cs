using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Media;

/// <summary>WHIP: a speaker's offer, taken from the event's publication to its end. Another session of the same invite replaces the first.</summary>
internal static class Publish
{
    public static async Task<IResult> HandleAsync(string @event, HttpContext http, EventStore events, StageRunners stages, SlotTables sessions, CancellationToken ct)
    {
        var caller = http.Caller();
        if (caller.Role is Role.Viewer) return MediaAnswer.Unauthorized(http);
        if (await events.FindAsync(@event, ct) is not { } live) return TypedResults.NotFound();
        if (caller.RoleAt(live.Id) is not Role.Speaker || caller.Invite is not { } invite) return MediaAnswer.Forbidden("Only a speaker of this event publishes.");

        var (offer, refusal) = await Sdp.ReadAsync(http.Request, Sdp.ContentType, ct);
        if (offer is null) return refusal!;                                             // one of the two is there
        if (await stages.FindOrOpenAsync(live, ct) is not { } stage) return MediaAnswer.NotOpen(live);

        await stages.RefreshAsync(stage, ct);
        var publisher = new PublisherId(invite.Value);
        var admission = await stage.Media.PublishAsync(publisher, offer, ct);
        if (admission is Admission.Accepted accepted) sessions.Open(accepted.Session, live.Id, invite, publishes: true);
        return MediaAnswer.ToOffer(http, admission, $"/whip/{@event}/sessions");
    }
}
