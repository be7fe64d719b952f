namespace LiveDialogue.Server.Boards;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "A screen is {Messages} messages behind: its connection is closed, so that it reads its boards anew")]
    public static partial void ScreenTooSlow(ILogger log, int messages);

    [LoggerMessage(Level = LogLevel.Error, Message = "Version {Version} of board {Board} couldn't be sent; screens read the board again when they see the gap.")]
    public static partial void ChangeNotSent(ILogger log, string board, long version, Exception error);
}
