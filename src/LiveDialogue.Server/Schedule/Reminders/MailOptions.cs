using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using LiveDialogue.Server.Events.Calendar;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>The SMTP server that mails are handed to; section <c>Mail</c>.</summary>
public sealed record MailOptions
{
    /// <summary>Null: no mail is sent, and none is waiting for it.</summary>
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    /// <summary>STARTTLS before anything is said; only a server on this machine can do without.</summary>
    public bool StartTls { get; init; } = true;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Whom mails and invitations are from: <c>dialogue@example.org</c>.</summary>
    public string From { get; init; } = "livedialogue@localhost";

    /// <summary>The name beside it.</summary>
    public string FromName { get; init; } = "LiveDialogue";

    /// <summary>The organizer of every event, in calendars.</summary>
    internal CalendarParty Organizer => new(FromName, From);

    /// <summary>Seconds between two looks at what is due.</summary>
    [Range(1, 3600)]
    public int LookEverySeconds { get; init; } = 20;
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;

/// <summary>What attributes can't say.</summary>
internal sealed class MailOptionsRules : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options) =>
        MailAddress.TryCreate(options.From, out var address) && address.Address == options.From
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Mail:From must be a bare e-mail address, such as dialogue@example.org.");
}
