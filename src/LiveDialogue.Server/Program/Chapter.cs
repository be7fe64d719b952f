using System.Globalization;
using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>When a question was answered on air. Of the asker nothing is in it.</summary>
/// <param name="From">When it was taken.</param>
/// <param name="To">When it was marked as answered.</param>
/// <param name="Title">The beginning of the question.</param>
/// <param name="Question">Its id.</param>
internal sealed record Chapter(Instant From, Instant To, string Title, string Question)
{
    private const int MaxTitle = 60;

    /// <summary>One per question that stayed answered, by time. Pure.</summary>
    /// <param name="changes">Of the public question board, oldest first.</param>
    public static IReadOnlyList<Chapter> Of(IEnumerable<Change> changes)
    {
        var taken = new Dictionary<string, Instant>(StringComparer.Ordinal);
        var chapters = new Dictionary<string, Chapter>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (JsonSerializer.Deserialize<QuestionView>(change.Payload, Json.Options) is not { } question) continue;

            if (question.State == "live") taken.TryAdd(question.Id, change.At);
            else if (question.State != "answered") taken.Remove(question.Id);
            if (question.State != "answered") chapters.Remove(question.Id);                         // restored: not answered after all
            else if (taken.Remove(question.Id, out var from)) chapters[question.Id] = new(from, change.At, TitleOf(question.Text ?? ""), question.Id);
        }
        return [.. chapters.Values.OrderBy(chapter => chapter.From)];
    }

    /// <summary>Whole user-perceived characters, cut at a word where there is one near.</summary>
    private static string TitleOf(string text)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        if (starts.Length <= MaxTitle) return text;

        var cut = text[..starts[MaxTitle - 1]];
        var space = cut.LastIndexOf(' ');
        return (space > cut.Length / 2 ? cut[..space] : cut).TrimEnd() + "…";
    }
}

/// <summary>An element of <c>/live/{event}/chapters.json</c>.</summary>
/// <param name="Start">Seconds from the beginning of <c>recording.mp4</c>.</param>
/// <param name="PlaylistStart">Seconds from the beginning of the playlist: another where a restart of the server cost more of one than of the other.</param>
/// <param name="Question">Its id.</param>
public sealed record ChapterView(double Start, double End, double PlaylistStart, string Title, string Question);
