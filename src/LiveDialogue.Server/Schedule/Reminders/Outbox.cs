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
    public bool IsOn => options.Value.Host is not null;

    /// <summary>The same mail twice is one.</summary>
    /// <param name="about">What makes it one of its kind: the start it speaks of, or the revision.</param>
    /// <param name="was">Of a change of times: the person's local time as it was told before.</param>
    /// <param name="settle">How long it waits for what may follow.</param>
    public async Task AddAsync(DbWriter tx, EventId eventId, InviteId invite, string kind, long about, string? was = null, Duration settle = default)
    {
        if (!IsOn) return;
        var now = clock.GetCurrentInstant();
        await tx.ExecuteAsync(
            "INSERT OR IGNORE INTO mails (id, event, invite, kind, was, created_at, next_at) VALUES (@id, @eventId, @invite, @kind, @was, @now, @next)",
            new { id = FormattableString.Invariant($"{invite}.{kind}.{about}"), eventId, invite, kind, was, now, next = now + settle });
    }
}
