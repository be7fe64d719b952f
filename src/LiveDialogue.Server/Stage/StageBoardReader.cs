using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Stage;

/// <summary>The stage board, for the hub.</summary>
internal sealed class StageBoardReader(StageRunners stages) : IBoardReader
{
    public IEnumerable<string> BoardsFor(Role role) => role is Role.Viewer ? [] : [StageBoard.Name];

    public async Task<BoardSnapshot> ReadAsync(string board, LiveEvent live, Caller caller, CancellationToken ct)
    {
        var stage = await stages.ReadAsync(live, ct);
        return new(board, stage.Version, stage.Board);
    }
}
