namespace LiveDialogue.Server.Programs;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "There will be no mixed program: {Reason} The audience sees the speakers themselves; HLS, recording and pushes are off.")]
    public static partial void ProgramMissing(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The program of event {EventId} is on, written to {Folder}")]
    public static partial void ProgramStarted(ILogger log, EventId eventId, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The program of event {EventId} is off")]
    public static partial void ProgramStopped(ILogger log, EventId eventId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The program of event {EventId} couldn't be started; it is tried again in {Pause}. Until then the audience sees the speakers themselves.")]
    public static partial void ProgramNotStarted(ILogger log, EventId eventId, TimeSpan pause, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The program's decisions for event {EventId} hold but couldn't be written; they are written with the next ones. Is the disk full?")]
    public static partial void ProgramNotSaved(ILogger log, EventId eventId, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Output {OutputId} ({Kind}) of event {EventId} is {State}: {Reason}. {Detail}")]
    public static partial void OutputTrouble(ILogger log, EventId eventId, string outputId, string kind, string state, string reason, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "Output {OutputId} ({Kind}) of event {EventId} is running")]
    public static partial void OutputRuns(ILogger log, EventId eventId, string outputId, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The program of event {EventId} is in trouble: {Trouble}, at {Fps} of {FullFps} frames a second")]
    public static partial void ProgramTrouble(ILogger log, EventId eventId, string trouble, int fps, int fullFps);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The program switch of event {EventId} was used: slate and silence")]
    public static partial void ProgramKilled(ILogger log, EventId eventId);

    [LoggerMessage(Level = LogLevel.Information, Message = "The program of event {EventId} goes on after the slate")]
    public static partial void ProgramResumed(ILogger log, EventId eventId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The push {PushId} of event {EventId} can't be read with this data folder's signing.key; the host must enter it again")]
    public static partial void PushUnreadable(ILogger log, EventId eventId, string pushId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A photo kept for event {EventId} can't be read and isn't shown")]
    public static partial void PhotoUnreadable(ILogger log, EventId eventId, Exception? error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A photo of a speaker who left event {EventId} couldn't be deleted; it is when the event ends")]
    public static partial void PhotoNotForgotten(ILogger log, EventId eventId, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The recording of event {EventId} is ready, with {Chapters} chapters")]
    public static partial void RecordingReady(ILogger log, EventId eventId, int chapters);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The recording of event {EventId} couldn't be finished; it is tried again in {Pause}")]
    public static partial void RecordingNotFinished(ILogger log, EventId eventId, TimeSpan pause, Exception? error);
}
