using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Questions;

/// <summary>The question boards, for the hub.</summary>
internal sealed class QuestionBoardReader(QuestionStore store) : IBoardReader
{
    public IEnumerable<string> BoardsFor(Role role) => [QuestionBoards.For(role)];

    public IEnumerable<string> BoardsForSafeguards => [QuestionBoards.Risk];

    public async Task<BoardSnapshot> ReadAsync(string board, LiveEvent live, Caller caller, CancellationToken ct)
    {
        var read = await store.ReadBoardAsync(live.Id, board, QuestionEndpoints.DeviceOf(caller), ct);
        return new(board, read.Version, new QuestionsContent(read.Questions));
    }
}
