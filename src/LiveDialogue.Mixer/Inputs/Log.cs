using LiveDialogue.Mixer.Scenes;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Inputs;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The decoder of {Speaker}'s {Kind} died after {Frames} pictures and is started again: {LastWords}")]
    public static partial void DecoderDied(ILogger log, string speaker, SourceKind kind, long frames, string lastWords);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The decoder of {Speaker}'s {Kind} (process {Process}) gave nothing for a second and was ended")]
    public static partial void DecoderHangs(ILogger log, string speaker, SourceKind kind, int process);

    [LoggerMessage(Level = LogLevel.Error, Message = "No decoder for {Speaker}'s {Kind}: {Reason}")]
    public static partial void DecoderDoesNotStart(ILogger log, string speaker, SourceKind kind, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Speaker}'s {Kind} sends {Width} x {Height}, more than is decoded here; it isn't shown until it sends less")]
    public static partial void PictureTooLarge(ILogger log, string speaker, SourceKind kind, int width, int height);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Speaker}'s {Kind} failed by an error of ours; it begins anew at its next keyframe")]
    public static partial void InputFaulted(ILogger log, string speaker, SourceKind kind, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Speaker}'s photo was not decoded: {LastWords}")]
    public static partial void PhotoFailed(ILogger log, string speaker, string lastWords);
}
