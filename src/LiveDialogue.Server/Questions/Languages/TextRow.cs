using System.Text.Json;
using LiveDialogue.Server.Ops;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>A row of question_texts: one question in one language. Dapper fills and reads it by column name.</summary>
internal sealed record TextRow
{
    public const string Columns = "question, language, event, text, digest, made, answer, answer_digest, answer_made, stale";

    public QuestionId Question { get; init; }
    public string Language { get; init; } = "";
    public EventId Event { get; init; }
    public string? Text { get; init; }
    public string? Digest { get; init; }
    public string? Made { get; init; }
    public string? Answer { get; init; }
    public string? AnswerDigest { get; init; }
    public string? AnswerMade { get; init; }

    /// <summary>What machines wrote of it is to be made anew.</summary>
    public bool Stale { get; init; }

    /// <returns>Null where there is nothing, whatever it was the translation of.</returns>
    public TextWords? Of(TextPart part)
    {
        var (words, digest, made) = part is TextPart.Text ? (Text, Digest, Made) : (Answer, AnswerDigest, AnswerMade);
        return words is null || digest is null || made is null ? null : new(words, digest, JsonSerializer.Deserialize<TextMaking>(made, Json.Options)!);
    }

    public TextRow With(TextPart part, TextWords words)
    {
        var made = JsonSerializer.Serialize(words.Making, Json.Options);
        return part is TextPart.Text
            ? this with { Text = words.Words, Digest = words.Digest, Made = made }
            : this with { Answer = words.Words, AnswerDigest = words.Digest, AnswerMade = made };
    }

    /// <summary>As a text board shows it for the question as it is; null where nothing here is of its present words.</summary>
    public TextView? ViewOf(Question question)
    {
        var text = Present(question, TextPart.Text);
        var answer = Present(question, TextPart.Answer);
        if (text is null && answer is null) return null;
        return new()
        {
            Question = Question.Value,
            Language = Language,
            Text = text?.Words,
            Answer = answer?.Words,
            Machine = text?.ByMachine ?? false,
            AnswerMachine = answer?.ByMachine ?? false,
            Engine = text?.Making.Engine ?? (text is null ? answer?.Making.Engine : null),
            From = text?.Making.From,
            AnswerFrom = answer?.Making.From,
            Via = text?.Making.Via is { Count: > 0 } via ? via : null,
            Confidence = text is null ? null : question.Detected?.Confidence,
            GlossaryTerms = text?.Making.Terms is { Count: > 0 } terms ? terms : null,
        };
    }

    /// <summary>What it holds of the question's present words.</summary>
    public TextWords? Present(Question question, TextPart part) =>
        Of(part) is { } words && TextSource.Of(question, part) is { } source && source.Digest == words.Digest ? words : null;
}
