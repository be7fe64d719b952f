namespace LiveDialogue.Server.Translation;

// No text of anybody's is ever logged.
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Apertium translates {Count} pairs: {Modes}")]
    public static partial void TranslatorFound(ILogger log, int count, string modes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Nothing is translated: {Reason}")]
    public static partial void NoTranslator(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The translator {Mode} was started")]
    public static partial void TranslatorStarted(ILogger log, string mode);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The translator {Mode} was ended: {LastWords}")]
    public static partial void TranslatorEnded(ILogger log, string mode, string lastWords);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A text was not translated {Pair}: {Reason}")]
    public static partial void TranslationFailed(ILogger log, LanguagePair pair, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Translating {Pair} went wrong")]
    public static partial void TranslationFaulted(ILogger log, LanguagePair pair, Exception fault);
}
