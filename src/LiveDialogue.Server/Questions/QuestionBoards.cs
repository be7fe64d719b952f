using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Questions;

/// <summary>Which board shows what of a question. Pure; the one place that decides what the public may see.</summary>
internal static class QuestionBoards
{
    public const string Public = "questions.public";
    public const string Moderation = "questions.moderation";
    public const string Speaker = "questions.speaker";

    /// <summary>Questions whose asker or subject may be in danger: for safeguarding moderators and hosts.</summary>
    public const string Risk = "questions.risk";

    public static readonly IReadOnlyList<string> All = [Public, Moderation, Speaker, Risk];

    /// <returns>The question as the board shows it; null where it doesn't.</returns>
    public static QuestionView? See(string board, Question question) => board switch
    {
        Public when question.IsPublic => QuestionView.ForEverybody(question),
        Speaker when question.IsPublic && question.State is QuestionState.Shortlisted or QuestionState.Live or QuestionState.Answered => QuestionView.ForEverybody(question),
        Moderation when !question.IsAtRisk => QuestionView.ForModerators(question),
        Risk when question.IsAtRisk => QuestionView.ForSafeguards(question),
        _ => null,
    };

    /// <summary>The change rows that belong to one change of a question: none for a board where nobody would see a difference.</summary>
    /// <param name="before">Null for a new question.</param>
    public static IEnumerable<(string Board, QuestionView View)> Changes(Question? before, Question after)
    {
        foreach (var board in All)
        {
            var was = before is null ? null : See(board, before);
            var seen = See(board, after);
            if (seen is not null && (was is null || !Same(was, seen))) yield return (board, seen);
            else if (seen is null && was is not null) yield return (board, QuestionView.Gone(after));
        }
    }

    // Records compare their lists by reference; what counts is what is sent.
    private static bool Same(QuestionView was, QuestionView seen)
    {
        var aligned = was with { Version = seen.Version };
        return aligned == seen || JsonSerializer.Serialize(aligned, Json.Options) == JsonSerializer.Serialize(seen, Json.Options);
    }

    /// <summary>The board a role reads when it doesn't name one.</summary>
    public static string For(Role role) => role switch
    {
        Role.Moderator or Role.Host => Moderation,
        Role.Speaker or Role.Interpreter => Speaker,
        _ => Public,
    };

    public static bool MayRead(Caller caller, EventId eventId, string board) => board switch
    {
        Public => true,
        Risk => caller.SafeguardsAt(eventId),
        _ => board == For(caller.RoleAt(eventId)) || (caller.ModeratesAt(eventId) && All.Contains(board)),
    };
}
