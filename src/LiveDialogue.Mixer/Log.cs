using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Warning, "Outputs of the program still write {Patience} after its end; they are left to themselves")]
    public static partial void OutputsLate(ILogger log, TimeSpan patience);

    [LoggerMessage(302, LogLevel.Error, "Output {Output} failed at its end")]
    public static partial void OutputFaulted(ILogger log, string output, Exception fault);
}
