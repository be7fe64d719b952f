using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Io;

internal static partial class Log
{
    [LoggerMessage(311, LogLevel.Critical, "The thread {Thread} failed in a round; it goes on with the next")]
    public static partial void RoundFaulted(ILogger log, string thread, Exception fault);
}
