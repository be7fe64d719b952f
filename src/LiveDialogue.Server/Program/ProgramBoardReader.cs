using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Programs;

/// <summary>The program board, for the hub: moderators and hosts see it.</summary>
internal sealed class ProgramBoardReader(ProgramRunners programs) : IBoardReader
{
    public IEnumerable<string> BoardsFor(Role role) => role is Role.Moderator or Role.Host ? [ProgramView.Board] : [];

    public async Task<BoardSnapshot> ReadAsync(string board, LiveEvent live, Caller caller, CancellationToken ct)
    {
        var program = await programs.ReadAsync(live, ct);
        return new(board, program.Version, program.View);
    }
}
