using Microsoft.Data.Sqlite;
using NodaTime;

namespace LiveDialogue.Server.Storage;

/// <summary>
/// The database: one SQLite file in WAL mode with <c>synchronous=FULL</c>, so that a commit is on the disk before it is answered.
/// Writers take turns on one connection (SQLite has one writer anyway; queueing here is fair and never meets SQLITE_BUSY),
/// readers use pooled read-only connections and never wait for a writer. Thread-safe.
/// </summary>
public sealed class Db : IDisposable
{
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly string _readers;
    private readonly FileStream _lock;
    private bool _disposed;

    private Db(SqliteConnection writer, string readers, FileStream folderLock) => (_writer, _readers, _lock) = (writer, readers, folderLock);

    /// <summary>Called after each commit, in commit order, before the transaction's caller goes on. Must be quick and not throw.</summary>
    internal Action<IReadOnlyList<Change>>? Committed { get; set; }

    /// <summary>Opens or creates the database in a folder and brings its schema up to date.</summary>
    /// <exception cref="StorageRefusedException">Made by a newer program, or in use by another process.</exception>
    public static Db Open(string folder, IClock clock)
    {
        SqlTypes.Register();
        Directory.CreateDirectory(folder);
        var folderLock = LockFolder(folder);
        var path = Path.Combine(folder, "livedialogue.db");
        CreateForOwner(path);
        var writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            writer.Open();
            Pragmas(writer);
            Migrations.Apply(writer, Migrations.Embedded, clock);
        }
        catch
        {
            writer.Dispose();
            folderLock.Dispose();
            throw;
        }
        var readers = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, ForeignKeys = true, DefaultTimeout = 5 };
        return new(writer, readers.ToString(), folderLock);
    }

    /// <summary>Runs the work in the one write transaction, commits, then publishes its changes. An exception rolls everything back.</summary>
    public async Task<T> TransactionAsync<T>(Func<DbWriter, Task<T>> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await using var transaction = await _writer.BeginTransactionAsync(ct);   // BEGIN IMMEDIATE
            var tx = new DbWriter(_writer, transaction, ct);
            var result = await work(tx);
            await transaction.CommitAsync(CancellationToken.None);      // from here on the caller's patience doesn't matter
            if (tx.Changes.Count > 0) Committed?.Invoke(tx.Changes);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task TransactionAsync(Func<DbWriter, Task> work, CancellationToken ct) => TransactionAsync(
        async tx =>
        {
            await work(tx);
            return true;
        },
        ct);

    /// <summary>Several queries on one snapshot: a board and its version belong together.</summary>
    public async Task<T> ReadAsync<T>(Func<DbReader, Task<T>> work, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(_readers);
        await connection.OpenAsync(ct);
        await using var transaction = connection.BeginTransaction(deferred: true);
        return await work(new DbReader(connection, transaction, ct));
    }

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        ReadAsync(reader => reader.QueryAsync<T>(sql, parameters), ct);

    /// <returns>The first row's value, or the type's default when there is none.</returns>
    public Task<T?> FirstAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        ReadAsync(reader => reader.FirstAsync<T>(sql, parameters), ct);

    /// <summary>Waits for the writer's turn, then closes; nobody may use the database afterwards.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _turn.Wait(TimeSpan.FromSeconds(5));   // a transaction that hangs is cut off; any other ends first
        _writer.Dispose();   // checkpoints and removes the WAL, being the last read-write connection
        using (var reader = new SqliteConnection(_readers)) SqliteConnection.ClearPool(reader);
        _turn.Dispose();
        _lock.Dispose();
    }

    // Two processes on one folder would each publish only half of the changes. The lock dies with the process, even by SIGKILL.
    private static FileStream LockFolder(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new StorageRefusedException($"Another LiveDialogue already uses the data folder {Path.GetFullPath(folder)}. Stop it, or start this one with another --data.", error);
        }
    }

    // Names and questions are in it; SQLite gives its WAL the same mode.
    private static void CreateForOwner(string path)
    {
        if (File.Exists(path)) return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }

    private static void Pragmas(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;";
        command.ExecuteNonQuery();
    }
}
