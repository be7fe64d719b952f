namespace LiveDialogue.Server.Questions.Safety;

/// <summary>The lists behind <see cref="RiskRule"/>, by first word. Immutable, thread-safe.</summary>
internal sealed class RiskPhrases
{
    /// <summary>In a phrase: up to this many words may stand here.</summary>
    public const char Gap = '…';

    private const int WidestGap = 3;
    private const string Prefix = "phrases/";

    private readonly ILookup<string, Phrase> _byFirst;

    private RiskPhrases(IEnumerable<Phrase> phrases) => _byFirst = phrases.ToLookup(phrase => phrase.Words[0], StringComparer.Ordinal);

    public static RiskPhrases ReadEmbedded()
    {
        var assembly = typeof(RiskPhrases).Assembly;
        var phrases = new List<Phrase>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);       // named by the assembly itself
            phrases.AddRange(Read(name[Prefix.Length..name.LastIndexOf('.')], reader.ReadToEnd()));
        }
        return new(phrases);
    }

    public IReadOnlyList<string> Find(IReadOnlyList<string> words)
    {
        var (found, excuses) = (new List<(Phrase Phrase, int Start, int End)>(), new List<(Phrase Phrase, int Start, int End)>());
        for (var at = 0; at < words.Count; at++)
            foreach (var phrase in _byFirst[words[at]])
                if (phrase.EndAt(words, at) is { } end) (phrase.Excuses ? excuses : found).Add((phrase, at, end));
        return
        [
            .. found.Where(hit => !excuses.Exists(other => other.Phrase.Flag == hit.Phrase.Flag && other.Start < hit.End && hit.Start < other.End))
                .Select(hit => hit.Phrase.Flag).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<Phrase> Read(string language, string file)
    {
        foreach (var line in file.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#') continue;
            var end = line.IndexOfAny([':', '!']);
            var flag = line[..end] switch
            {
                "self-harm" => RiskFlags.SelfHarm,
                "violence" => RiskFlags.Violence,
                "abuse" => RiskFlags.Abuse,
                "child" => RiskFlags.Child,
                var other => throw new InvalidOperationException($"{language}: {other} is no kind of risk."),
            };
            foreach (var phrase in line[(end + 1)..].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                yield return new(flag, [.. RiskRule.Words(phrase)], Excuses: line[end] == '!');
        }
    }

    /// <param name="Excuses">Where it stands, the phrases of its kind mean no danger.</param>
    private sealed record Phrase(string Flag, string[] Words, bool Excuses)
    {
        /// <returns>Where the phrase ends that begins here; null when it doesn't.</returns>
        public int? EndAt(IReadOnlyList<string> text, int start) => EndAt(text, start, 0);

        private int? EndAt(IReadOnlyList<string> text, int at, int word)
        {
            for (; word < Words.Length; word++, at++)
            {
                if (Words[word].Length == 1 && Words[word][0] == Gap)
                {
                    for (var skipped = 0; skipped <= WidestGap; skipped++)
                        if (EndAt(text, at + skipped, word + 1) is { } end) return end;
                    return null;
                }
                if (at >= text.Count || text[at] != Words[word]) return null;
            }
            return at;
        }
    }
}
