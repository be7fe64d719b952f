using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LiveDialogue.Server.Storage;

/// <param name="Number">From the file's name: 0001-events.sql is 1.</param>
public sealed record Migration(int Number, string Name, string Sql);

/// <summary>Numbered SQL files, forward only: each runs once, in a transaction of its own, and is noted in <c>schema_versions</c>.</summary>
internal static partial class Migrations
{
    private const string Prefix = "migrations/";

    /// <summary>Those built into this program, by number.</summary>
    public static IReadOnlyList<Migration> Embedded { get; } = ReadEmbedded();

    /// <exception cref="StorageRefusedException">The database holds a migration that isn't among these.</exception>
    public static void Apply(SqliteConnection connection, IReadOnlyList<Migration> migrations, IClock clock)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT");
        var applied = connection.Query<int>("SELECT version FROM schema_versions").ToHashSet();
        var known = migrations.Max(m => m.Number);
        if (applied.Count > 0 && applied.Max() > known)
        {
            throw new StorageRefusedException(
                $"The database {connection.DataSource} is at schema {applied.Max()}, made by a newer LiveDialogue; this program knows schemas up to {known}. "
                + "Start the newer program, or restore the backup made before the upgrade.");
        }

        foreach (var migration in migrations.Where(m => !applied.Contains(m.Number)))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(migration.Sql, transaction: transaction);
            connection.Execute(
                "INSERT INTO schema_versions (version, name, applied_at) VALUES (@Number, @Name, @now)",
                new { migration.Number, migration.Name, now = clock.GetCurrentInstant() },
                transaction);
            transaction.Commit();
        }
    }

    private static List<Migration> ReadEmbedded()
    {
        var assembly = typeof(Migrations).Assembly;
        var migrations = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var file = FileName().Match(resource);
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);   // named by the assembly itself
            migrations.Add(new(int.Parse(file.Groups["number"].Value, CultureInfo.InvariantCulture), file.Groups["name"].Value, reader.ReadToEnd()));
        }
        return [.. migrations.OrderBy(m => m.Number)];
    }

    [GeneratedRegex("^migrations/(?<number>[0-9]{4})-(?<name>[a-z0-9-]+)\\.sql$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
