using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Schedule.Rules;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Invitations;

/// <summary>
/// Writes the mails that keep a guest's calendar right (RFC 5546): REQUEST when somebody is invited or the event becomes another, CANCEL when it is
/// off or the invite is revoked. What is still true when a mail is sent, and worth telling, <see cref="Mail.IsTrue"/> says.
/// </summary>
internal sealed class InvitationMails(Outbox outbox, IClock clock) : IEventCompanion, IInviteCompanion
{
    /// <summary>Somebody who moves an event often corrects the title next: people get one mail of it.</summary>
    public static readonly Duration Settling = Duration.FromMinutes(2);

    public async Task StoreAsync(DbWriter tx, LiveEvent? before, LiveEvent after, string kind)
    {
        if (before is null || Word(before, after, kind) is not { } word) return;
        foreach (var invite in await tx.QueryAsync<InviteId>("SELECT id FROM invites WHERE event = @Id AND revoked_at IS NULL AND email IS NOT NULL ORDER BY id", new { after.Id }))
        {
            if (word == Mail.Invited) await outbox.InviteAsync(tx, after.Id, invite);
            else await outbox.AddAsync(tx, after.Id, invite, word, after.Revision, settle: word == Mail.Updated ? Settling : Duration.Zero);
        }
    }

    public async Task InvitedAsync(DbWriter tx, Invite invite)
    {
        if (await StateAsync(tx, invite.Event) is "published" or "live") await WriteAsync(tx, invite);
    }

    public async Task RevokedAsync(DbWriter tx, Invite invite)
    {
        if (invite.Email is null || await StateAsync(tx, invite.Event) is not ("published" or "live")) return;
        if (await tx.FirstAsync<int>("SELECT count(*) FROM mails WHERE event = @Event AND email = lower(@Email)", new { invite.Event, invite.Email }) == 0) return;   // nothing to take back
        await EventStore.ReviseAsync(tx, invite.Event, clock.GetCurrentInstant());
        var revision = await tx.FirstAsync<long>("SELECT revision FROM events WHERE id = @Event", new { invite.Event });
        await outbox.AddAsync(tx, invite.Event, invite.Id, Mail.Withdrawn, revision);
    }

    /// <summary>An invitation, the first or the same again.</summary>
    /// <returns>False when the address had its share of today.</returns>
    public async Task<bool> WriteAsync(DbWriter tx, Invite invite) => invite.Email is not null && await outbox.InviteAsync(tx, invite.Event, invite.Id);

    private static Task<string?> StateAsync(DbWriter tx, EventId id) => tx.FirstAsync<string>("SELECT state FROM events WHERE id = @id", new { id });

    // Newer zone rules tell whom they concern themselves; and a new zone at the same moment is nothing to those who meet.
    private static string? Word(LiveEvent before, LiveEvent after, string kind) => (before.State, after.State) switch
    {
        (EventState.Draft, EventState.Published) => Mail.Invited,
        (EventState.Published, EventState.Cancelled) => Mail.Cancelled,
        (EventState.Published, EventState.Published) when kind != ZoneRules.ChangeKind
            && (before.Title != after.Title || before.Duration != after.Duration || before.Start.At != after.Start.At) => Mail.Updated,
        _ => null,
    };
}
