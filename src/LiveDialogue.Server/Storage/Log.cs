namespace LiveDialogue.Server.Storage;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A listener failed on version {Version} of board {Board}; screens behind it read the board again when they see the gap.")]
    public static partial void SubscriberFailed(ILogger log, string board, long version, Exception error);
}
