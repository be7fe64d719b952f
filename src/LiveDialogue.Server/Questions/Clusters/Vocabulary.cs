using System.Globalization;

namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>One language's words for the lexicon's concepts. Built once, then only read: thread-safe.</summary>
internal sealed class Vocabulary(string language)
{
    private const int ShortestStem = 2;
    private const int LongestHanWord = 6;

    // A slip of a letter in a short word makes another word.
    private const int ShortestWithSlips = 6;

    // A stem with a slip and this many more letters is another word.
    private const int LongestEnding = 3;

    // Arabic writes articles, conjunctions, prepositions and persons as part of the word.
    private static readonly string[] ArabicPrefixes = ["وبال", "وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك", "س", "ي", "ت", "ن"];

    private readonly Dictionary<string, Concept> _stems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Concept> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Concept> _slips = new(StringComparer.Ordinal);
    private readonly List<(string Stem, Concept Concept)> _inside = [];
    private readonly List<(string Words, Concept Concept)> _phrases = [];

    public string Language => language;

    /// <summary>Those of several words, longest first; folded, with a space before.</summary>
    public IReadOnlyList<(string Words, Concept Concept)> Phrases => _phrases;

    public void Add(string entry, Concept concept)
    {
        var kind = entry[0] is '=' or '*' ? entry[0] : ' ';
        var stem = FoldedText.Of(kind == ' ' ? entry : entry[1..]);
        if (stem.Length == 0) return;

        if (stem.Contains(' ', StringComparison.Ordinal)) _phrases.Add((" " + stem + (kind == '=' ? " " : ""), concept));
        else if (kind == '*') _inside.Add((stem, concept));
        else if (kind == '=') _words.TryAdd(stem, concept);
        else if (_stems.TryAdd(stem, concept) && stem.Length >= ShortestWithSlips && concept.Group != "country" && language is not ("ar" or "zh" or "hi" or "sw"))
            foreach (var slip in WithoutOne(stem)) _slips.TryAdd(slip, concept);
    }

    /// <summary>To be called after the last <see cref="Add"/>.</summary>
    public void Seal()
    {
        _phrases.Sort((left, right) => right.Words.Length.CompareTo(left.Words.Length));
        _inside.Sort((left, right) => right.Stem.Length.CompareTo(left.Stem.Length));
    }

    /// <returns>What a folded word means; null for a word that isn't known.</returns>
    public Concept? Find(string word)
    {
        if (Known(word) is { } concept) return concept;
        if (language == "ar")
        {
            foreach (var prefix in ArabicPrefixes)
                if (word.Length >= prefix.Length + 3 && word.StartsWith(prefix, StringComparison.Ordinal) && Known(word[prefix.Length..]) is { } bare) return bare;
        }
        foreach (var (stem, inside) in _inside)
            if (word.Contains(stem, StringComparison.Ordinal)) return inside;
        return word.Length >= ShortestWithSlips - 1 ? Misspelt(word) : null;
    }

    /// <summary>Chinese has no spaces: the longest known word at a place.</summary>
    public Concept? FindHan(ReadOnlySpan<char> rest, out int length)
    {
        var stems = _stems.GetAlternateLookup<ReadOnlySpan<char>>();
        for (length = Math.Min(rest.Length, LongestHanWord); length > 0; length--)
            if (stems.TryGetValue(rest[..length], out var concept)) return concept;
        return null;
    }

    private Concept? Known(string word)
    {
        if (_words.TryGetValue(word, out var whole)) return whole;

        var stems = _stems.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = word.Length; length >= ShortestStem; length--)
            if (stems.TryGetValue(word.AsSpan(0, length), out var concept)) return concept;
        return null;
    }

    // One letter too few, too many, other or changed places: the same remains when each side leaves one out.
    private Concept? Misspelt(string word)
    {
        if (_slips.Count == 0) return null;
        for (var length = Math.Min(word.Length, 12); length >= Math.Max(ShortestWithSlips - 1, word.Length - LongestEnding); length--)
        {
            var start = word[..length];
            if (_slips.TryGetValue(start, out var missing)) return missing;
            foreach (var slip in WithoutOne(start))
                if ((slip.Length >= ShortestWithSlips && _stems.TryGetValue(slip, out var concept)) || _slips.TryGetValue(slip, out concept)) return concept;
        }
        return null;
    }

    private static IEnumerable<string> WithoutOne(string word)
    {
        for (var at = 1; at < word.Length; at++)            // the first letter is seldom wrong
            yield return string.Concat(word.AsSpan(0, at), word.AsSpan(at + 1));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{language}: {_stems.Count + _words.Count} words, {_phrases.Count} phrases");
}
