namespace LiveDialogue.Server.Questions.Languages;

/// <summary>What of a question is translated.</summary>
internal enum TextPart
{
    Text,

    /// <summary>The written answer.</summary>
    Answer,
}

/// <summary>How words in another language came to be.</summary>
/// <param name="From">The language they were translated from.</param>
/// <param name="Engine">Null: a person wrote them.</param>
internal sealed record TextMaking(string From, string? Engine, IReadOnlyList<string>? Via = null, IReadOnlyList<string>? Terms = null);

/// <summary>Words in another language, and of which words they are the translation.</summary>
/// <param name="Digest">Of the original, its language included.</param>
internal sealed record TextWords(string Words, string Digest, TextMaking Making)
{
    public bool ByMachine => Making.Engine is not null;
}
