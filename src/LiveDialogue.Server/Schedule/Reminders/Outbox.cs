using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>
/// Where mails are written, always in the transaction of what they tell: it is stored and they are, or neither. A server without an SMTP server
/// writes none, so that none is waiting on the day it gets one.
/// </summary>
internal sealed class Outbox(IOptions<MailOptions> options, IClock clock)
{
    /// <summary>Invitations, and as many changes, to one address at one event in a day: nobody is buried in mail, whoever holds the event.</summary>
    public const int MostADay = 10;

    private static readonly Duration Day = Duration.FromDays(1);

    public bool IsOn => options.Value.Host is not null;

    /// <summary>
    /// One mail to one address about one thing. Changes beyond a day's share wait until there is room, since a move must be told in the end; invitations
    /// are left out, and the host sees them unsent. Reminders and what takes an entry back come once in any case.
    /// </summary>
    /// <param name="about">What makes it one of its kind: the start it speaks of, or the revision.</param>
    /// <param name="was">Of a change of times: the person's local time as it was told before.</param>
    /// <param name="settle">How long it waits for what may follow.</param>
    /// <returns>False when the address had its share, or has this mail already.</returns>
    public async Task<bool> AddAsync(DbWriter tx, EventId eventId, InviteId invite, string kind, long about, string? was = null, Duration settle = default)
    {
        if (!IsOn || await tx.FirstAsync<string>("SELECT lower(email) FROM invites WHERE id = @invite", new { invite }) is not { } email) return false;
        var now = clock.GetCurrentInstant();
        var next = now + settle;
        if (kind is Mail.Invited or Mail.Updated && await FullUntilAsync(tx, eventId, email, kind, now) is { } until)
        {
            if (kind == Mail.Invited) return false;
            next = Instant.Max(next, until);
        }
        var added = await tx.ExecuteAsync(
            """
            INSERT OR IGNORE INTO mails (id, event, invite, email, kind, about, was, created_at, next_at)
            SELECT @id, @eventId, @invite, @email, @kind, @about, @was, @now, @next
            WHERE NOT EXISTS (SELECT 1 FROM mails WHERE event = @eventId AND email = @email AND kind = @kind AND about = @about)
            """,
            new { id = FormattableString.Invariant($"{invite}.{kind}.{about}"), eventId, invite, email, kind, about, was, now, next });
        return added > 0;
    }

    /// <summary>An invitation, which carries its own way in: those of one address are counted on.</summary>
    public async Task<bool> InviteAsync(DbWriter tx, EventId eventId, InviteId invite) => await AddAsync(
        tx, eventId, invite, Mail.Invited, 1 + await tx.FirstAsync<long>(
            "SELECT coalesce(max(about), 0) FROM mails WHERE event = @eventId AND kind = @kind AND email = (SELECT lower(email) FROM invites WHERE id = @invite)", new { eventId, invite, kind = Mail.Invited }));

    // What another mail made needless before it went out doesn't count.
    private static async Task<Instant?> FullUntilAsync(DbWriter tx, EventId eventId, string email, string kind, Instant now) => await tx.FirstAsync<Instant?>(
        $"""
        SELECT created_at FROM mails WHERE event = @eventId AND email = @email AND kind = @kind AND created_at > @since AND (next_at IS NOT NULL OR sent_at IS NOT NULL OR given_up IS NOT NULL)
        ORDER BY created_at DESC LIMIT 1 OFFSET {MostADay - 1}
        """,
        new { eventId, email, kind, since = now - Day }) is { } tenth ? tenth + Day : null;
}
