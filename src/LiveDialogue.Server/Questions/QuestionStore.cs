using System.Text.Json;
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

    // Changes that are read for one who was away; of an hour with many votes there are a hundred thousand, and anybody may ask.
    private const int MostMissed = 2000;

    public async Task<Question?> FindAsync(EventId eventId, QuestionId id, CancellationToken ct) =>
        await db.ReadAsync(reader => FindAsync(reader, eventId, id), ct);

    /// <summary>All of an event's, those at risk too, oldest first: for numbers and exports, not for screens.</summary>
    public async Task<IReadOnlyList<Question>> ListAsync(EventId eventId, CancellationToken ct) =>
        [.. (await db.QueryAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE event = @eventId ORDER BY created_at, id", new { eventId }, ct)).Select(row => row.ToQuestion())];

    /// <summary>Stores a new question once, however often it is sent.</summary>
    /// <param name="pause">Between two questions of one device.</param>
    public Task<AskOutcome> AskAsync(Question question, Duration pause, CancellationToken ct) => db.TransactionAsync<AskOutcome>(
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
            if (await WaitAsync(tx, question, pause) is { } wait) return new AskOutcome.TooSoon(wait);

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

    /// <summary>A board and its version, read from one moment of the database.</summary>
    /// <param name="device">Whose votes are marked; empty: nobody's.</param>
    public Task<QuestionBoard> ReadBoardAsync(EventId eventId, string board, string device, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            // Which of them a board shows, QuestionBoards says below; this spares an audience of thousands the unapproved rows.
            var some = board switch
            {
                QuestionBoards.Moderation => "",
                QuestionBoards.Risk => "AND risk IS NOT NULL",
                _ => "AND state IN ('approved', 'shortlisted', 'live', 'answered')",
            };
            var rows = await reader.QueryAsync<QuestionRow>(
                $"SELECT {QuestionRow.Columns} FROM questions WHERE event = @eventId {some} ORDER BY created_at, id", new { eventId });
            var votes = await VotesAsync(reader, eventId, device);
            var views = rows.Select(row => QuestionBoards.See(board, row.ToQuestion())).OfType<QuestionView>();
            return new QuestionBoard(board, await feed.VersionAsync(reader, eventId, board), [.. Marked(views, votes, device)]);
        },
        ct);

    /// <summary>What a screen missed: the last state of each question that changed after a version. The whole board where the version isn't ours, or so old that the board is shorter.</summary>
    public async Task<QuestionBoard> ReadSinceAsync(EventId eventId, string board, long since, string device, CancellationToken ct)
    {
        var version = await db.ReadAsync(reader => feed.VersionAsync(reader, eventId, board), ct);
        if (since == version) return new QuestionBoard(board, version, []);
        if (since > version || since < version - MostMissed) return await ReadBoardAsync(eventId, board, device, ct);

        var changes = await feed.ReadSinceAsync(eventId, board, since, ct);
        var latest = new Dictionary<string, QuestionView>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (JsonSerializer.Deserialize<QuestionView>(change.Payload, Json.Options) is { } view) latest[view.Id] = view;
        }
        var votes = await db.ReadAsync(reader => VotesAsync(reader, eventId, device), ct);
        return new QuestionBoard(board, changes[^1].Version, [.. Marked(latest.Values, votes, device)]);
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
            for (var steps = 0; steps < 100 && master?.MergedInto is { } into; steps++) master = await FindAsync(reader, merged.Event, into);
            return master == merged ? null : master;
        },
        ct);

    private static Task InsertAsync(DbWriter tx, Question question) =>
        tx.ExecuteAsync($"INSERT INTO questions ({QuestionRow.Columns}) VALUES ({QuestionRow.Parameters})", QuestionRow.Of(question));

    // Scripts without a cookie are no device; they are known by their token.
    private static async Task<Duration?> WaitAsync(DbReader reader, Question question, Duration pause)
    {
        if (pause <= Duration.Zero || question.Device.Length == 0) return null;

        var last = await reader.FirstAsync<string>("SELECT max(created_at) FROM questions WHERE event = @Event AND device = @Device", new { question.Event, question.Device });
        return SqlTypes.Parse(last) is { } at && at + pause > question.CreatedAt ? at + pause - question.CreatedAt : null;
    }

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

    private static IEnumerable<QuestionView> Marked(IEnumerable<QuestionView> views, HashSet<string> votes, string device) =>
        device.Length == 0 ? views : views.Select(view => view.Text is null ? view : view with { VotedByMe = votes.Contains(view.Id) });
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
