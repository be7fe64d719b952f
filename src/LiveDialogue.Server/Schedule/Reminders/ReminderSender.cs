using System.Net;
using System.Net.Mail;
using System.Text;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Events.Calendar;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>
/// Looks every few seconds for reminders that are due and hands all mails that are written to the SMTP server, one after another. What was sent is marked at once;
/// a mail that a crash cuts off between the server's word and our mark goes out again under the same Message-ID, since a reminder that is missing
/// is worse than one that a mailbox folds into the first.
/// </summary>
internal sealed class ReminderSender(
    MailStore mails, EventStore events, InviteTokens tokens, PersonCalendars calendars, Links links, IDateTimeZoneProvider zones, IOptions<MailOptions> options, IClock clock, TimeProvider time,
    ILogger<ReminderSender> log)
    : BackgroundService
{
    /// <summary>How long one mail may take: after its last line a server has ten minutes (RFC 5321 §4.5.3.2.6). Who hangs up sooner sends again what was taken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);

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
        while (!ct.IsCancellationRequested && await mails.NextAsync(ct) is { } mail)
        {
            if (!await SendAsync(mail, ct))
            {
                Log.MailServerAway(log, await mails.CountAsync(ct));
                return;   // with the next mail it would be the same
            }
            await mails.WriteDueAsync(ct);   // sending takes its time
        }
    }

    /// <returns>False when the server can't be reached or says that it takes nothing now.</returns>
    private async Task<bool> SendAsync(Mail mail, CancellationToken ct)
    {
        var (e, invite, now) = (await events.FindAsync(mail.Event, ct), await mails.RecipientAsync(mail, ct), clock.GetCurrentInstant());
        if (e is null || invite is null || !mail.IsTrue(e, invite, await mails.ToldAsync(invite, ct), now))
        {
            await mails.GiveUpAsync(mail, why: null, ct);   // no longer to be told
            return true;
        }
        if (now >= mail.Deadline(e))
        {
            Log.MailGivenUp(log, mail.Id);
            await mails.GiveUpAsync(mail, "late", ct);
            return true;
        }
        try
        {
            using var message = MailText.Of(mail, e, invite, options.Value, await LinksAsync(e, invite, ct), zones, now);
            using var client = Client(message);
            await HandOverAsync(client, message, ct);
            await mails.SentAsync(mail, e.Revision, CancellationToken.None);   // it is sent: a shutdown must not forget it
            return true;
        }
        catch (Exception error) when (error is SmtpException or IOException or InvalidOperationException or FormatException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            await PutOffAsync(mail, e, error, ct);
            return !IsAway(error);
        }
    }

    /// <exception cref="OperationCanceledException">The server took longer than anybody waits for, or we are to stop.</exception>
    private async Task HandOverAsync(SmtpClient client, MailMessage message, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        // A shutdown lets the mail on its way arrive, so that it isn't sent again by the next process. That is the machine's time, whatever our clock says.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        await using var shutdown = ct.Register(() => over.CancelAfter(Grace));
        try
        {
            // The client hears a cancellation at every step but the one that takes longest, the answer to the last line: there its end, by the caller, ends it.
            await client.SendMailAsync(message, over.Token).WaitAsync(over.Token);
        }
        catch (SmtpException) when (over.IsCancellationRequested)
        {
            throw new OperationCanceledException(over.Token);
        }
    }

    // No answer at all, or 421; any other answer may be about this mail alone.
    private static bool IsAway(Exception error) => error is IOException or OperationCanceledException or SmtpException { StatusCode: SmtpStatusCode.GeneralFailure or SmtpStatusCode.ServiceNotAvailable };

    private async Task PutOffAsync(Mail mail, LiveEvent e, Exception error, CancellationToken ct)
    {
        var next = clock.GetCurrentInstant() + Duration.FromMinutes(Math.Min(1 << Math.Min(mail.Attempts, 6), 60));
        // Of a mailbox the server's "never" is believed: 550, 551, 553. All else (554: no relay for us) may be about ourselves, and be mended.
        var refused = error is SmtpFailedRecipientException { StatusCode: SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed };
        if (refused || next >= mail.Deadline(e))
        {
            if (refused) Log.MailRefused(log, mail.Id);
            else Log.MailGivenUp(log, mail.Id);
            await mails.GiveUpAsync(mail, refused ? "refused" : "late", ct);
            return;
        }
        // The message alone: an exception of the mail client's may carry what the server said, and servers repeat addresses.
        Log.MailNotSent(log, mail.Id, mail.Attempts + 1, next, error.GetType().Name, (error as SmtpException)?.StatusCode.ToString() ?? "none");
        await mails.PutOffAsync(mail, next, ct);
    }

    private async Task<MailLinks> LinksAsync(LiveEvent e, Invite invite, CancellationToken ct) => new(
        new(links.To($"/join/{tokens.For(invite.Id)}")),
        new(links.To($"/e/{e.Slug}")),
        new(links.To(PersonCalendars.Path(await calendars.TokenAsync(invite.Email ?? "", ct)))));   // IsTrue: there is an address

    private SmtpClient Client(MailMessage message) => new(options.Value.Host, options.Value.Port)
    {
        EnableSsl = options.Value.StartTls,
        Credentials = options.Value.User is { } user ? new NetworkCredential(user, options.Value.Password) : null,
        // RFC 6531, only for those whose mailbox has a name that needs it: few servers speak it.
        DeliveryFormat = Ascii.IsValid(message.To[0].User) ? SmtpDeliveryFormat.SevenBit : SmtpDeliveryFormat.International,
    };
}
