
namespace LiveDialogue.Server.Storage;

/// <summary>Tells every part of the program what was committed. In-process now; PostgreSQL's LISTEN/NOTIFY will be the second form.</summary>
public interface IChangeFeed
{
    /// <summary>
    /// Raised after each commit, one change at a time, in commit order, on the writer's turn: a subscriber only notes the change
    /// (a channel) and returns. A subscriber that throws is logged and doesn't disturb the others.
    /// </summary>
    event Action<Change>? Published;

    /// <summary>Adds a change to the open transaction: it is committed with what it describes, or not at all.</summary>
    /// <param name="payload">JSON.</param>
    /// <returns>The board's new version: 1 + the last, gap-free.</returns>
    Task<long> AppendAsync(DbWriter tx, EventId eventId, string board, string kind, string payload);

    /// <summary>The board's version on this snapshot; 0 before its first change.</summary>
    Task<long> VersionAsync(DbReader reader, EventId eventId, string board);

    /// <summary>The changes after a version, oldest first.</summary>
    Task<IReadOnlyList<Change>> ReadSinceAsync(EventId eventId, string board, long version, CancellationToken ct);
}
