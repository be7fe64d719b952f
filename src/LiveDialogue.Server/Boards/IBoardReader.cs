using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Boards;

/// <summary>Reads boards of one slice. Registered by the slice; the hub asks all of them.</summary>
internal interface IBoardReader
{
    /// <summary>The boards of this slice that a role sees.</summary>
    IEnumerable<string> BoardsFor(Role role);

    /// <summary>Beside those: what only hosts and safeguarding moderators see.</summary>
    IEnumerable<string> BoardsForSafeguards => [];

    /// <summary>The board now, content and version of one moment.</summary>
    Task<BoardSnapshot> ReadAsync(string board, LiveEvent live, Caller caller, CancellationToken ct);
}

/// <param name="Version">Of the board's last change in <paramref name="Content"/>; 0 before its first.</param>
/// <param name="Content">For <c>questions.*</c> <see cref="Questions.QuestionsContent"/>, for <c>stage</c> the stage, for <c>program</c> <see cref="Programs.ProgramView"/>, for <c>notices</c> <see cref="NoticesContent"/>, for <c>event</c> <see cref="EventContent"/>.</param>
public sealed record BoardSnapshot(string Board, long Version, object Content);
