using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Picture;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A {Overlay} of the program couldn't be drawn (attempt {Attempt}); the program goes on without it")]
    internal static partial void OverlayNotPainted(ILogger logger, string overlay, int attempt, Exception cause);
}
