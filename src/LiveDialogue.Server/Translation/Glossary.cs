using System.Text;
using System.Text.RegularExpressions;

namespace LiveDialogue.Server.Translation;

/// <summary>Names and terms that a machine must leave alone, or say in a way of its own in some language. Pure.</summary>
/// <param name="Terms">The longest first; those of an event.</param>
internal sealed partial record Glossary(IReadOnlyList<GlossaryTerm> Terms)
{
    public static readonly Glossary Empty = new([]);

    /// <summary>A word that no language has, so that engines let it pass; its last letters number the term.</summary>
    private const string Placeholder = "Xqvz";

    private const int LettersInAlphabet = 26;

    public static Glossary Of(IEnumerable<GlossaryTerm> terms) => new([.. terms.OrderByDescending(t => t.Term.Length).ThenBy(t => t.Term, StringComparer.Ordinal)]);

    /// <returns>The text with each term replaced by a word that stands for it, and the terms in the order of their numbers.</returns>
    public (string Text, IReadOnlyList<GlossaryTerm> Hidden) Hide(string text)
    {
        var hidden = new List<GlossaryTerm>();
        foreach (var term in Terms)
        {
            if (hidden.Count == LettersInAlphabet * LettersInAlphabet) break;
            var number = hidden.Count;
            var without = Whole(term.Term).Replace(text, Word(number));
            if (without == text) continue;
            hidden.Add(term);
            text = without;
        }
        return (text, hidden);
    }

    /// <returns>Null when the engine lost or bent one of the words: the text has to be translated without them.</returns>
    public static string? Show(string translated, IReadOnlyList<GlossaryTerm> hidden, string language)
    {
        for (var number = 0; number < hidden.Count; number++)
        {
            var word = Word(number);
            if (!translated.Contains(word, StringComparison.OrdinalIgnoreCase)) return null;
            translated = translated.Replace(word, hidden[number].In(language), StringComparison.OrdinalIgnoreCase);
        }
        return LeftOver().IsMatch(translated) ? null : translated;
    }

    /// <summary>Terms that are new, gone, or said otherwise in some language: texts that hold one of them may read differently now.</summary>
    public IReadOnlyList<string> Changed(Glossary after) =>
    [
        .. Terms.Concat(after.Terms).Select(t => t.Term).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(term => Terms.FirstOrDefault(t => t.Term == term)?.Same(after.Terms.FirstOrDefault(t => t.Term == term)) is not true),
    ];

    private static string Word(int number) => new StringBuilder(Placeholder).Append((char)('a' + (number / LettersInAlphabet))).Append((char)('a' + (number % LettersInAlphabet))).ToString();

    // Letters and digits on either side would make it another word; scripts without spaces have no such sides.
    private static Regex Whole(string term) => new($@"(?<![\p{{L}}\p{{M}}\p{{N}}]){Regex.Escape(term)}(?![\p{{L}}\p{{M}}\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    [GeneratedRegex("Xqvz", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LeftOver();
}

/// <param name="Term">As it is written in questions, whatever its case.</param>
/// <param name="Translations">By language; where there is none the term stays as it is.</param>
public sealed record GlossaryTerm(string Term, IReadOnlyDictionary<string, string> Translations)
{
    internal bool Same(GlossaryTerm? other) =>
        other is not null && Term == other.Term && Translations.Count == other.Translations.Count && Translations.All(t => other.Translations.TryGetValue(t.Key, out var text) && text == t.Value);

    internal string In(string language) => Translations.GetValueOrDefault(language, Term);
}
