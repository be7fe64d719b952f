using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Invitations;

/// <param name="Mail">As in the list of invites.</param>
public sealed record InvitationView(string Id, string Mail);

/// <summary>POST <c>/api/v1/events/{event}/invites/{id}/send</c>: the invitation once more, under a Message-ID of its own.</summary>
internal static class SendInvitation
{
    private static readonly Duration Apart = Duration.FromMinutes(10);

    public static async Task<Results<Accepted<InvitationView>, ProblemHttpResult>> HandleAsync(
        string @event, string id, EventStore events, InviteStore invites, InvitationMails mails, InvitationStates states, Db db, IClock clock, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } e) return Problems.NoSuchEvent;
        if (await invites.FindAsync(new(id), ct) is not { RevokedAt: null } invite || invite.Event != e.Id)
            return Problems.Of(StatusCodes.Status404NotFound, "No such invite", "The event has no invite of this id that holds.");
        if (states.Server == "off") return Problems.Of(StatusCodes.Status409Conflict, "Mail is off", "This server has no SMTP server to hand mail to: section Mail of its settings.", ("mail", "off"));
        if (invite.Email is null) return Problems.Of(StatusCodes.Status409Conflict, "No address", "The invite has no e-mail address.", ("mail", "no-address"));
        var now = clock.GetCurrentInstant();
        if (!e.IsOpen || e.End <= now) return Problems.WrongState(e.State);

        var wait = await db.TransactionAsync(
            async tx =>
            {
                var last = await tx.FirstAsync<Instant?>("SELECT max(created_at) FROM mails WHERE invite = @Id AND kind = 'invited'", new { invite.Id });
                if (last is { } before && before + Apart > now) return before + Apart - now;
                return await mails.WriteAsync(tx, invite) ? (Duration?)null : Duration.FromHours(1);
            },
            ct);
        if (wait is not { } tooSoon) return TypedResults.Accepted((string?)null, new InvitationView(invite.Id.Value, "waiting"));
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(tooSoon.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "Sent just now", "The invitation went out a moment ago, or ten times today. Wait as long as Retry-After says.");
    }
}
