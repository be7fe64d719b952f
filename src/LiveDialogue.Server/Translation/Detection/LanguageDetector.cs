using System.Collections.Frozen;
using System.Text;
using LiveDialogue.Server.Texts;

namespace LiveDialogue.Server.Translation.Detection;

/// <summary>
/// Guesses what a short text is in: by its script, and among the languages of one script by the letters that follow each other in it
/// (naive Bayes over one to four letters), learnt from the Universal Declaration of Human Rights and a few questions of our own. The language that the person reads is what
/// one believes before reading: three words of Spanish on a Spanish page are Spanish. Thread-safe.
/// </summary>
internal sealed class LanguageDetector
{
    private const int Longest = 4;

    /// <summary>Believed of the person's own language before the text is read; the others share the rest.</summary>
    private const double Prior = 0.5;

    /// <summary>Letters of one word aren't independent of each other: the sum over all of them would be far too sure of itself.</summary>
    private const double Independent = 0.3;

    /// <summary>A text as short as a name tells little more than it seems to.</summary>
    private const int MostLetters = 600;

    /// <summary>Added to each count, so that what was never seen isn't impossible.</summary>
    private const double Smoothing = 0.3;

    private static readonly Lazy<LanguageDetector> Known = new(() => new(ReadLearnt()));

    /// <summary>Languages that few write in, and that look much like one that many do.</summary>
    private static readonly FrozenSet<string> Rare = new[] { "ast", "eo", "gl", "nn", "oc", "sc", "tt" }.ToFrozenSet(StringComparer.Ordinal);

    // One for each language and script: Serbian is written in two.
    private readonly string[] _languages;
    private readonly string[] _scripts;
    private readonly double[] _weights;
    private readonly Dictionary<ulong, (int Language, float LogOdds)[]> _grams;
    private readonly float[][] _unseen;

    private LanguageDetector(IReadOnlyList<(string Language, string Text)> learnt)
    {
        var models = learnt.GroupBy(l => (l.Language, Script: Scripts.Of(l.Text)!.Value.Name)).ToArray();
        _languages = [.. models.Select(m => m.Key.Language)];
        _scripts = [.. models.Select(m => m.Key.Script)];
        _weights = [.. _languages.Select(language => Language.Find(language) is not null ? 4.0 : Rare.Contains(language) ? 0.25 : 1)];
        var counts = models.Select(_ => new Dictionary<ulong, int>()).ToArray();
        for (var i = 0; i < models.Length; i++)
            foreach (var gram in models[i].SelectMany(l => Grams(l.Text, int.MaxValue))) counts[i][gram] = counts[i].GetValueOrDefault(gram) + 1;
        (_grams, _unseen) = Weigh(counts);
    }

    /// <summary>The one that has learnt; the first use takes a moment.</summary>
    public static LanguageDetector Shared => Known.Value;

    /// <param name="reader">The language the person reads, primary subtag; "und" where nobody knows.</param>
    /// <returns>Null for a text without letters.</returns>
    public DetectedLanguage? Detect(string text, string reader)
    {
        if (Scripts.Of(text) is not { } script) return null;
        if (script.Languages.Count > 0) return script.Languages.Contains(reader) ? new(reader, 0.98) : new(script.Languages[0], script.Languages.Count == 1 ? 0.98 : 0.9);

        var candidates = Enumerable.Range(0, _languages.Length).Where(i => _scripts[i] == script.Name).ToArray();
        if (candidates.Length == 0) return null;
        var scores = Score(text);
        var others = candidates.Where(i => _languages[i] != reader).Sum(i => _weights[i]);
        var knowsReader = candidates.Any(i => _languages[i] == reader);
        foreach (var i in candidates)
        {
            var prior = _languages[i] == reader ? Prior : _weights[i] / others * (knowsReader ? 1 - Prior : 1);
            scores[i] = (scores[i] * Independent) + Math.Log(prior);
        }
        var best = candidates.MaxBy(i => scores[i]);
        var sum = candidates.Sum(i => Math.Exp(scores[i] - scores[best]));
        return new(_languages[best], Math.Min(0.99, Math.Round(1 / sum, 2)));
    }

    private double[] Score(string text)
    {
        var scores = new double[_languages.Length];
        foreach (var gram in Grams(text, MostLetters))
        {
            if (!_grams.TryGetValue(gram, out var known)) continue; // nobody has it: it says nothing
            var length = LengthOf(gram) - 1;
            for (var i = 0; i < scores.Length; i++) scores[i] += _unseen[length][i];
            foreach (var (language, logOdds) in known) scores[language] += logOdds - _unseen[length][language];
        }
        return scores;
    }

    private static (Dictionary<ulong, (int Language, float LogOdds)[]> Grams, float[][] Unseen) Weigh(Dictionary<ulong, int>[] counts)
    {
        var distinct = new int[Longest];
        var totals = counts.Select(_ => new double[Longest]).ToArray();
        var all = new HashSet<ulong>();
        for (var i = 0; i < counts.Length; i++)
            foreach (var (gram, count) in counts[i])
            {
                totals[i][LengthOf(gram) - 1] += count;
                if (all.Add(gram)) distinct[LengthOf(gram) - 1]++;
            }
        float LogOf(int language, int length, double count) => (float)Math.Log((count + Smoothing) / (totals[language][length] + (Smoothing * distinct[length])));
        var unseen = Enumerable.Range(0, Longest).Select(length => Enumerable.Range(0, counts.Length).Select(i => LogOf(i, length, 0)).ToArray()).ToArray();
        var grams = new Dictionary<ulong, (int, float)[]>(all.Count);
        foreach (var gram in all)
            grams[gram] = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i].ContainsKey(gram)).Select(i => (i, LogOf(i, LengthOf(gram) - 1, counts[i][gram])))];
        return (grams, unseen);
    }

    /// <summary>Runs of one to four letters of each word in lower case, its beginning and end among them; each packed into one number.</summary>
    private static IEnumerable<ulong> Grams(string text, int most)
    {
        var word = new StringBuilder(" ");
        var letters = 0;
        foreach (var c in text)
        {
            if (char.IsLetter(c) || c is '\'' or '’' || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                if (++letters > most) break;
                word.Append(c is '’' ? '\'' : char.ToLowerInvariant(c));
                continue;
            }
            foreach (var gram in OfWord(word)) yield return gram;
            word.Clear().Append(' ');
        }
        foreach (var gram in OfWord(word)) yield return gram;
    }

    private static IEnumerable<ulong> OfWord(StringBuilder word)
    {
        if (word.Length == 1) yield break;
        word.Append(' ');
        for (var start = 0; start < word.Length; start++)
        {
            ulong gram = 0;
            for (var length = 1; length <= Longest && start + length <= word.Length; length++)
            {
                gram = (gram << 16) | word[start + length - 1];
                if (length > 1 || word[start] != ' ') yield return gram;
            }
        }
    }

    private static int LengthOf(ulong gram) => gram switch
    {
        < 1UL << 16 => 1,
        < 1UL << 32 => 2,
        < 1UL << 48 => 3,
        _ => 4,
    };

    private static (string Language, string Text)[] ReadLearnt() => [.. Read("languages.tsv"), .. Read("everyday.tsv")];

    private static IEnumerable<(string Language, string Text)> Read(string name)
    {
        using var stream = typeof(LanguageDetector).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} isn't embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1]))];
    }
}
