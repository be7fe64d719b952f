using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Stage;

/// <summary>The stages' snapshots. Thread-safe; each stage is written by its runner alone.</summary>
internal sealed class StageStore(Db db, IChangeFeed feed, IClock clock)
{
    /// <returns>As it was committed last, everybody's link gone; an empty stage when there is none. And the board's version.</returns>
    public Task<(StageState State, long Version)> LoadAsync(EventId eventId, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            var json = await reader.FirstAsync<string>("SELECT state FROM stages WHERE event = @eventId", new { eventId });
            var state = json is null ? null : JsonSerializer.Deserialize<StageState>(json, Json.Options);
            return (state ?? new StageState(), await feed.VersionAsync(reader, eventId, StageBoard.Name));
        },
        ct);

    /// <summary>The snapshot and what the board's readers see of it, in one transaction.</summary>
    /// <returns>The board's new version.</returns>
    public Task<long> SaveAsync(EventId eventId, StageState state, string boardJson, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            await tx.ExecuteAsync(
                "INSERT INTO stages (event, at, state) VALUES (@eventId, @at, @json) ON CONFLICT (event) DO UPDATE SET at = @at, state = @json",
                new { eventId, at = clock.GetCurrentInstant(), json = JsonSerializer.Serialize(state, Json.Options) });
            return await feed.AppendAsync(tx, eventId, StageBoard.Name, StageBoard.Name, boardJson);
        },
        ct);
}
