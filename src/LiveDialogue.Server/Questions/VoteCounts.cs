using System.Collections.Concurrent;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Questions;

/// <summary>
/// Brings the boards' vote counts up to the votes cast, once a second: a thousand votes in a second are one change per question,
/// not a thousand messages to everybody.
/// </summary>
internal sealed class VoteCounts(Db db, QuestionStore store, TimeProvider time, ILogger<VoteCounts> log) : BackgroundService
{
    /// <summary>Who voted for two that were merged has voted for one: devices are counted, over all that were merged into it.</summary>
    private const string Family =
        """
        WITH RECURSIVE family (id) AS (SELECT @id UNION SELECT q.id FROM questions q JOIN family f ON q.merged_into = f.id)
        SELECT (SELECT count(DISTINCT device) FROM question_votes WHERE question IN (SELECT id FROM family)) AS votes, (SELECT count(*) - 1 FROM family) AS merged
        """;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<(EventId Event, QuestionId Question), bool> _stale = new();

    /// <summary>The question's votes changed.</summary>
    public void Note(EventId eventId, QuestionId id) => _stale[(eventId, id)] = true;

    /// <summary>Counts what was noted and tells the boards.</summary>
    public async Task CountAsync(CancellationToken ct)
    {
        var due = _stale.Keys.ToList();
        foreach (var key in due) _stale.TryRemove(key, out _);     // before counting: a vote cast meanwhile is noted again
        if (due.Count == 0) return;

        await db.TransactionAsync(
            async tx =>
            {
                foreach (var (eventId, id) in due)
                {
                    if (await QuestionStore.FindAsync(tx, eventId, id) is not { } question) continue;
                    var counted = await tx.FirstAsync<Counted>(Family, new { id }) ?? new Counted();
                    await store.SaveAsync(tx, question, question.WithVotes(counted.Votes, counted.Merged));
                }
            },
            ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        await NoteUncountedAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CountAsync(stoppingToken);
            }
#pragma warning disable CA1031 // the votes are safe; the next second tries again
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.VotesNotCounted(log, error);
                await NoteUncountedAsync(stoppingToken);
            }
        }
    }

    // Votes acknowledged right before a crash, and those of a count that failed; merges too.
    private async Task NoteUncountedAsync(CancellationToken ct)
    {
        var rows = await db.QueryAsync<Uncounted>(
            """
            SELECT id, event FROM questions q WHERE merged_count > 0
                OR votes <> (SELECT count(*) FROM question_votes v WHERE v.question = q.id) OR EXISTS (SELECT 1 FROM questions m WHERE m.merged_into = q.id)
            """,
            null,
            ct);
        foreach (var row in rows) Note(row.Event, row.Id);
    }

    private sealed class Counted
    {
        public int Votes { get; init; }
        public int Merged { get; init; }
    }

    private sealed class Uncounted
    {
        public QuestionId Id { get; init; }
        public EventId Event { get; init; }
    }
}
