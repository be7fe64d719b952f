using LiveDialogue.Server.Translation.Detection;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>What of a question is still to be said in the languages that are read. Pure.</summary>
internal static class TextPlan
{
    public static IEnumerable<TextJob> Of(Question question, IReadOnlyList<TextRow> rows, Readers readers)
    {
        var languages = question.IsPublic ? readers.Everybody : question.IsAtRisk || question.State is QuestionState.Rejected ? [] : readers.Moderators;
        var from = TextSource.Primary(question.Language);
        var answerFrom = question.Answer is { } answer ? AnswerLanguage(answer, readers.Main) : null;
        foreach (var language in languages)
        {
            var row = rows.FirstOrDefault(r => r.Language == language);
            if (from != "und" && from != language && JobOf(question, TextPart.Text, from, language, row) is { } text) yield return text;
            if (answerFrom is not null && answerFrom != language && JobOf(question, TextPart.Answer, answerFrom, language, row) is { } answered) yield return answered;
        }
    }

    /// <summary>The language of a written answer: the event's own, where the words don't say otherwise.</summary>
    public static string AnswerLanguage(string answer, string main) =>
        LanguageDetector.Shared.Detect(answer, main) is { Confidence: >= DetectedLanguage.Certain } detected ? detected.Language : main;

    private static TextJob? JobOf(Question question, TextPart part, string from, string language, TextRow? row)
    {
        if (TextSource.Of(question, part) is not { } source) return null;
        if (row?.Present(question, part) is { } known && !(known.ByMachine && row.Stale)) return null;
        return new(question.Event, question.Id, part, source.Words, source.Digest, from, language, TextUrgency.Of(question));
    }
}
