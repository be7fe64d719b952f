using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Schedule.Invitations;

/// <param name="Mail">As in the list of invites.</param>
public sealed record InvitationView(string Id, string Mail);

/// <summary>POST <c>/api/v1/events/{event}/invites/{id}/send</c>: the invitation once more, under a Message-ID of its own.</summary>
internal static class SendInvitation
{
    public static async Task<Results<Accepted<InvitationView>, ProblemHttpResult>> HandleAsync(
        string @event, string id, EventStore events, InviteStore invites, InvitationAgain again, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } e) return Problems.NoSuchEvent;
        if (await invites.FindAsync(new(id), ct) is not { RevokedAt: null } invite || invite.Event != e.Id)
            return Problems.Of(StatusCodes.Status404NotFound, "No such invite", "The event has no invite of this id that holds.");
        switch (await again.SendAsync(e, invite, ct))
        {
            case Resent.Waiting:
                return TypedResults.Accepted((string?)null, new InvitationView(invite.Id.Value, "waiting"));
            case Resent.MailOff:
                return Problems.Of(StatusCodes.Status409Conflict, "Mail is off", "This server has no SMTP server to hand mail to: section Mail of its settings.", ("mail", "off"));
            case Resent.NoAddress:
                return Problems.Of(StatusCodes.Status409Conflict, "No address", "The invite has no e-mail address.", ("mail", "no-address"));
            case Resent.TooSoon { Wait: var wait }:
                http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return Problems.Of(StatusCodes.Status429TooManyRequests, "Sent just now", "The invitation went out a moment ago, or ten times today. Wait as long as Retry-After says.");
            default:
                return Problems.WrongState(e.State);
        }
    }
}
