using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Questions;

/// <summary>The question boards, for the hub.</summary>
internal sealed class QuestionBoardReader(QuestionStore store) : IBoardReader
{
    public IEnumerable<string> BoardsFor(Role role) => [QuestionBoards.For(role)];

    public IEnumerable<string> BoardsForSafeguards => [QuestionBoards.Risk];

    public Task<BoardSnapshot> ReadAsync(string board, LiveEvent live, Caller caller, CancellationToken ct) =>
        store.ReadSnapshotAsync(live.Id, board, QuestionEndpoints.DeviceOf(caller), ct);
}
