using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions.Audit;

/// <summary>Writes and reads the moderation log. An entry is written in the transaction of what it tells, so neither is there without the other.</summary>
internal sealed class ModerationLog(IClock clock)
{
    private const string Columns = "event, number, at, actor, action, question, before, after, detail, previous, hash";

    public Task<LogEntry> AppendAsync(DbWriter tx, EventId eventId, Deed deed, Question? before, Question after) =>
        AppendAsync(tx, eventId, deed, after.Id, before is null ? null : QuestionTrace.Of(before).ToJson(), QuestionTrace.Of(after).ToJson());

    /// <summary>For what concerns the whole event: intake, keywords, a device that is blocked.</summary>
    /// <param name="before">JSON of ids, words of ours and numbers.</param>
    public async Task<LogEntry> AppendAsync(DbWriter tx, EventId eventId, Deed deed, QuestionId? question, string? before, string? after)
    {
        var last = await tx.FirstAsync<LogRow>("SELECT number, hash FROM moderation_log WHERE event = @eventId ORDER BY number DESC LIMIT 1", new { eventId });
        var at = SqlTypes.Instants.Parse(SqlTypes.Instants.Format(clock.GetCurrentInstant())).GetValueOrThrow();    // what the database will give back
        var entry = new LogEntry(
            eventId, (last?.Number ?? 0) + 1, at, OneLine(deed.Actor), OneLine(deed.Action), question, OneLine(before), OneLine(after), OneLine(deed.Detail), last?.Hash ?? LogEntry.NoHash, "");
        entry = entry with { Hash = entry.Reckoned() };
        await tx.ExecuteAsync(
            $"INSERT INTO moderation_log ({Columns}) VALUES (@Event, @Number, @At, @Actor, @Action, @Question, @Before, @After, @Detail, @Previous, @Hash)", LogRow.Of(entry));
        return entry;
    }

    public static async Task<LogEntry?> FindAsync(DbReader reader, EventId eventId, long number) =>
        (await reader.FirstAsync<LogRow>($"SELECT {Columns} FROM moderation_log WHERE event = @eventId AND number = @number", new { eventId, number }))?.ToEntry();

    /// <summary>The question's last entry: whoever undoes one sees whether it is still the last.</summary>
    public static async Task<LogEntry?> LastOfAsync(DbReader reader, EventId eventId, QuestionId question) =>
        (await reader.FirstAsync<LogRow>($"SELECT {Columns} FROM moderation_log WHERE question = @question AND event = @eventId ORDER BY number DESC LIMIT 1", new { eventId, question }))?.ToEntry();

    /// <param name="after">Number of the last entry known; 0 for all.</param>
    public static async Task<IReadOnlyList<LogEntry>> ReadAsync(DbReader reader, EventId eventId, long after, int most) =>
        [.. (await reader.QueryAsync<LogRow>($"SELECT {Columns} FROM moderation_log WHERE event = @eventId AND number > @after ORDER BY number LIMIT @most", new { eventId, after, most })).Select(row => row.ToEntry())];

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? OneLine(string? text) =>
        text is null || !text.AsSpan().ContainsAny('\n', '\r') ? text : throw new ArgumentException("A field of the moderation log is one line.", nameof(text));

    private sealed class LogRow
    {
        public EventId Event { get; init; }
        public long Number { get; init; }
        public Instant At { get; init; }
        public string Actor { get; init; } = "";
        public string Action { get; init; } = "";
        public QuestionId? Question { get; init; }
        public string? Before { get; init; }
        public string? After { get; init; }
        public string? Detail { get; init; }
        public string Previous { get; init; } = "";
        public string Hash { get; init; } = "";

        public static LogRow Of(LogEntry e) => new()
        {
            Event = e.Event,
            Number = e.Number,
            At = e.At,
            Actor = e.Actor,
            Action = e.Action,
            Question = e.Question,
            Before = e.Before,
            After = e.After,
            Detail = e.Detail,
            Previous = e.Previous,
            Hash = e.Hash,
        };

        public LogEntry ToEntry() => new(Event, Number, At, Actor, Action, Question, Before, After, Detail, Previous, Hash);
    }
}
