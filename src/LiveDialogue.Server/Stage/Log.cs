namespace LiveDialogue.Server.Stage;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The stage of event {EventId} couldn't be written; the change was taken back. Is the disk full?")]
    public static partial void StageNotSaved(ILogger log, EventId eventId, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stage of event {EventId} is open with {Speakers} speakers invited, {OnAir} of them with a place on air")]
    public static partial void StageOpened(ILogger log, EventId eventId, int speakers, int onAir);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stage of event {EventId} couldn't follow a change of the event or its invites; it does so with the next one")]
    public static partial void StageNotFollowed(ILogger log, EventId eventId, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "How the speakers' connections fare couldn't be kept; is the disk full?")]
    public static partial void LinksNotKept(ILogger log, Exception error);
}
