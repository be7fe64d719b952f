using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Outputs;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Output {Output} couldn't keep up: what was queued is dropped, it goes on at the next keyframe")]
    public static partial void QueueOverflowed(ILogger logger, string output);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Output {Output} is {State} because of {Reason}: {Detail}")]
    public static partial void OutputTrouble(ILogger logger, string output, OutputState state, OutputReason reason, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Output} failed by an error of ours; it begins anew")]
    public static partial void OutputFailed(ILogger logger, Exception failure, string output);

    [LoggerMessage(Level = LogLevel.Information, Message = "A recording is finished: {Parts} parts, {Length}, {Chapters} chapters")]
    public static partial void Finished(ILogger logger, int parts, TimeSpan length, int chapters);

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Output} is still writing after {Waited}: the disk hangs, its last part may be missing")]
    public static partial void DiskHangs(ILogger logger, string output, TimeSpan waited);
}
