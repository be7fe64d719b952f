using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Translation;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>After a change of the glossary marks the texts that hold one of its terms: they are shown until the machine has said them anew.</summary>
internal sealed class StaleTexts : IGlossaryCompanion
{
    public async Task GlossaryChangedAsync(DbWriter tx, EventId eventId, IReadOnlyList<string> terms)
    {
        var holding = (await QuestionStore.ReadAllAsync(tx, eventId))
            .Where(question => terms.Any(term => Holds(TextSource.Of(question, TextPart.Text), term) || Holds(TextSource.Of(question, TextPart.Answer), term)));
        foreach (var question in holding) await tx.ExecuteAsync("UPDATE question_texts SET stale = 1 WHERE question = @Id", new { question.Id });
    }

    private static bool Holds(TextSource? source, string term) => source?.Words.Contains(term, StringComparison.OrdinalIgnoreCase) is true;
}
