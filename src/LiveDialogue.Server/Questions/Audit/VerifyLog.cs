using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using Microsoft.Data.Sqlite;

namespace LiveDialogue.Server.Questions.Audit;

/// <summary>The program's switch <c>--verify-log [EVENT]</c>: reads a database, running or not, and changes nothing.</summary>
internal static class VerifyLog
{
    public const string Switch = "--verify-log";

    private const string Guards = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'moderation_log' AND name LIKE 'moderation_log_is_never_%'";
    private const int GuardsExpected = 3;

    /// <returns>0: every chain is whole; 1: one is broken; 2: there is nothing to read.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var at = Array.IndexOf(args, Switch);
        var named = at + 1 < args.Length && !args[at + 1].StartsWith('-') ? args[at + 1] : null;
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(CommandLine.ToConfiguration([.. args.Where((_, i) => i != at && (named is null || i != at + 1))])).Build();
        var path = Path.Combine(configuration["DataFolder"] ?? new ServerOptions().DataFolder, "livedialogue.db");
        if (!File.Exists(path))
        {
            await output.WriteLineAsync($"There is no database {Path.GetFullPath(path)}. Name its folder with --data DIR.");
            return 2;
        }
        SqlTypes.Register();
        SqlTypes.AddId<QuestionId>();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ToString());
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: true);
        return await CheckAsync(new DbReader(connection, transaction, CancellationToken.None), named, output);
    }

    private static async Task<int> CheckAsync(DbReader reader, string? named, TextWriter output)
    {
        if (await reader.FirstAsync<string>("SELECT applied_at FROM schema_versions WHERE version = 41") is not { } since)
        {
            await output.WriteLineAsync("The database has no moderation log yet: start the present program on it once.");
            return 2;
        }
        var events = await reader.QueryAsync<Known>("SELECT id, slug FROM events WHERE @named IS NULL OR id = upper(@named) OR slug = @named ORDER BY id", new { named });
        if (events.Count == 0 && named is not null)
        {
            await output.WriteLineAsync($"There is no event {named}.");
            return 2;
        }
        var broken = 0;
        if (await reader.FirstAsync<int>(Guards) != GuardsExpected)
        {
            broken++;
            await output.WriteLineAsync("The triggers that guard the log are gone: somebody changed the database by hand.");
        }
        foreach (var known in events)
        {
            var verdict = LogCheck.Of(await ModerationLog.ReadAsync(reader, known.Id, 0, int.MaxValue), await NowAsync(reader, known.Id, since));
            if (verdict is Verdict.Broken) broken++;
            await output.WriteLineAsync(verdict switch
            {
                Verdict.Whole whole => $"{known.Slug}: chain of {whole.Entries} entries is whole; head {whole.Head}",
                Verdict.Broken wrong => $"{known.Slug}: chain is broken; entry {wrong.Number} {wrong.Why}",
                _ => "",
            });
        }
        if (events.Count == 0) await output.WriteLineAsync("chain of 0 entries is whole: there are no events");
        return broken == 0 ? 0 : 1;
    }

    // Questions older than the log owe it nothing until somebody decides on them.
    private static async Task<IReadOnlyList<QuestionNow>> NowAsync(DbReader reader, EventId eventId, string since) =>
        [.. (await reader.QueryAsync<Row>("SELECT id, state, reason, risk, merged_into, created_at >= @since AS is_new FROM questions WHERE event = @eventId ORDER BY id", new { eventId, since }))
            .Select(row => new QuestionNow(row.Id, row.State, row.Reason, row.Risk, row.MergedInto, row.IsNew && row.State is not ("received" or "held")))];

    private sealed class Known
    {
        public EventId Id { get; init; }
        public string Slug { get; init; } = "";
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string State { get; init; } = "";
        public string? Reason { get; init; }
        public string? Risk { get; init; }
        public string? MergedInto { get; init; }
        public bool IsNew { get; init; }
    }
}
