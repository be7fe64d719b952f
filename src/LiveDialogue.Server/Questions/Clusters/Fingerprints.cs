namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>Reads a question's text into its <see cref="Fingerprint"/>. Pure but for the lexicon it holds; thread-safe.</summary>
internal sealed class Fingerprints
{
    /// <summary>The group of numbers: "my son is 5" is not "my son is 15".</summary>
    public const byte Numbers = 255;

    /// <summary>The group of names that no vocabulary knows: who asks about Dakar doesn't ask about Abidjan.</summary>
    public const byte Names = 254;

    public const string AskGroup = "ask";
    public const string DenialGroup = "neg";

    private const float UnknownWeight = 0.7f;
    private const float NameWeight = 1;
    private const float UnknownHanWeight = 0.35f;
    private const float NumberWeight = 0.6f;

    // Endings say how a word is used, beginnings what it is.
    private const int BeginningOfWord = 5;

    private readonly Lexicon _lexicon;
    private readonly Dictionary<string, byte> _groups = new(StringComparer.Ordinal);

    public Fingerprints(Lexicon lexicon)
    {
        _lexicon = lexicon;
        foreach (var concept in lexicon.Concepts)
            if (concept.Group.Length > 0) _groups.TryAdd(concept.Group, (byte)(_groups.Count + 1));
        Ask = _groups.GetValueOrDefault(AskGroup);
    }

    /// <summary>The group of what is asked for: when, where, why, how many.</summary>
    public byte Ask { get; }

    /// <summary>Where, who and how, how many and how much: people ask one for the other.</summary>
    public bool AreNearAsks(int left, int right) =>
        (IsIn(left, "q:where", "q:who", "q:how") && IsIn(right, "q:where", "q:who", "q:how")) || (IsIn(left, "q:count", "q:cost") && IsIn(right, "q:count", "q:cost"));

    /// <summary>How: often said, and as often left out.</summary>
    public bool IsHow(int key) => key >= 0 && _lexicon.Concepts[key].Id == "q:how";

    /// <param name="language">BCP 47, as the asker's client said; another is taken where the script says otherwise or the words are another's.</param>
    public Fingerprint Of(string text, string language)
    {
        var folded = FoldedText.Of(text);
        var reading = VocabularyFor(folded, language) is { } vocabulary ? Read(folded, vocabulary, NamesIn(text)) : ReadUnknown(folded);
        return new(
            reading.Language,
            [.. reading.Features.Values.OrderBy(feature => feature.Key)],
            TrigramsOf(folded),
            reading.Denies);
    }

    private bool IsIn(int key, params ReadOnlySpan<string> asks) => asks.Contains(_lexicon.Concepts[key].Id);

    private Vocabulary? VocabularyFor(string folded, string language)
    {
        var stated = language.Split('-')[0];
        var byScript = ScriptOf(folded);
        if (byScript.Length > 0) return _lexicon.For(byScript);
        if (stated is not ("ar" or "ru" or "zh" or "hi") && _lexicon.For(stated) is { } own) return own;

        // The language in which most words are known.
        return _lexicon.Vocabularies.Where(vocabulary => vocabulary.Language is not ("ar" or "ru" or "zh" or "hi"))
            .Select(vocabulary => (vocabulary, known: folded.Split(' ').Count(word => vocabulary.Find(word) is not null)))
            .Where(candidate => candidate.known > 0)
            .OrderByDescending(candidate => candidate.known)
            .Select(candidate => candidate.vocabulary)
            .FirstOrDefault();
    }

    // "" for Latin letters, which many languages share.
    private static string ScriptOf(string folded)
    {
        Span<int> counts = stackalloc int[5];
        foreach (var letter in folded)
        {
            var script = letter switch
            {
                >= 'a' and <= 'z' => 0,
                >= '\u0400' and <= '\u04ff' => 1,
                >= '\u0600' and <= '\u06ff' => 2,
                >= '\u0900' and <= '\u097f' => 3,
                _ when FoldedText.IsHan(letter) => 4,
                _ => -1,
            };
            if (script >= 0) counts[script] += script == 4 ? 2 : 1;     // one sign is a word, or half of one
        }
        var most = 0;
        for (var script = 1; script < counts.Length; script++)
            if (counts[script] > counts[most]) most = script;
        return most switch { 1 => "ru", 2 => "ar", 3 => "hi", 4 => "zh", _ => "" };
    }

    private Reading Read(string folded, Vocabulary vocabulary, HashSet<string> names)
    {
        var reading = new Reading(vocabulary.Language);
        var text = folded;
        if (vocabulary.Phrases.Count > 0)
        {
            text = " " + folded + " ";
            foreach (var (words, concept) in vocabulary.Phrases) text = TakePhrase(text, words, concept, reading);
        }
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (char.IsAsciiDigit(word[0])) AddNumber(reading, word);
            else if (FoldedText.IsHan(word[0])) ReadHan(reading, word, vocabulary);
            else if (vocabulary.Find(word) is { } concept) Add(reading, concept);
            else AddUnknown(reading, word, names.Contains(word));
        }
        return reading;
    }

    // Written with a capital, and not because a sentence begins.
    private static HashSet<string> NamesIn(string text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var begins = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!begins && char.IsUpper(word[0]) && word.Any(char.IsLower)) names.Add(FoldedText.Of(word));
            begins = word[^1] is '.' or '!' or '?' or ':';
        }
        return names;
    }

    private static Reading ReadUnknown(string folded)
    {
        var reading = new Reading("");
        foreach (var word in folded.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (char.IsAsciiDigit(word[0])) AddNumber(reading, word);
            else AddUnknown(reading, word, isName: false);
        }
        return reading;
    }

    private string TakePhrase(string text, string words, Concept concept, Reading reading)
    {
        while (text.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at)
        {
            Add(reading, concept);
            var end = words[^1] == ' ' ? at + words.Length - 1 : text.IndexOf(' ', at + words.Length);
            text = string.Concat(text.AsSpan(0, at), text.AsSpan(end));
        }
        return text;
    }

    private void ReadHan(Reading reading, string run, Vocabulary vocabulary)
    {
        var unknown = 0;
        for (var at = 0; at < run.Length;)
        {
            if (vocabulary.FindHan(run.AsSpan(at), out var length) is { } concept)
            {
                unknown = 0;
                Add(reading, concept);
                at += length;
                continue;
            }
            if (++unknown >= 2) reading.Features.TryAdd(DigestOf(run.AsSpan(at - 1, 2)), new(DigestOf(run.AsSpan(at - 1, 2)), UnknownHanWeight, 0, IsKnown: false));
            at++;
        }
    }

    private void Add(Reading reading, Concept concept)
    {
        if (concept.Group == DenialGroup) reading.Denies = true;
        if (concept.Weight > 0) reading.Features.TryAdd(concept.Index, new(concept.Index, concept.Weight, concept.Group.Length == 0 ? (byte)0 : _groups[concept.Group], IsKnown: true));
    }

    private static void AddNumber(Reading reading, string word)
    {
        var digits = word.AsSpan(0, word.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : word.Length);
        var key = DigestOf(digits);
        reading.Features.TryAdd(key, new(key, NumberWeight, Numbers, IsKnown: true));
    }

    private static void AddUnknown(Reading reading, string word, bool isName)
    {
        if (word.Length < 2) return;
        var key = DigestOf(word.AsSpan(0, Math.Min(word.Length, BeginningOfWord)));
        reading.Features.TryAdd(key, isName ? new(key, NameWeight, Names, IsKnown: true) : new(key, UnknownWeight, 0, IsKnown: false));
    }

    private static int[] TrigramsOf(string folded)
    {
        var text = " " + folded + " ";
        var trigrams = new HashSet<int>();
        var size = folded.Length > 0 && FoldedText.IsHan(folded[0]) ? 2 : 3;      // a Chinese word has two signs, mostly
        for (var at = 0; at + size <= text.Length; at++) trigrams.Add(DigestOf(text.AsSpan(at, size)));
        var sorted = trigrams.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    // FNV-1a, the same in every process; below zero, where no concept's index is.
    private static int DigestOf(ReadOnlySpan<char> text)
    {
        var digest = 2166136261u;
        foreach (var unit in text) digest = unchecked((digest ^ unit) * 16777619u);
        return unchecked((int)(digest | 0x8000_0000u));
    }

    private sealed class Reading(string language)
    {
        public string Language => language;
        public Dictionary<int, Feature> Features { get; } = [];
        public bool Denies { get; set; }
    }
}
