namespace LiveDialogue.Server.Schedule;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Other zone rules aren't used, TZDB {Version} is: {Reason}")]
    public static partial void RulesNotLoaded(ILogger log, string version, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "TZDB {Version} is in force; {Moved} events were moved or kept by decision")]
    public static partial void RulesInForce(ILogger log, string version, int moved);

    [LoggerMessage(Level = LogLevel.Warning, Message = "TZDB {Version} came with this program and waits, {InForce} stays in force: event {EventId} and perhaps others need a decision at /host/zone-rules")]
    public static partial void RulesWait(ILogger log, string version, string inForce, Events.EventId eventId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MailId} could not be sent (attempt {Attempt}: {Kind}, SMTP status {Status}); trying again after {NextAt}")]
    public static partial void MailNotSent(ILogger log, string mailId, int attempt, NodaTime.Instant nextAt, string kind, string status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MailId} is refused by its recipient's server for good; the host sees it in the list of invites")]
    public static partial void MailRefused(ILogger log, string mailId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {MailId} is given up: it would come too late")]
    public static partial void MailGivenUp(ILogger log, string mailId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {EventId} began before its reminder ({Kind}) could be written: {People} people were not reminded")]
    public static partial void RemindersMissed(ILogger log, Events.EventId eventId, string kind, int people);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The SMTP server can't be reached or takes nothing; {Waiting} mails wait for the next look")]
    public static partial void MailServerAway(ILogger log, int waiting);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reminders could not be looked after; trying again")]
    public static partial void RemindersFailed(ILogger log, Exception error);
}
