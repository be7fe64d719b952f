namespace LiveDialogue.Server.Questions.Languages;

/// <summary>A question's words in the language of a text board. Neither text nor answer: it left the board, or is read in its original again.</summary>
public sealed record TextView
{
    /// <summary>Its id.</summary>
    public required string Question { get; init; }

    /// <summary>Of the words here: BCP 47, the primary subtag.</summary>
    public required string Language { get; init; }

    /// <summary>Null where the question was asked in this language, or only its answer is translated so far.</summary>
    public string? Text { get; init; }

    /// <summary>The written answer.</summary>
    public string? Answer { get; init; }

    /// <summary>The text is a machine's, and to be labelled so; false once a person wrote it.</summary>
    public bool Machine { get; init; }

    public bool AnswerMachine { get; init; }

    /// <summary>apertium, libretranslate; null for a person's text.</summary>
    public string? Engine { get; init; }

    /// <summary>The language the question was asked in.</summary>
    public string? From { get; init; }

    public string? AnswerFrom { get; init; }

    /// <summary>The languages between, where no engine has the pair.</summary>
    public IReadOnlyList<string>? Via { get; init; }

    /// <summary>How sure it is that the question was asked in <see cref="From"/>: 0 to 1; null where nobody looked.</summary>
    public double? Confidence { get; init; }

    /// <summary>Terms of the event's glossary that the text holds.</summary>
    public IReadOnlyList<string>? GlossaryTerms { get; init; }
}

/// <param name="Texts">All of the board.</param>
public sealed record TextsContent(IReadOnlyList<TextView> Texts);

/// <param name="Board">texts.public.fr</param>
public sealed record TextBoard(string Board, long Version, IReadOnlyList<TextView> Texts);
