using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Languages;

namespace LiveDialogue.Server.Boards;

/// <summary>Groups of hub connections: those of one event who see the same boards.</summary>
internal static class Audience
{
    public const string Viewers = "viewers";
    public const string Speakers = "speakers";
    public const string Moderators = "moderators";

    /// <summary>Moderators and hosts who also watch over the risk lane.</summary>
    public const string Safeguards = "safeguards";

    public static readonly IReadOnlyList<string> All = [Viewers, Speakers, Moderators, Safeguards];

    public static string Of(Caller caller, EventId eventId) => caller.RoleAt(eventId) switch
    {
        _ when caller.SafeguardsAt(eventId) => Safeguards,
        Role.Moderator or Role.Host => Moderators,
        Role.Speaker or Role.Interpreter => Speakers,
        _ => Viewers,
    };

    /// <summary>A role of the audience: whatever one of them may see, all may.</summary>
    public static Role RoleOf(string audience) => audience switch
    {
        Moderators or Safeguards => Role.Moderator,
        Speakers => Role.Speaker,
        _ => Role.Viewer,
    };

    public static IEnumerable<string> BoardsOf(IBoardReader reader, string audience) =>
        [.. reader.BoardsFor(RoleOf(audience)), .. audience == Safeguards ? reader.BoardsForSafeguards : []];

    public static string Group(EventId eventId, string audience) => $"{eventId.Value}:{audience}";

    /// <summary>Those who see one text board.</summary>
    public static string TextGroup(EventId eventId, string board) => $"{eventId.Value}:{board}";

    public static IReadOnlyList<string> GroupsOf(Joined joined) => joined.Language is { } language
        ? [Group(joined.Event, joined.Audience), TextGroup(joined.Event, TextBoards.For(RoleOf(joined.Audience), language))]
        : [Group(joined.Event, joined.Audience)];
}
