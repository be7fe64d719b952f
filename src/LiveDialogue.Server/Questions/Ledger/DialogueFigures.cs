using NodaTime;

namespace LiveDialogue.Server.Questions.Ledger;

/// <param name="AnswerRate">Answered of asked, 0 to 1; null while nothing was asked.</param>
/// <param name="MedianSecondsToAnswer">From asking to the answer; null while nothing was answered.</param>
/// <param name="Smallest">People a cell has at least; those with fewer are put together, or left out.</param>
public sealed record FiguresView(
    int Asked, int Answered, double? AnswerRate, double? MedianSecondsToAnswer, int Smallest,
    IReadOnlyList<CellView> Languages, IReadOnlyList<CellView> Channels, IReadOnlyList<CellView> Places);

/// <param name="Key">A language tag, a channel, a country's code (ISO 3166-1), or unknown; null: several small ones together.</param>
/// <param name="MedianSecondsToAnswer">Null while nothing was answered.</param>
public sealed record CellView(string? Key, int Asked, int Answered, double? MedianSecondsToAnswer);

/// <summary>
/// The dialogue's figures, so that nobody is found in them: a cell has at least <see cref="Smallest"/> people, and what is hidden can't
/// be reckoned from the totals, since the hidden are always several together with as many people. Pure.
/// </summary>
internal static class DialogueFigures
{
    public const int Smallest = 5;
    public const string Unknown = "unknown";

    /// <param name="countryOf">The code of a place as it was typed; null where it isn't clear.</param>
    public static FiguresView Of(IReadOnlyCollection<Question> questions, Func<string?, string?> countryOf)
    {
        var roots = QuestionLedger.Roots(questions);
        var asked = questions.Select(question => Asked.Of(question, roots[question.Id])).ToList();
        var whole = Cell(null, asked);
        // Moderators know the others one by one: with those at risk in its cells, the difference would say where one of them is.
        var told = asked.Where(one => !one.Question.IsAtRisk).ToList();
        return new(
            whole.Asked,
            whole.Answered,
            whole.Asked == 0 ? null : Math.Round((double)whole.Answered / whole.Asked, 4),
            whole.MedianSecondsToAnswer,
            Smallest,
            Cells(told, one => one.Question.Language == "und" ? Unknown : one.Question.Language.Split('-')[0]),
            Cells(told, one => one.Question.Channel),
            Cells(told, one => countryOf(one.Question.Country) ?? Unknown));
    }

    private static IReadOnlyList<CellView> Cells(IEnumerable<Asked> all, Func<Asked, string> key)
    {
        var cells = all.GroupBy(key, StringComparer.Ordinal).Select(group => (group.Key, Rows: group.ToList())).OrderBy(cell => People(cell.Rows)).ThenBy(cell => cell.Key, StringComparer.Ordinal).ToList();
        var hidden = cells.TakeWhile(cell => People(cell.Rows) < Smallest).ToList();
        // One hidden cell is the total less the others; and several with too few people still point to them.
        while (hidden.Count > 0 && hidden.Count < cells.Count && (hidden.Count == 1 || People(hidden.SelectMany(cell => cell.Rows)) < Smallest)) hidden.Add(cells[hidden.Count]);

        var together = hidden.SelectMany(cell => cell.Rows).ToList();
        var shown = cells.Skip(hidden.Count).Select(cell => Cell(cell.Key, cell.Rows)).OrderByDescending(cell => cell.Asked).ThenBy(cell => cell.Key, StringComparer.Ordinal);
        return [.. shown, .. People(together) >= Smallest ? [Cell(null, together)] : Array.Empty<CellView>()];
    }

    private static CellView Cell(string? key, IReadOnlyCollection<Asked> rows)
    {
        var waits = rows.Select(row => row.SecondsToAnswer).OfType<double>().Order().ToArray();
        var median = waits.Length == 0 ? (double?)null : waits.Length % 2 == 1 ? waits[waits.Length / 2] : (waits[(waits.Length / 2) - 1] + waits[waits.Length / 2]) / 2;
        return new(key, rows.Count, rows.Count(row => row.IsAnswered), median is { } seconds ? Math.Round(seconds, 1) : null);
    }

    // Questions without a device may all be one person's, or as many people's: counted as one, which hides more.
    private static int People(IEnumerable<Asked> rows) => rows.Select(row => row.Question.Device).Distinct(StringComparer.Ordinal).Count();

    /// <param name="SecondsToAnswer">Null where it wasn't answered.</param>
    private sealed record Asked(Question Question, bool IsAnswered, double? SecondsToAnswer)
    {
        public static Asked Of(Question question, Question root)
        {
            var answered = QuestionLedger.EndOf(root) is Ending.OnAir or Ending.InWriting;
            return new(question, answered, answered && root.AnsweredAt is { } at ? Duration.Max(at - question.CreatedAt, Duration.Zero).TotalSeconds : null);
        }
    }
}
