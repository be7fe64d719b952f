using System.Data.Common;
using Dapper;

namespace LiveDialogue.Server.Storage;

/// <summary>The one write transaction that is open now. What it does is on the disk when <see cref="Db.TransactionAsync{T}"/> returns, or nothing is.</summary>
public sealed class DbWriter : DbReader
{
    private readonly List<Change> _changes = [];

    internal DbWriter(DbConnection connection, DbTransaction transaction, CancellationToken ct)
        : base(connection, transaction, ct)
    {
    }

    /// <summary>Appended by <see cref="ChangeFeed"/>; published in this order after the commit.</summary>
    internal IReadOnlyList<Change> Changes => _changes;

    /// <returns>The number of rows changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => Connection.ExecuteAsync(Command(sql, parameters));

    internal void Note(Change change) => _changes.Add(change);
}
