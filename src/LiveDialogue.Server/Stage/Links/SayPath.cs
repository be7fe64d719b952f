using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Stage.Links;

/// <summary>
/// PUT …/stage/{id}/link: a speaker's page says that one of its sessions goes through a relay, and how it reaches that. Only the page knows: what comes to us
/// is UDP from an address of the relay's. By the speaker alone, and only shown to those who look after them.
/// </summary>
internal static class SayPath
{
    /// <summary>Of one speaker. A page says it once a connection.</summary>
    private const int PerMinute = 30;

    private static readonly Dictionary<string, RelayLeg> Legs = Enum.GetValues<RelayLeg>().ToDictionary(Json.Word, StringComparer.Ordinal);

    public static async Task<IResult> HandleAsync(string @event, string id, PathRequest request, HttpContext http, EventStore events, SlotTables slots, TokenBuckets buckets, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        var caller = http.Caller();
        if (caller.RoleAt(live.Id) is not Role.Speaker || caller.Invite is not { } invite || invite.Value != id) return TypedResults.Forbid();
        var leg = default(RelayLeg);
        if (request.Relay is { } relay && !Legs.TryGetValue(relay, out leg))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "No such way", $"relay is one of {string.Join(", ", Legs.Keys)}, or null.");
        if (buckets.TryTake($"path {live.Id} {id}", PerMinute) is { } wait) return Problems.TooMany(http, wait);

        return slots.TryNoteRelay(new SessionId(request.Session ?? ""), live.Id, invite, request.Relay is null ? null : leg)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, "No such session", "The session is over, or another's.");
    }
}

/// <param name="Session">The last segment of the session's Location.</param>
/// <param name="Relay">udp, tcp or tls; null: there is none.</param>
public sealed record PathRequest(string? Session, string? Relay);
