using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Invitations;

/// <summary>What became of the invitations of an event. Thread-safe.</summary>
internal sealed class InvitationStates(Db db, Outbox outbox)
{
    /// <summary>Whether this server sends mail at all: <c>on</c> or <c>off</c>.</summary>
    public string Server => outbox.IsOn ? "on" : "off";

    /// <summary>Of the newest mail of each invite.</summary>
    /// <returns>By invite: <c>off</c> (the server sends none), <c>no-address</c>, <c>draft</c> (sent on publication), <c>waiting</c>, <c>sent</c>, <c>refused</c> (by the recipient's server), <c>late</c> (not delivered in time) or <c>unsent</c>.</returns>
    public async Task<Func<Invite, (string State, Instant? SentAt)>> OfAsync(LiveEvent e, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Row>("SELECT invite, next_at, sent_at, given_up FROM mails WHERE event = @Id AND kind = 'invited' ORDER BY created_at, id", new { e.Id }, ct);
        var newest = rows.GroupBy(row => row.Invite).ToDictionary(group => group.Key, group => group.Last());
        return invite =>
        {
            if (!outbox.IsOn) return ("off", null);
            if (invite.Email is null) return ("no-address", null);
            if (!newest.TryGetValue(invite.Id, out var row)) return (e.State is EventState.Draft ? "draft" : "unsent", null);
            return (row.NextAt is not null ? "waiting" : row.SentAt is not null ? "sent" : row.GivenUp ?? "unsent", row.SentAt);
        };
    }

    private sealed record Row
    {
        public InviteId Invite { get; init; }
        public Instant? NextAt { get; init; }
        public Instant? SentAt { get; init; }
        public string? GivenUp { get; init; }
    }
}
