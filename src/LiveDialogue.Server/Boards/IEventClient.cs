using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Desk;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Schedule.RunOfShow;
using LiveDialogue.Server.Stage;

namespace LiveDialogue.Server.Boards;

/// <summary>What the hub says to a screen. Versions of a board have no gaps: a screen that sees one calls Join again.</summary>
public interface IEventClient
{
    /// <param name="question">As this board shows it now; state <c>withdrawn</c> and nothing else once it left the board.</param>
    Task QuestionChanged(string board, long version, QuestionView question);

    /// <summary>To those who joined in a language: one question's words in it.</summary>
    /// <param name="board">texts.public.fr</param>
    /// <param name="text">Neither text nor answer in it: the question is read in its original.</param>
    Task TextChanged(string board, long version, TextView text);

    Task StageChanged(long version, StageBoard stage);

    Task ProgramChanged(long version, ProgramView program);

    /// <summary>To moderators and hosts, who read it again.</summary>
    Task RunOfShowChanged(long version, RunOfShowContent runOfShow);

    /// <summary>How questions come in.</summary>
    Task IntakeChanged(long version, IntakeContent intake);

    /// <summary>To moderators and hosts.</summary>
    Task DeskChanged(long version, DeskContent desk);

    Task NoticesChanged(long version, NoticesContent notices);

    /// <param name="state">draft, published, live, ended or cancelled.</param>
    Task EventChanged(long version, string state);

    /// <summary>The latest values; not stored, without versions.</summary>
    Task Presence(PresenceView presence);

    /// <summary>The server is about to restart: connect again within 2 s, with jitter.</summary>
    Task Closing();
}

/// <param name="Watching">Screens of the audience that are connected now.</param>
/// <param name="ActiveSpeaker">Id of who speaks or spoke last; null while nobody on air did.</param>
/// <param name="Cut">The kill switch: the screen covers and mutes at once what it still has of the program.</param>
public sealed record PresenceView(int Watching, string? ActiveSpeaker, IReadOnlyList<OnAirView> OnAir, bool Cut);

/// <param name="Id">The speaker's, as on the stage.</param>
public sealed record OnAirView(string Id, string Name, string? Place, string Zone);

/// <summary>The whole table of one subscriber's slots.</summary>
public sealed record SlotsView(IReadOnlyList<SlotView> Slots);

/// <param name="Mid">Of the subscriber's m-line.</param>
/// <param name="Kind">audio or video.</param>
/// <param name="Speaker">Null while the slot is empty, and where it holds the program.</param>
/// <param name="Program">It holds the mixed program: everybody at once.</param>
/// <param name="Screen">It holds the screen that the speaker shares, not their camera.</param>
public sealed record SlotView(string Mid, string Kind, OnAirView? Speaker, bool Program, bool Screen);

/// <param name="ServerTime">RFC 3339, UTC: what a screen counts down by.</param>
/// <param name="Boards">Those the caller's role sees.</param>
public sealed record JoinedView(string ServerTime, IReadOnlyList<BoardSnapshot> Boards);
