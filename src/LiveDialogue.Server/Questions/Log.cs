namespace LiveDialogue.Server.Questions;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Votes couldn't be counted; they are kept and counted with the next second. Is the disk full?")]
    public static partial void VotesNotCounted(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Texts of {EventId} couldn't be translated or shown; they wait")]
    public static partial void TextsNotPlanned(ILogger log, EventId eventId, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Questions couldn't be compared; suggestions to merge may be missing until the next question. Is the disk full?")]
    public static partial void ClustersNotKept(ILogger log, Exception error);
}
