using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Invitations;

/// <summary>What came of asking that an invitation be sent again.</summary>
internal abstract record Resent
{
    private Resent() { }

    /// <summary>It lies in the outbox, under a Message-ID of its own.</summary>
    public sealed record Waiting : Resent;

    /// <summary>The server has no SMTP server to hand mail to.</summary>
    public sealed record MailOff : Resent;

    public sealed record NoAddress : Resent;

    /// <summary>Not yet published, or over, or off.</summary>
    public sealed record WrongState : Resent;

    /// <summary>It went out a moment ago, or as often today as is allowed.</summary>
    public sealed record TooSoon(Duration Wait) : Resent;
}

/// <summary>Sends invitations once more. Thread-safe.</summary>
internal sealed class InvitationAgain(Db db, Outbox outbox, InvitationMails mails, IClock clock)
{
    private static readonly Duration Apart = Duration.FromMinutes(10);

    /// <param name="invite">One that holds.</param>
    public async Task<Resent> SendAsync(LiveEvent e, Invite invite, CancellationToken ct)
    {
        if (!outbox.IsOn) return new Resent.MailOff();
        if (invite.Email is null) return new Resent.NoAddress();
        var now = clock.GetCurrentInstant();
        if (!e.IsOpen || e.End <= now) return new Resent.WrongState();
        return await db.TransactionAsync<Resent>(
            async tx =>
            {
                var last = await tx.FirstAsync<Instant?>("SELECT max(created_at) FROM mails WHERE invite = @Id AND kind = 'invited'", new { invite.Id });
                if (last is { } before && before + Apart > now) return new Resent.TooSoon(before + Apart - now);
                return await mails.WriteAsync(tx, invite) ? new Resent.Waiting() : new Resent.TooSoon(Duration.FromHours(1));
            },
            ct);
    }
}
