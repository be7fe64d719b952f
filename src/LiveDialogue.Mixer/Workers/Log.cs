using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Workers;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "prlimit is missing or refused: media workers run without limits on memory and files. Install the package util-linux.")]
    public static partial void NoLimits(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "setpriv is missing or refused: media workers run with this process's privileges. Install the package util-linux.")]
    public static partial void NoPrivilegesDropped(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This process is root but may not change users, so media workers are root too. Run the server as a user of its own.")]
    public static partial void WorkersStayRoot(ILogger log);
}
