using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Texts;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>Names of the text boards. A text board shows questions that the question board of the same audience shows, and no others. Pure.</summary>
internal static class TextBoards
{
    public const string Prefix = "texts.";

    /// <summary>How the names of the audience's begin.</summary>
    public const string Public = "texts.public.";

    /// <summary>The kind of every change row on these boards; its payload is a <see cref="TextView"/>.</summary>
    public const string ChangeKind = "text";

    private const string QuestionPrefix = "questions.";

    /// <summary>The question boards that have text boards beside them.</summary>
    public static readonly IReadOnlyList<string> Beside = [QuestionBoards.Public, QuestionBoards.Speaker, QuestionBoards.Moderation];

    /// <returns>texts.public.fr for questions.public.</returns>
    public static string NameOf(string questionBoard, string language) => $"{Prefix}{questionBoard[QuestionPrefix.Length..]}.{language}";

    public static string For(Role role, string language) => NameOf(QuestionBoards.For(role), language);

    /// <summary>
    /// The language that somebody may read the event in: those the product speaks and the event's own; for those invited, any. A stranger
    /// can't make the machines work into every language there is.
    /// </summary>
    /// <returns>The primary subtag, or null.</returns>
    public static string? LanguageOf(LiveEvent live, Role role, string? tag)
    {
        if (QuestionText.CleanLanguage(tag) is not { } clean || TextSource.Primary(clean) is not { } primary || primary == "und") return null;
        return role is not Role.Viewer || Language.Find(primary) is not null || live.Languages.Any(own => TextSource.Primary(own) == primary) ? primary : null;
    }
}
