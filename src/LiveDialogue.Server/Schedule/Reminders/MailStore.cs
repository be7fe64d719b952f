using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>Reminders that are due and mails that are unsent. Thread-safe.</summary>
internal sealed class MailStore(Db db, InviteStore invites, Outbox outbox, IClock clock, ILogger<MailStore> log)
{
    /// <summary>Writes the mails of all reminders that are due, each reminder in one transaction with its mark: a restart finds it done, or not begun.</summary>
    public async Task WriteDueAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var due = await db.QueryAsync<Due>(
            "SELECT r.event, r.kind, e.instant FROM reminders r JOIN events e ON e.id = r.event WHERE r.done_at IS NULL AND r.due <= @now AND e.state = 'published' ORDER BY r.due", new { now }, ct);
        foreach (var reminder in due)
        {
            var people = (await invites.ListAsync(reminder.Event, ct)).Where(i => i.Email is not null).ToList();
            if (reminder.Instant <= now)   // begun while we were away: too late
            {
                Log.RemindersMissed(log, reminder.Event, reminder.Kind, people.Count);
                people = [];
            }
            await db.TransactionAsync(
                async tx =>
                {
                    var mark = "UPDATE reminders SET done_at = @now WHERE event = @Event AND kind = @Kind AND done_at IS NULL AND due <= @now";
                    if (await tx.ExecuteAsync(mark, new { reminder.Event, reminder.Kind, now }) == 0) return;   // moved meanwhile
                    foreach (var invite in people) await outbox.AddAsync(tx, reminder.Event, invite.Id, reminder.Kind, reminder.Instant.ToUnixTimeSeconds());
                },
                ct);
        }
    }

    /// <summary>The next mail that is to be sent: reminders first, which are of no use later.</summary>
    public Task<Mail?> NextAsync(CancellationToken ct) => db.FirstAsync<Mail>(
        "SELECT id, event, invite, kind, about, was, created_at, attempts FROM mails WHERE next_at <= @now ORDER BY kind NOT IN ('hour', 'day'), next_at, created_at, id LIMIT 1",
        new { now = clock.GetCurrentInstant() },
        ct);

    /// <summary>How many wait to be sent now.</summary>
    public Task<int> CountAsync(CancellationToken ct) => db.FirstAsync<int>("SELECT count(*) FROM mails WHERE next_at <= @now", new { now = clock.GetCurrentInstant() }, ct);

    /// <summary>Of the address, whichever of its invites was written to.</summary>
    public async Task<Told> ToldAsync(Invite invite, CancellationToken ct)
    {
        var (revision, invited, others) = await db.FirstAsync<(long?, long?, long)>(
            """
            SELECT max(revision), max(kind = 'invited'), (SELECT count(*) FROM invites WHERE event = @Event AND id <> @Id AND revoked_at IS NULL AND lower(email) = lower(@Email))
            FROM mails WHERE event = @Event AND email = lower(@Email)
            """,
            new { invite.Id, invite.Event, invite.Email },
            ct);
        return new(revision, revision is null && invited == 1, others > 0);
    }

    /// <summary>Whom a mail is for now: another invite of the same address, where this one was revoked since.</summary>
    public async Task<Invite?> RecipientAsync(Mail mail, CancellationToken ct)
    {
        if (await invites.FindAsync(mail.Invite, ct) is not { } invite) return null;
        if (invite.RevokedAt is null || invite.Email is null || mail.Kind is Mail.Invited or Mail.Withdrawn) return invite;
        return (await invites.ListByEmailAsync(invite.Email, ct)).FirstOrDefault(other => other.Event == mail.Event) ?? invite;
    }

    /// <param name="revision">What was told.</param>
    public Task SentAsync(Mail mail, long revision, CancellationToken ct) => db.TransactionAsync(
        tx => tx.ExecuteAsync(
            "UPDATE mails SET attempts = attempts + 1, next_at = NULL, sent_at = @now, revision = @revision WHERE id = @Id", new { mail.Id, now = clock.GetCurrentInstant(), revision }),
        ct);

    /// <param name="next">When to try again.</param>
    public Task PutOffAsync(Mail mail, Instant next, CancellationToken ct) =>
        db.TransactionAsync(tx => tx.ExecuteAsync("UPDATE mails SET attempts = attempts + 1, next_at = @next WHERE id = @Id", new { mail.Id, next }), ct);

    /// <param name="why"><c>refused</c> or <c>late</c>; null when there is nothing to tell any more.</param>
    public Task GiveUpAsync(Mail mail, string? why, CancellationToken ct) => db.TransactionAsync(
        tx => tx.ExecuteAsync("UPDATE mails SET attempts = attempts + @tried, next_at = NULL, given_up = @why WHERE id = @Id", new { mail.Id, tried = why is null ? 0 : 1, why }), ct);

    private sealed record Due
    {
        public EventId Event { get; init; }
        public string Kind { get; init; } = "";
        public Instant Instant { get; init; }
    }
}
