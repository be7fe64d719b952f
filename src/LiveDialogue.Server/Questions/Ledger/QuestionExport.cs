using System.Text;
using System.Text.RegularExpressions;
using LiveDialogue.Server.Events;
using NodaTime.Text;

namespace LiveDialogue.Server.Questions.Ledger;

/// <summary>A question in an export: what moderators see, without contact data; those in the risk lane are in none.</summary>
/// <param name="AskedAt">RFC 3339, UTC.</param>
public sealed record ExportedQuestion(
    string Id, string AskedAt, string Channel, string Language, string State, string? Reason, string? MergedInto, int Votes, string? Name, string? Place, string? Addressee, string Text, string? Answer, string? AnsweredAt);

/// <param name="Event">Its id.</param>
/// <param name="At">RFC 3339, UTC: the questions as they were then.</param>
public sealed record ExportView(string Event, string Title, string At, IReadOnlyList<ExportedQuestion> Questions);

/// <summary>An event's questions as rows. Pure.</summary>
internal static partial class QuestionExport
{
    private static readonly string[] Columns = ["id", "asked_at", "channel", "language", "state", "reason", "merged_into", "votes", "name", "place", "addressee", "text", "answer", "answered_at"];

    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create(",;\t\"\r\n");

    public static IReadOnlyList<ExportedQuestion> Rows(LiveEvent live, IEnumerable<Question> questions) =>
    [
        .. questions.Where(question => !question.IsAtRisk).Select(question => new ExportedQuestion(
            question.Id.Value,
            InstantPattern.ExtendedIso.Format(question.CreatedAt),
            question.Channel,
            question.Language,
            question.State.Wire(),
            question.Reason?.Wire(),
            question.MergedInto?.Value,
            question.Votes,
            live.Minors ? null : question.Name,
            live.Minors ? Safety.AskerPlace.CountryOnly(question.Country, "en") : question.Country,
            question.Addressee,
            question.Shown,
            question.Answer,
            question.AnsweredAt is { } at ? InstantPattern.ExtendedIso.Format(at) : null)),
    ];

    /// <summary>RFC 4180 with a byte order mark, without which the usual spreadsheet takes UTF-8 for something else.</summary>
    public static string Csv(IEnumerable<ExportedQuestion> rows)
    {
        var csv = new StringBuilder("\uFEFF");
        Line(Columns);
        foreach (var row in rows)
        {
            Line(
            [
                row.Id, row.AskedAt, row.Channel, row.Language, row.State, row.Reason, row.MergedInto, row.Votes.ToString(System.Globalization.CultureInfo.InvariantCulture),
                row.Name, row.Place, row.Addressee, row.Text, row.Answer, row.AnsweredAt,
            ]);
        }
        return csv.ToString();

        void Line(IEnumerable<string?> fields) => csv.AppendJoin(',', fields.Select(Field)).Append("\r\n");
    }

    /// <summary>
    /// One field: quoted where it must be, and no formula. A spreadsheet runs what begins with = + - or @, also behind white space or in full width;
    /// and where it takes semicolons or tabs for separators, as in much of Europe, also what follows one of those
    /// or a line's end.
    /// </summary>
    internal static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var first = text.AsSpan().TrimStart();
        var defused = text[0] is '\t' or '\r' || (first.Length > 0 && first[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠') ? "'" + text : text;
        defused = AfterSeparator().Replace(defused, "$1'");
        return defused.AsSpan().IndexOfAny(Quoted) >= 0 || defused[0] == ' ' || defused[^1] == ' ' ? $"\"{defused.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : defused;
    }

    [GeneratedRegex(@"([;\t\r\n][\s""']*)(?=[=+\-@＝＋－＠])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AfterSeparator();
}
