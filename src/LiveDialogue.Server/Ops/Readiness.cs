using System.Globalization;
using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Ops;

/// <summary>Whether the server can keep a promise: a write reaches the disk, and there is room for more. Looks at most once a second.</summary>
internal sealed class Readiness(Db db, IOptions<ServerOptions> options, IEnumerable<IReadyDetail> details, TimeProvider time, ILogger<Readiness> log) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string? _problem;
    private long? _lookedAt;
    private int _writes;

    public async Task<Results<Ok<Dictionary<string, string>>, ProblemHttpResult>> HandleAsync(HttpContext http, CancellationToken ct)
    {
        if (await LookAsync(ct) is not { } problem)
            return TypedResults.Ok(details.Select(detail => detail.ReadyDetail).ToDictionary(detail => detail.Name, detail => detail.Text, StringComparer.Ordinal));

        http.Response.Headers.RetryAfter = "5";
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "Not ready", problem);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<string?> LookAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var now = time.GetTimestamp();
            if (_lookedAt is { } before && time.GetElapsedTime(before, now) < Fresh) return _problem;
            _problem = await DiskAsync(ct);
            _lookedAt = now;
            return _problem;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string?> DiskAsync(CancellationToken ct)
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(options.Value.DataFolder)).AvailableFreeSpace / (1024 * 1024);
            if (free < options.Value.ReadyFreeMebibytes)
            {
                Log.NotReady(log, string.Create(CultureInfo.InvariantCulture, $"only {free} MiB are free in the data folder"), error: null);
                return "The disk is nearly full.";
            }
            // user_version is ours to use; a new value is a real page written and synced.
            await db.TransactionAsync(tx => tx.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {++_writes & 0xFFFF}")), ct);
            return null;
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            Log.NotReady(log, "the database can't be written", error);
            return "The database can't be written.";
        }
    }
}
