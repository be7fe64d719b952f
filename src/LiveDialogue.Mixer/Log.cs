using LiveDialogue.Mixer.Io;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Warning, "Outputs of the program still write {Patience} after its end; they are left to themselves")]
    public static partial void OutputsLate(ILogger log, TimeSpan patience);

    [LoggerMessage(304, LogLevel.Error, "{Count} parts of the program failed at its end, which went on; the first of them")]
    public static partial void EndFaulted(ILogger log, int count, Exception fault);

    [LoggerMessage(303, LogLevel.Warning, "The whole process stood still for {Standstill}; the program goes on without that time")]
    public static partial void StoodStill(ILogger log, TimeSpan standstill);

    [LoggerMessage(305, LogLevel.Information, "The program draws one of {Stride} pictures from now on; its last two seconds: {Evidence}")]
    public static partial void RateChanged(ILogger log, int stride, RateEvidence evidence);

    [LoggerMessage(302, LogLevel.Error, "Output {Output} failed at its end")]
    public static partial void OutputFaulted(ILogger log, string output, Exception fault);
}
