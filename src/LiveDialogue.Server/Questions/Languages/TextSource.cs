using LiveDialogue.Server.Translation;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>The words that are translated. Pure.</summary>
/// <param name="Digest">Of the words; for a question also of the language they are taken for.</param>
internal sealed record TextSource(string Words, string Digest)
{
    /// <returns>Null where the question has no such part.</returns>
    public static TextSource? Of(Question question, TextPart part) => part switch
    {
        TextPart.Text => new(question.Shown, Translations.DigestOf(question.Shown, Primary(question.Language))),
        _ => question.Answer is { } answer ? new(answer, Translations.DigestOf(answer, "answer")) : null,
    };

    /// <summary>fr for fr-CD.</summary>
    public static string Primary(string tag) => tag.Split('-', '_')[0].ToLowerInvariant();
}
