using System.Text.Json;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <summary>
/// Questions in the database. Every write reads, decides and writes in one transaction together with its change rows, so two
/// moderators at once never lose an update. Thread-safe.
/// </summary>
internal sealed class QuestionStore(Db db, IChangeFeed feed, ModerationLog log, IEnumerable<IQuestionCompanion> companions)
{
    /// <summary>The kind of every change row on the question boards; its payload is a <see cref="QuestionView"/>.</summary>
    public const string ChangeKind = "question";

    /// <summary>Merges that are followed from one question to the one asked in its stead.</summary>
    internal const int LongestMerge = 100;

    // Changes that are read for one who was away; of an hour with many votes there are a hundred thousand, and anybody may ask.
    private const int MostMissed = 500;

    private readonly KeptBoards _kept = new();

    public async Task<Question?> FindAsync(EventId eventId, QuestionId id, CancellationToken ct) =>
        await db.ReadAsync(reader => FindAsync(reader, eventId, id), ct);

    /// <summary>All of an event's, those at risk too, oldest first: for numbers and exports, not for screens.</summary>
    public async Task<IReadOnlyList<Question>> ListAsync(EventId eventId, CancellationToken ct) =>
        [.. (await db.QueryAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE event = @eventId ORDER BY created_at, id", new { eventId }, ct)).Select(row => row.ToQuestion())];

    /// <summary>Stores a new question once, however often it is sent.</summary>
    public Task<AskOutcome> AskAsync(Question question, AskPace pace, CancellationToken ct) => db.TransactionAsync<AskOutcome>(
        async tx =>
        {
            var known = await tx.FirstAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE id = @Id", new { question.Id });
            if (known is not null)
            {
                return known.Event == question.Event && known.ToQuestion().IsSentAgainAs(question)
                    ? new AskOutcome.Known(known.ToQuestion())
                    : new AskOutcome.OtherText();
            }
            // A block never closes the way to help.
            if (!question.IsAtRisk && await BlockedDevices.HoldsAsync(tx, question.Event, question.Device)) return new AskOutcome.Blocked();
            if (await pace.WaitAsync(tx, question) is { } wait) return new AskOutcome.TooSoon(wait);

            await InsertAsync(tx, question);
            await AppendAsync(tx, null, question);
            return new AskOutcome.Stored(question);
        },
        ct);

    /// <param name="transition">Null where the state doesn't allow it. Sees the newest state, inside the transaction.</param>
    /// <param name="deed">For the moderation log; null for what decides nothing.</param>
    public Task<ChangeOutcome> ChangeAsync(EventId eventId, QuestionId id, Func<Question, Question?> transition, Deed? deed, CancellationToken ct) => db.TransactionAsync<ChangeOutcome>(
        async tx =>
        {
            if (await FindAsync(tx, eventId, id) is not { } before) return new ChangeOutcome.NotFound();
            if (transition(before) is not { } after) return new ChangeOutcome.Refused(before);

            return new ChangeOutcome.Done(after, await SaveAsync(tx, before, after, deed));
        },
        ct);

    /// <summary>A board and its version, of one moment.</summary>
    /// <param name="device">Whose votes are marked; empty: nobody's.</param>
    public async Task<QuestionBoard> ReadBoardAsync(EventId eventId, string board, string device, CancellationToken ct)
    {
        var (kept, votes) = await ReadKeptAsync(eventId, board, device, ct);
        return new(board, kept.Version, kept.For(device, votes));
    }

    /// <summary>The same for a screen: written as JSON once for all who read it.</summary>
    public async Task<BoardSnapshot> ReadSnapshotAsync(EventId eventId, string board, string device, CancellationToken ct)
    {
        var (kept, votes) = await ReadKeptAsync(eventId, board, device, ct);
        return new(board, kept.Version, kept.ContentFor(device, votes));
    }

    /// <summary>What a screen missed: the last state of each question that changed after a version. Null where the version isn't ours, or so old that the whole board costs less.</summary>
    public async Task<QuestionBoard?> ReadSinceAsync(EventId eventId, string board, long since, string device, CancellationToken ct)
    {
        var version = await db.ReadAsync(reader => feed.VersionAsync(reader, eventId, board), ct);
        if (since == version) return new QuestionBoard(board, version, []);
        if (since > version || since < version - MostMissed) return null;

        var changes = await feed.ReadSinceAsync(eventId, board, since, ct);
        var latest = new Dictionary<string, QuestionView>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (JsonSerializer.Deserialize<QuestionView>(change.Payload, Json.Options) is { } view) latest[view.Id] = view;
        }
        var votes = await db.ReadAsync(reader => VotesAsync(reader, eventId, device), ct);
        return new QuestionBoard(board, changes[^1].Version, [.. KeptBoard.Marked(latest.Values, votes, isKnown: device.Length > 0)]);
    }

    /// <summary>Inside somebody's transaction: saves the question, tells the boards that see a difference and the other slices, and logs the deed.</summary>
    /// <param name="deed">Who decided; null for what nobody decides: votes, reports, claims.</param>
    /// <returns>Of the log; null where nothing was logged.</returns>
    public async Task<LogEntry?> SaveAsync(DbWriter tx, Question before, Question after, Deed? deed = null)
    {
        if (after == before) return null;

        await tx.ExecuteAsync(
            """
            UPDATE questions SET state = @State, reason = @Reason, merged_into = @MergedInto, answer = @Answer, claim_holder = @ClaimHolder,
                claim_name = @ClaimName, claim_until = @ClaimUntil, votes = @Votes, live_at = @LiveAt, answered_at = @AnsweredAt, revision = @Revision,
                language = @Language, name = @Name, country = @Country, shown = @Shown, flags = @Flags, detected_language = @DetectedLanguage,
                detected_confidence = @DetectedConfidence, risk = @Risk, reports = @Reports, labels = @Labels, offset_seconds = @OffsetSeconds,
                cluster = @Cluster, similar = @Similar, merged_count = @MergedCount, blocked = @Blocked
            WHERE id = @Id
            """,
            QuestionRow.Of(after));
        await AppendAsync(tx, before, after);
        return deed is null ? null : await log.AppendAsync(tx, after.Event, deed, before, after);
    }

    public static async Task<Question?> FindAsync(DbReader reader, EventId eventId, QuestionId id) =>
        (await reader.FirstAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE id = @id AND event = @eventId", new { id, eventId }))?.ToQuestion();

    /// <summary>All of an event, oldest first.</summary>
    public static async Task<IReadOnlyList<Question>> ReadAllAsync(DbReader reader, EventId eventId) =>
        [.. (await reader.QueryAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE event = @eventId ORDER BY created_at, id", new { eventId })).Select(row => row.ToQuestion())];

    /// <summary>The event's questions with the same words in the same language, the question itself included.</summary>
    public static async Task<IReadOnlyList<Question>> SameWordsAsync(DbReader reader, Question question) =>
        [.. (await reader.QueryAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE event = @Event AND shown = @Shown AND language = @Language", QuestionRow.Of(question))).Select(row => row.ToQuestion())];

    /// <summary>The question that is asked in the stead of a merged one, over any number of merges.</summary>
    public Task<Question?> MasterOfAsync(Question merged, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            var master = merged;
            for (var steps = 0; steps < LongestMerge && master?.MergedInto is { } into; steps++) master = await FindAsync(reader, merged.Event, into);
            return master == merged ? null : master;
        },
        ct);

    private static Task InsertAsync(DbWriter tx, Question question) =>
        tx.ExecuteAsync($"INSERT INTO questions ({QuestionRow.Columns}) VALUES ({QuestionRow.Parameters})", QuestionRow.Of(question));

    private async Task AppendAsync(DbWriter tx, Question? before, Question after)
    {
        foreach (var (board, view) in QuestionBoards.Changes(before, after))
            await feed.AppendAsync(tx, after.Event, board, ChangeKind, JsonSerializer.Serialize(view, Json.Options));
        foreach (var companion in companions) await companion.StoreAsync(tx, before, after);
    }

    private static async Task<HashSet<string>> VotesAsync(DbReader reader, EventId eventId, string device)
    {
        if (device.Length == 0) return [];

        var ids = await reader.QueryAsync<string>(
            "SELECT v.question FROM question_votes v JOIN questions q ON q.id = v.question WHERE q.event = @eventId AND v.device = @device", new { eventId, device });
        return [.. ids];
    }

    private Task<(KeptBoard Board, HashSet<string> Votes)> ReadKeptAsync(EventId eventId, string board, string device, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            var version = await feed.VersionAsync(reader, eventId, board);
            var kept = _kept.Find(eventId, board, version) ?? _kept.Keep(eventId, board, version, await ViewsAsync(reader, eventId, board));
            return (kept, await VotesAsync(reader, eventId, device));
        },
        ct);

    private static async Task<QuestionView[]> ViewsAsync(DbReader reader, EventId eventId, string board)
    {
        // Which of them a board shows, QuestionBoards says below; this spares an audience of thousands the unapproved rows.
        var some = board switch
        {
            QuestionBoards.Moderation => "",
            QuestionBoards.Risk => "AND risk IS NOT NULL",
            _ => "AND state IN ('approved', 'shortlisted', 'live', 'answered')",
        };
        var rows = await reader.QueryAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE event = @eventId {some} ORDER BY created_at, id", new { eventId });
        return [.. rows.Select(row => QuestionBoards.See(board, row.ToQuestion())).OfType<QuestionView>()];
    }
}

/// <param name="Version">Of the board, after the last of these changes.</param>
/// <param name="Questions">The whole board, oldest first; or what changed.</param>
public sealed record QuestionBoard(string Board, long Version, IReadOnlyList<QuestionView> Questions);

/// <param name="Questions">The whole board, oldest first.</param>
public sealed record QuestionsContent(IReadOnlyList<QuestionView> Questions);

internal abstract record AskOutcome
{
    private AskOutcome()
    {
    }

    public sealed record Stored(Question Question) : AskOutcome;

    /// <summary>Sent again, after an answer that got lost.</summary>
    public sealed record Known(Question Question) : AskOutcome;

    public sealed record OtherText : AskOutcome;

    /// <summary>Slow mode.</summary>
    public sealed record TooSoon(Duration Wait) : AskOutcome;

    /// <summary>A moderator blocked the device at this event.</summary>
    public sealed record Blocked : AskOutcome;
}

internal abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <param name="Entry">Of the moderation log; null where nothing was logged.</param>
    public sealed record Done(Question Question, LogEntry? Entry = null) : ChangeOutcome;

    public sealed record Refused(Question Current) : ChangeOutcome;

    public sealed record NotFound : ChangeOutcome;
}
