using System.Collections.Frozen;
using System.Globalization;

namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>The concepts and each language's words for them (concepts.tsv). Immutable.</summary>
internal sealed class Lexicon
{
    private static readonly Lazy<Lexicon> Built = new(() => Read(Lines()));
    private readonly FrozenDictionary<string, Vocabulary> _vocabularies;

    private Lexicon(IReadOnlyList<Concept> concepts, IEnumerable<Vocabulary> vocabularies)
    {
        Concepts = concepts;
        _vocabularies = vocabularies.ToFrozenDictionary(vocabulary => vocabulary.Language, StringComparer.Ordinal);
    }

    /// <summary>The one built into this program.</summary>
    public static Lexicon Embedded => Built.Value;

    public IReadOnlyList<Concept> Concepts { get; }

    public IEnumerable<Vocabulary> Vocabularies => _vocabularies.Values;

    /// <returns>Null for a language without words here.</returns>
    public Vocabulary? For(string language) => _vocabularies.GetValueOrDefault(language);

    /// <summary>Columns: concept, group, weight, then a language each, as the header says.</summary>
    public static Lexicon Read(IEnumerable<string> lines)
    {
        var concepts = new List<Concept>();
        Vocabulary[]? vocabularies = null;
        foreach (var line in lines)
        {
            if (line.Length == 0 || line[0] == '#') continue;

            var cells = line.Split('\t');
            if (vocabularies is null)
            {
                vocabularies = [.. cells.Skip(3).Select(language => new Vocabulary(language))];
                continue;
            }
            var concept = new Concept(concepts.Count, cells[0], cells[1], float.Parse(cells[2], CultureInfo.InvariantCulture));
            concepts.Add(concept);
            for (var language = 0; language < vocabularies.Length; language++)
                foreach (var entry in cells[3 + language].Split(',', StringSplitOptions.RemoveEmptyEntries)) vocabularies[language].Add(entry, concept);
        }
        foreach (var vocabulary in vocabularies ?? []) vocabulary.Seal();
        return new(concepts, vocabularies ?? []);
    }

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("concepts.tsv")!;      // named by the project file
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
