using LiveDialogue.Native;

namespace LiveDialogue.Server.Media;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Media on UDP {Endpoints} ({Kind}) and TCP {Streams}")]
    public static partial void MediaOpened(ILogger log, string endpoints, PortKind kind, string streams);
}
