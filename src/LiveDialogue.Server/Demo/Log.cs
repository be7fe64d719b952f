namespace LiveDialogue.Server.Demo;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The synthetic field offices ended with exit code {ExitCode}; they are started again in {RestartAfter}.")]
    public static partial void SimulatorEnded(ILogger log, int exitCode, TimeSpan restartAfter);
}
