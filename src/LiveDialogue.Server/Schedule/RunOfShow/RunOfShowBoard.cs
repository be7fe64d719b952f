using System.Text.Json;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Schedule.RunOfShow;

/// <param name="Version">Of the run of show; 0 while there is none. Its words depend on the reader's language: they are read over HTTP.</param>
public sealed record RunOfShowContent(long Version);

/// <summary>The board <c>run-of-show</c>, for those who moderate.</summary>
internal sealed class RunOfShowBoard(Db db, IChangeFeed feed) : IBoardReader
{
    public const string Name = RunOfShowStore.Board;

    public IEnumerable<string> BoardsFor(Role role) => role is Role.Moderator or Role.Host ? [Name] : [];

    public Task<BoardSnapshot> ReadAsync(string board, LiveEvent live, Caller caller, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            var version = await feed.VersionAsync(reader, live.Id, board);
            var payload = await reader.FirstAsync<string>("SELECT payload FROM changes WHERE event = @Id AND board = @board AND version = @version", new { live.Id, board, version });
            return new BoardSnapshot(board, version, Read(payload));
        },
        ct);

    public static RunOfShowContent Read(string? payload) => (payload is null ? null : JsonSerializer.Deserialize<RunOfShowContent>(payload, Json.Options)) ?? new RunOfShowContent(0);
}
