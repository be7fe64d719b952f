namespace LiveDialogue.Server.Translation;

/// <summary>From one language into another, both BCP 47 primary subtags: <c>en</c>, <c>fr</c>.</summary>
public readonly record struct LanguagePair(string From, string To)
{
    public override string ToString() => $"{From}→{To}";
}
