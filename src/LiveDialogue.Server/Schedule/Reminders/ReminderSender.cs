using System.Net;
using System.Net.Mail;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>
/// Looks every few seconds for reminders that are due and hands their mails to the SMTP server, one after another. What was sent is marked at once;
/// a mail that a crash cuts off between the server's word and our mark goes out again under the same Message-ID, since a reminder that is missing
/// is worse than one that a mailbox folds into the first.
/// </summary>
internal sealed class ReminderSender(
    MailStore mails, EventStore events, InviteStore invites, InviteTokens tokens, Links links, IDateTimeZoneProvider zones, IOptions<MailOptions> options, IClock clock, TimeProvider time, ILogger<ReminderSender> log)
    : BackgroundService
{
    /// <summary>How long one mail may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>And how long still when the server is told to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Host is null) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.LookEverySeconds), time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
#pragma warning disable CA1031 // the next look may succeed: a full disk is emptied, a mailbox server comes back
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.RemindersFailed(log, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken ct)
    {
        await mails.WriteDueAsync(ct);
        foreach (var mail in await mails.UnsentAsync(ct))
        {
            if (ct.IsCancellationRequested) return;
            await SendAsync(mail, ct);
        }
    }

    private async Task SendAsync(Mail mail, CancellationToken ct)
    {
        var (e, invite) = (await events.FindAsync(mail.Event, ct), await invites.FindAsync(mail.Invite, ct));
        if (e is not { State: EventState.Published } || invite is not { RevokedAt: null, Email: not null })
        {
            await mails.TriedAsync(mail, sent: false, next: null, ct);   // no longer to be told
            return;
        }
        var now = clock.GetCurrentInstant();
        try
        {
            using var message = MailText.Of(mail, e, invite, options.Value, new(links.To($"/join/{tokens.For(invite.Id)}")), new(links.To($"/e/{e.Slug}")), zones);
            using var client = Client();
            // A shutdown lets the mail on its way arrive, so that it isn't sent again by the next process.
            using var patience = new CancellationTokenSource(Patience);
            await using var shutdown = ct.Register(() => patience.CancelAfter(Grace));
            await client.SendMailAsync(message, patience.Token);
            await mails.TriedAsync(mail, sent: true, next: null, CancellationToken.None);   // it is sent: a shutdown must not forget it
        }
        catch (Exception error) when (error is SmtpException or IOException or InvalidOperationException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            var next = now + Duration.FromMinutes(Math.Min(1 << Math.Min(mail.Attempts, 6), 60));
            if (next >= e.Start.At) Log.MailGivenUp(log, mail.Id);
            else Log.MailNotSent(log, mail.Id, mail.Attempts + 1, next, error);
            await mails.TriedAsync(mail, sent: false, next >= e.Start.At ? null : next, ct);
        }
    }

    private SmtpClient Client() => new(options.Value.Host, options.Value.Port)
    {
        EnableSsl = options.Value.StartTls,
        Credentials = options.Value.User is { } user ? new NetworkCredential(user, options.Value.Password) : null,
    };
}
