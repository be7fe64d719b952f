using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Boards;

/// <param name="State">draft, published, live, ended or cancelled.</param>
public sealed record EventContent(string State);

/// <param name="Id">Of the notice.</param>
/// <param name="Text">What the host wants everybody to know.</param>
public sealed record NoticeView(string Id, string Text);

/// <param name="Notices">All that hold now, oldest first.</param>
public sealed record NoticesContent(IReadOnlyList<NoticeView> Notices);

/// <summary>The two boards that everybody sees: the event's own state, and notices.</summary>
internal sealed class EventBoards(Db db, IChangeFeed feed) : IBoardReader
{
    public const string Event = EventStore.Board;

    /// <summary>Each change row's payload is the whole <see cref="NoticesContent"/>.</summary>
    public const string Notices = "notices";

    public IEnumerable<string> BoardsFor(Role role) => [Event, Notices];

    public Task<BoardSnapshot> ReadAsync(string board, LiveEvent live, Caller caller, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            var version = await feed.VersionAsync(reader, live.Id, board);
            var payload = await reader.FirstAsync<string>(
                "SELECT payload FROM changes WHERE event = @Id AND board = @board AND version = @version", new { live.Id, board, version });
            return new BoardSnapshot(board, version, board == Event ? ReadEvent(payload, live) : ReadNotices(payload));
        },
        ct);

    public static NoticesContent ReadNotices(string? payload) =>
        (payload is null ? null : JsonSerializer.Deserialize<NoticesContent>(payload, Json.Options)) ?? new NoticesContent([]);

    /// <summary>From the change row, not from the event: content and version are then of one moment.</summary>
    public static EventContent ReadEvent(string? payload, LiveEvent? live = null) =>
        (payload is null ? null : JsonSerializer.Deserialize<EventContent>(payload, Json.Options)) ?? new EventContent(live?.State.ToString().ToLowerInvariant() ?? "draft");
}
