using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Encoding;

internal static partial class Log
{
    [LoggerMessage(321, LogLevel.Error, "Output {Output} failed on a unit of the program; the others go on")]
    public static partial void OutputFaulted(ILogger log, string output, Exception fault);

    [LoggerMessage(322, LogLevel.Information, "Encoder {Process} began at tick {Tick}")]
    public static partial void EncoderBegan(ILogger log, int process, long tick);

    [LoggerMessage(323, LogLevel.Warning, "Encoder {Process} ended unexpectedly; a new one starts. Its last words: {Words}")]
    public static partial void EncoderEnded(ILogger log, int process, string words);

    [LoggerMessage(324, LogLevel.Warning, "Encoder {Process} gave nothing for {Silence}; it is killed and a new one starts")]
    public static partial void EncoderStalled(ILogger log, int process, TimeSpan silence);

    [LoggerMessage(326, LogLevel.Error, "The encoder gives nothing of {Tracks}: {Units} units of the others are dropped, and no output has begun")]
    public static partial void HeaderMissing(ILogger log, string tracks, int units);

    [LoggerMessage(327, LogLevel.Critical, "The encoder's thread hangs at the end of the program; it is left to itself")]
    public static partial void FeedHangs(ILogger log);

    [LoggerMessage(325, LogLevel.Error, "The encoder can't be started: {Reason}")]
    public static partial void EncoderMissing(ILogger log, string reason);
}
