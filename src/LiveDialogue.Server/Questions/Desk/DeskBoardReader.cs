using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>The boards <c>intake</c> and <c>desk</c>, for the hub.</summary>
internal sealed class DeskBoardReader(DeskStore store) : IBoardReader
{
    public IEnumerable<string> BoardsFor(Role role) =>
        role is Role.Moderator or Role.Host ? [IntakeContent.Board, DeskContent.Board] : [IntakeContent.Board];

    public async Task<BoardSnapshot> ReadAsync(string board, LiveEvent live, Caller caller, CancellationToken ct)
    {
        var (content, version) = await store.ReadBoardAsync(live.Id, board, ct);
        return new(board, version, board == DeskContent.Board ? content : content.Intake);
    }
}
