namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>What <see cref="Likeness"/> makes of differences. Tuned on one half of the labelled pairs; the other half says what they are worth.</summary>
internal sealed record LikenessWeights
{
    /// <summary>The share of what both say against all they say; the rest is against what the shorter one says: a long question may tell a story.</summary>
    public float ShareOfAll { get; init; } = 0.65f;

    /// <summary>Of letters in common, within a language: words that no vocabulary knows.</summary>
    public float ShareOfLetters { get; init; } = 0.1f;

    /// <summary>A word that the other language's vocabulary can't know may have been said there too.</summary>
    public float UnknownElsewhere { get; init; } = 0.6f;

    /// <summary>Both name one of a group, but not the same: measles and cholera.</summary>
    public float OtherOfGroup { get; init; } = 0.4f;

    /// <summary>Other numbers: ages, grades.</summary>
    public float OtherNumber { get; init; } = 0.85f;

    /// <summary>When here, why there.</summary>
    public float OtherAsk { get; init; } = 0.7f;

    /// <summary>Where and who, how many and how much: asked one for the other.</summary>
    public float NearAsk { get; init; } = 0.95f;

    /// <summary>When here, nothing of the kind there.</summary>
    public float OneAsk { get; init; } = 0.95f;

    public float OneDenies { get; init; } = 0.95f;

    /// <summary>Each says something of weight that the other doesn't: taken off by the lighter of the two.</summary>
    public float BothElse { get; init; } = 0.2f;

    /// <summary>From here on two questions of one language are suggested as the same.</summary>
    public float SameLanguage { get; init; } = 0.8f;

    /// <summary>Across languages, where only concepts, names and numbers can be compared.</summary>
    public float AcrossLanguages { get; init; } = 0.74f;
}
