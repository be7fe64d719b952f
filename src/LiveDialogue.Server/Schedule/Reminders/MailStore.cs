using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>Reminders that are due and mails that are unsent. Thread-safe.</summary>
internal sealed class MailStore(Db db, InviteStore invites, IClock clock)
{
    /// <summary>Writes the mails of all reminders that are due, each reminder in one transaction with its mark: a restart finds it done, or not begun.</summary>
    public async Task WriteDueAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var due = await db.QueryAsync<Due>(
            "SELECT r.event, r.kind, e.instant FROM reminders r JOIN events e ON e.id = r.event WHERE r.done_at IS NULL AND r.due <= @now AND e.state = 'published' ORDER BY r.due", new { now }, ct);
        foreach (var reminder in due)
        {
            var people = reminder.Instant > now ? (await invites.ListAsync(reminder.Event, ct)).Where(i => i.Email is not null).ToList() : [];   // begun while we were away: too late
            await db.TransactionAsync(
                async tx =>
                {
                    var mark = "UPDATE reminders SET done_at = @now WHERE event = @Event AND kind = @Kind AND done_at IS NULL AND due <= @now";
                    if (await tx.ExecuteAsync(mark, new { reminder.Event, reminder.Kind, now }) == 0) return;   // moved meanwhile
                    foreach (var invite in people) await AddAsync(tx, reminder.Event, invite.Id, reminder.Kind, reminder.Instant, was: null);
                },
                ct);
        }
    }

    /// <summary>Notes a mail in the open transaction; the same one twice is one.</summary>
    /// <param name="start">The start it speaks of.</param>
    public Task AddAsync(DbWriter tx, EventId eventId, InviteId invite, string kind, Instant start, string? was) => tx.ExecuteAsync(
        "INSERT OR IGNORE INTO mails (id, event, invite, kind, was, created_at, next_at) VALUES (@id, @eventId, @invite, @kind, @was, @now, @now)",
        new { id = $"{invite}.{kind}.{start.ToUnixTimeSeconds()}", eventId, invite, kind, was, now = clock.GetCurrentInstant() });

    public async Task<IReadOnlyList<Mail>> UnsentAsync(CancellationToken ct) => await db.QueryAsync<Mail>(
        "SELECT id, event, invite, kind, was, attempts FROM mails WHERE next_at <= @now ORDER BY next_at, id LIMIT 500", new { now = clock.GetCurrentInstant() }, ct);

    /// <param name="next">When to try again; null when it is sent or given up.</param>
    public Task TriedAsync(Mail mail, bool sent, Instant? next, CancellationToken ct) => db.TransactionAsync(
        tx => tx.ExecuteAsync(
            "UPDATE mails SET attempts = attempts + 1, next_at = @next, sent_at = @sentAt WHERE id = @Id",
            new { mail.Id, next, sentAt = sent ? clock.GetCurrentInstant() : (Instant?)null }),
        ct);

    private sealed record Due
    {
        public EventId Event { get; init; }
        public string Kind { get; init; } = "";
        public Instant Instant { get; init; }
    }
}
