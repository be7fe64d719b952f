namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>What a question says, in a form that compares in microseconds. Immutable; some hundred bytes.</summary>
/// <param name="Language">Of the vocabulary it was read with; "" where none fits.</param>
/// <param name="Features">Ascending by key: concepts by their index, numbers and unknown words by a digest.</param>
/// <param name="Trigrams">Digests of three letters in a row, ascending: words in another form, and misspelt.</param>
/// <param name="Denies">It says no, not, without.</param>
internal sealed record Fingerprint(string Language, IReadOnlyList<Feature> Features, int[] Trigrams, bool Denies)
{
    public bool IsEmpty => Features.Count == 0;
}

/// <param name="Key">Concepts from 0 on; what no vocabulary knows below 0.</param>
/// <param name="Weight">How much it says.</param>
/// <param name="Group">0: none; else features of one group exclude each other.</param>
/// <param name="IsKnown">A concept or a number: it means the same in every language.</param>
internal readonly record struct Feature(int Key, float Weight, byte Group, bool IsKnown);
