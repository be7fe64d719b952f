using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Media;

/// <summary>
/// A session's own address. It holds 128 random bits which only its client was told, so for a subscriber knowing it is enough;
/// a publisher's is for the speaker's token alone (RFC 9725 §4.7).
/// </summary>
internal static class SessionResource
{
    public static async Task<IResult> PatchAsync(
        string @event, string session, HttpContext http, EventStore events, SlotTables sessions, IMediaNode node, CancellationToken ct)
    {
        var (found, denied) = await FindAsync(@event, session, http, events, sessions, ct);
        if (denied is not null) return denied;

        var (fragment, refusal) = await Sdp.ReadAsync(http.Request, Sdp.FragmentType, ct);
        if (fragment is null) return refusal!;                                          // one of the two is there
        var ifMatch = http.Request.Headers.IfMatch.ToString();
        if (ifMatch.Length == 0)
            return TypedResults.Problem("Say which ICE session is meant: If-Match with the ETag, or * for a restart.", statusCode: StatusCodes.Status428PreconditionRequired);

        return MediaAnswer.ToFragment(http, await node.PatchAsync(found, fragment, ifMatch, ct));
    }

    public static async Task<IResult> DeleteAsync(
        string @event, string session, HttpContext http, EventStore events, SlotTables sessions, IMediaNode node, CancellationToken ct)
    {
        var (found, denied) = await FindAsync(@event, session, http, events, sessions, ct);
        if (denied is not null) return denied;

        node.Close(found);
        sessions.End(found);
        return TypedResults.Ok();
    }

    public static IResult Options(HttpResponse response)
    {
        response.Headers["Accept-Patch"] = Sdp.FragmentType;
        return TypedResults.NoContent();
    }

    private static async Task<(SessionId Session, IResult? Denied)> FindAsync(
        string @event, string session, HttpContext http, EventStore events, SlotTables sessions, CancellationToken ct)
    {
        var id = new SessionId(session);
        if (!sessions.TryFind(id, out var eventId, out var publisher) || await events.FindAsync(@event, ct) is not { } live || live.Id != eventId)
            return (id, TypedResults.NotFound());
        if (publisher is null) return (id, null);

        var caller = http.Caller();
        if (caller.Role is Role.Viewer) return (id, MediaAnswer.Unauthorized(http));
        return caller.Invite == publisher ? (id, null) : (id, MediaAnswer.Forbidden("This session is another speaker's."));
    }
}
