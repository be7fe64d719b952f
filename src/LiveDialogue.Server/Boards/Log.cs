namespace LiveDialogue.Server.Boards;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Version {Version} of board {Board} is still on its way to slow screens; the others go on")]
    public static partial void SlowScreens(ILogger log, string board, long version);

    [LoggerMessage(Level = LogLevel.Error, Message = "Version {Version} of board {Board} couldn't be sent; screens read the board again when they see the gap.")]
    public static partial void ChangeNotSent(ILogger log, string board, long version, Exception error);
}
