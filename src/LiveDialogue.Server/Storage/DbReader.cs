using System.Data.Common;
using Dapper;

namespace LiveDialogue.Server.Storage;

/// <summary>Queries inside one transaction: all of them see the same moment of the database. Not thread-safe; dead after its block.</summary>
public class DbReader
{
    private protected readonly DbConnection Connection;
    private protected readonly DbTransaction Transaction;
    private protected readonly CancellationToken Cancellation;

    internal DbReader(DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        (Connection, Transaction, Cancellation) = (connection, transaction, ct);

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await Connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <returns>The first row's value, or the type's default when there is none.</returns>
    public Task<T?> FirstAsync<T>(string sql, object? parameters = null) => Connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    private protected CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, Transaction, cancellationToken: Cancellation);
}
