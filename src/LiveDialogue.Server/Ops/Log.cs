namespace LiveDialogue.Server.Ops;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Route} answered {Status} in {Milliseconds:0.0} ms")]
    public static partial void Answered(ILogger log, string method, string route, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Reason}")]
    public static partial void NotReady(ILogger log, string reason, Exception? error);
}
