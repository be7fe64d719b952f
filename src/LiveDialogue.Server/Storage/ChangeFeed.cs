using NodaTime;

namespace LiveDialogue.Server.Storage;

/// <summary>The change feed of one process on one database.</summary>
internal sealed class ChangeFeed : IChangeFeed
{
    private readonly Db _db;
    private readonly IClock _clock;
    private readonly ILogger<ChangeFeed> _log;

    public ChangeFeed(Db db, IClock clock, ILogger<ChangeFeed> log)
    {
        (_db, _clock, _log) = (db, clock, log);
        db.Committed = Publish;
    }

    public event Action<Change>? Published;

    public async Task<long> AppendAsync(DbWriter tx, EventId eventId, string board, string kind, string payload)
    {
        var change = new Change(eventId, board, await VersionAsync(tx, eventId, board) + 1, _clock.GetCurrentInstant(), kind, payload);
        await tx.ExecuteAsync(
            "INSERT INTO changes (event, board, version, at, kind, payload) VALUES (@EventId, @Board, @Version, @At, @Kind, @Payload)", change);
        tx.Note(change);
        return change.Version;
    }

    public Task<long> VersionAsync(DbReader reader, EventId eventId, string board) =>
        reader.FirstAsync<long>("SELECT coalesce(max(version), 0) FROM changes WHERE event = @eventId AND board = @board", new { eventId, board });

    public async Task<IReadOnlyList<Change>> ReadSinceAsync(EventId eventId, string board, long version, CancellationToken ct) =>
        await _db.QueryAsync<Change>(
            "SELECT event AS EventId, board, version, at, kind, payload FROM changes WHERE event = @eventId AND board = @board AND version > @version ORDER BY version",
            new { eventId, board, version },
            ct);

    private void Publish(IReadOnlyList<Change> changes)
    {
        if (Published is not { } published) return;
        foreach (var change in changes)
            foreach (var subscriber in Delegate.EnumerateInvocationList(published))
                Deliver(subscriber, change);
    }

    private void Deliver(Action<Change> subscriber, Change change)
    {
        try
        {
            subscriber(change);
        }
#pragma warning disable CA1031 // the change is committed: whoever made it must get its answer, whatever a listener does
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.SubscriberFailed(_log, change.Board, change.Version, error);
        }
    }
}
