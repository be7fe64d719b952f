using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>
/// Notices words of somebody who may be in danger: of hurting themselves, of violence, of abuse, or a child. A net with holes, in ten
/// languages, checked by no native speaker trained for it: what it catches a person reads first, and what it misses meets pre-moderation.
/// Phrases/README.md says how its lists are read. Pure.
/// </summary>
public static class RiskRule
{
    private static readonly Lazy<RiskPhrases> Phrases = new(RiskPhrases.ReadEmbedded);

    /// <returns>Flags such as <c>risk:abuse</c>, by alphabet; none for nearly all texts. Every language's list is tried: the one that was named may be wrong.</returns>
    public static IReadOnlyList<string> Flags(string text) => Phrases.Value.Find(Words(text));

    /// <summary>Words in one spelling: small letters, no accents on Latin letters, Arabic without its marks and alternative letters; each Chinese character a word.</summary>
    internal static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in Spelled(text))
        {
            if (c is '\'' or '’' or 'ʼ' or '`') continue;             // don't, m’a
            if (c is >= '\u3400' and <= '\u9FFF')
            {
                End();
                words.Add(c.ToString());
            }
            else if (char.IsLetterOrDigit(c) || c == RiskPhrases.Gap || char.GetUnicodeCategory(c) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.NonSpacingMark)
            {
                word.Append(c);
            }
            else
            {
                End();
            }
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(Bare(word.ToString()));
            word.Clear();
        }
    }

    private static string Spelled(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in PlainText.Of(text).Text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            switch (c)
            {
                case (>= '\u0300' and <= '\u036F') or (>= '\u064B' and <= '\u0655') or '\u0670' or '\u0640' or '\u093C':
                    break;                                                // accents, Arabic vowel signs and stretching, the Hindi dot below
                case '\u0649':
                    plain.Append('\u064A');
                    break;
                case '\u0629':
                    plain.Append('\u0647');
                    break;
                case '\u0671':
                    plain.Append('\u0627');
                    break;
                case '\u0901':
                    plain.Append('\u0902');                              // two ways to write a nasal vowel
                    break;
                default:
                    plain.Append(c);
                    break;
            }
        }
        return plain.ToString();
    }

    // "and" and "so" are written together with an Arabic word.
    private static string Bare(string word) => word.Length >= 5 && word[0] is '\u0648' or '\u0641' ? word[1..] : word;
}
