using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>What moderators decided, and the push targets. Thread-safe; each program is written by its runner alone.</summary>
internal sealed class ProgramStore(Db db, IChangeFeed feed, UrlSeal seal, IClock clock)
{
    /// <returns>The decisions, and the board as it was committed last (null: never) with its version.</returns>
    public Task<(ProgramState State, ProgramView? View, long Version)> LoadAsync(EventId eventId, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            var state = await reader.FirstAsync<string>("SELECT state FROM programs WHERE event = @eventId", new { eventId });
            var version = await feed.VersionAsync(reader, eventId, ProgramView.Board);
            var view = await reader.FirstAsync<string>(
                "SELECT payload FROM changes WHERE event = @eventId AND board = @board AND version = @version", new { eventId, board = ProgramView.Board, version });
            return (
                (state is null ? null : JsonSerializer.Deserialize<ProgramState>(state, Json.Options)) ?? new ProgramState(),
                view is null ? null : JsonSerializer.Deserialize<ProgramView>(view, Json.Options),
                version);
        },
        ct);

    /// <summary>The decisions and what the board's readers see of them, in one transaction.</summary>
    /// <returns>The board's new version.</returns>
    public Task<long> SaveAsync(EventId eventId, ProgramState state, string viewJson, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            await tx.ExecuteAsync(
                "INSERT INTO programs (event, at, state) VALUES (@eventId, @at, @json) ON CONFLICT (event) DO UPDATE SET at = @at, state = @json",
                new { eventId, at = clock.GetCurrentInstant(), json = JsonSerializer.Serialize(state, Json.Options) });
            return await feed.AppendAsync(tx, eventId, ProgramView.Board, ProgramView.Board, viewJson);
        },
        ct);

    public async Task<IReadOnlyList<StoredPush>> PushesAsync(EventId eventId, CancellationToken ct)
    {
        var rows = await db.QueryAsync<PushRow>("SELECT id, name, sealed_url FROM program_pushes WHERE event = @eventId ORDER BY created_at, id", new { eventId }, ct);
        return [.. rows.Select(row => new StoredPush(row.Id, row.Name, seal.TryOpen(row.SealedUrl)))];
    }

    /// <summary>Adds a target once, however often it is sent.</summary>
    /// <param name="most">Targets an event may have.</param>
    public Task<PushOutcome> AddPushAsync(EventId eventId, string id, string name, string url, int most, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            var rows = await tx.QueryAsync<PushRow>("SELECT id, name, sealed_url FROM program_pushes WHERE event = @eventId", new { eventId });
            if (rows.FirstOrDefault(row => row.Id == id) is { } known) return known.Name == name && seal.TryOpen(known.SealedUrl) == url ? PushOutcome.Known : PushOutcome.Other;
            if (rows.Count >= most) return PushOutcome.TooMany;

            await tx.ExecuteAsync(
                "INSERT INTO program_pushes (event, id, name, sealed_url, created_at) VALUES (@eventId, @id, @name, @sealedUrl, @now)",
                new { eventId, id, name, sealedUrl = seal.Seal(url), now = clock.GetCurrentInstant() });
            return PushOutcome.Added;
        },
        ct);

    /// <returns>False when there is none of this id.</returns>
    public Task<bool> RemovePushAsync(EventId eventId, string id, CancellationToken ct) =>
        db.TransactionAsync(async tx => await tx.ExecuteAsync("DELETE FROM program_pushes WHERE event = @eventId AND id = @id", new { eventId, id }) > 0, ct);

    private sealed record PushRow
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string SealedUrl { get; init; } = "";
    }
}

/// <param name="Url">A secret; null when the data folder's key can't open it.</param>
internal sealed record StoredPush(string Id, string Name, string? Url);

internal enum PushOutcome
{
    Added,

    /// <summary>The same id, name and target again.</summary>
    Known,

    /// <summary>The id is taken by another target.</summary>
    Other,
    TooMany,
}
