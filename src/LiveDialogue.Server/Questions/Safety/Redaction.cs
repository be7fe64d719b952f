using System.Text;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>
/// Takes ways to reach somebody out of a text before anybody else reads it: e-mail addresses, links, names at messengers, telephone
/// and other long numbers, in any script and in their usual disguises. Ages, years, dates, times and sums stay. Pure; a net with
/// holes, so what it caught is held for a person's look, and what it missed meets pre-moderation.
/// </summary>
public static class Redaction
{
    /// <summary>Stands where something was taken out.</summary>
    public const string Mark = "[…]";

    public const string Contact = "contact";
    public const string Link = "link";
    public const string Number = "number";

    // What is taken out brings its neighbours together; more than twice was never seen.
    private const int MostRounds = 4;

    /// <param name="text">One line, as <see cref="QuestionText.Clean"/> leaves it.</param>
    public static Redacted Of(string text)
    {
        var flags = new SortedSet<string>(StringComparer.Ordinal);
        var shown = text;
        for (var round = 0; round < MostRounds; round++)
        {
            var plain = PlainText.Of(shown);
            var findings = Widest(Contacts.In(plain).Concat(LongNumbers.In(plain)));
            if (findings.Count == 0) break;

            flags.UnionWith(findings.Select(finding => finding.Flag));
            shown = Without(shown, findings.Select(finding => plain.SourceOf(finding.Start, finding.End)));
        }
        return new(shown, [.. flags]);
    }

    /// <summary>For a name or a place: what is left of it; null when nothing is.</summary>
    internal static string? OfName(string? name) => name is null || Of(name).Shown is var shown && shown == Mark ? null : shown;

    // An address's own domain is no second finding, nor are its digits.
    private static List<Finding> Widest(IEnumerable<Finding> findings)
    {
        var kept = new List<Finding>();
        foreach (var finding in findings)
            if (!kept.Exists(other => other.Start <= finding.Start && finding.End <= other.End)) kept.Add(finding);
        return kept;
    }

    private static string Without(string text, IEnumerable<(int Start, int End)> ranges)
    {
        var kept = new StringBuilder(text.Length);
        var from = 0;
        foreach (var (start, end) in ranges.OrderBy(range => range.Start))
        {
            if (end <= from) continue;
            if (start >= from) kept.Append(text, from, start - from).Append(Mark);      // else it overlaps the one before: one mark for both
            from = end;
        }
        return kept.Append(text, from, text.Length - from).Replace(Mark + Mark, Mark).Replace($"{Mark} {Mark}", Mark).ToString();
    }
}

/// <param name="Shown">The text with <see cref="Redaction.Mark"/> in place of what was taken out.</param>
/// <param name="Flags">contact, link, number: what was found, by alphabet; empty when nothing was.</param>
public sealed record Redacted(string Shown, IReadOnlyList<string> Flags);

/// <summary>Characters of a <see cref="PlainText"/> that shouldn't be shown.</summary>
/// <param name="End">Exclusive.</param>
internal readonly record struct Finding(int Start, int End, string Flag);
