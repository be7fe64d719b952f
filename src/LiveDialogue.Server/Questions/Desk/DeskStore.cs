using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Storage;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>Intake, keywords and hand-over note in the database; each change of one tells the boards <c>intake</c> and <c>desk</c>. Thread-safe.</summary>
internal sealed class DeskStore(Db db, IChangeFeed feed, ModerationLog log, EventStore events, IClock clock)
{
    /// <summary>The kind of the change rows; the payload is the whole board.</summary>
    private const string Kind = "set";

    /// <summary>Of the event's change when it comes from here.</summary>
    public const string MinorsKind = "minors";

    public Task<DeskContent> ReadAsync(EventId eventId, CancellationToken ct) => db.ReadAsync(reader => ReadAsync(reader, eventId), ct);

    public static async Task<DeskContent> ReadAsync(DbReader reader, EventId eventId)
    {
        var waiting = await reader.FirstAsync<int>("SELECT count(*) FROM questions WHERE event = @eventId AND risk = 'waiting'", new { eventId });
        return (await RowAsync(reader, eventId)).ToContent(waiting);
    }

    /// <summary>The board's content and version of one moment.</summary>
    public Task<(DeskContent Content, long Version)> ReadBoardAsync(EventId eventId, string board, CancellationToken ct) => db.ReadAsync(
        async reader => (await ReadAsync(reader, eventId), await feed.VersionAsync(reader, eventId, board)), ct);

    /// <param name="matches">Whether the caller saw the present revision.</param>
    /// <returns>What it is now, and false when the caller saw another.</returns>
    public Task<(bool Done, DeskContent Now)> SetIntakeAsync(EventId eventId, Func<int, bool> matches, Func<IntakeContent, IntakeContent> change, string actor, CancellationToken ct) =>
        ChangeAsync(
            eventId,
            new Deed(actor, "intake"),
            desk => desk.Intake,
            row => matches(row.IntakeRevision),
            row =>
            {
                var next = change(row.ToContent(0).Intake);
                (row.Open, row.SlowSeconds, row.Minors) = (next.Open, next.SlowModeSeconds, next.Minors);
                row.IntakeRevision++;
            },
            intakeToo: true,
            ct);

    /// <param name="keywords">Cleaned.</param>
    public Task<(bool Done, DeskContent Now)> SetKeywordsAsync(EventId eventId, Func<int, bool> matches, IReadOnlyList<string> keywords, string actor, CancellationToken ct) => ChangeAsync(
        eventId,
        new Deed(actor, "keywords"),
        desk => new { desk.Keywords.Keywords.Count, desk.Keywords.Revision },
        row => matches(row.KeywordsRevision),
        row =>
        {
            row.Keywords = JsonSerializer.Serialize(keywords, Json.Options);
            row.KeywordsRevision++;
        },
        intakeToo: false,
        ct);

    public Task<(bool Done, DeskContent Now)> SetHandoverAsync(EventId eventId, Func<int, bool> matches, string text, string by, string actor, CancellationToken ct) => ChangeAsync(
        eventId,
        new Deed(actor, "handover"),
        desk => new { desk.Handover.Revision },
        row => matches(row.HandoverRevision),
        row =>
        {
            (row.Handover, row.HandoverBy, row.HandoverAt) = (text, by, clock.GetCurrentInstant());
            row.HandoverRevision++;
        },
        intakeToo: false,
        ct);

    /// <summary>Inside somebody's transaction: something else that the board <c>desk</c> shows changed.</summary>
    public async Task TellAsync(DbWriter tx, EventId eventId) => await AppendAsync(tx, eventId, DeskContent.Board, await ReadAsync(tx, eventId));

    /// <summary>The same of what both boards show.</summary>
    public async Task TellIntakeAsync(DbWriter tx, EventId eventId)
    {
        var now = await ReadAsync(tx, eventId);
        await AppendAsync(tx, eventId, IntakeContent.Board, now.Intake);
        await AppendAsync(tx, eventId, DeskContent.Board, now);
    }

    /// <param name="logged">Settings and numbers for the moderation log; none of the words.</param>
    private Task<(bool Done, DeskContent Now)> ChangeAsync(
        EventId eventId, Deed deed, Func<DeskContent, object> logged, Func<Row, bool> matches, Action<Row> change, bool intakeToo, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            var row = await RowAsync(tx, eventId);
            var before = await ReadAsync(tx, eventId);
            if (!matches(row)) return (false, before);

            change(row);
            await tx.ExecuteAsync(
                """
                INSERT INTO question_desks (event, open, slow_seconds, minors, intake_revision, keywords, keywords_revision, handover, handover_by, handover_at, handover_revision)
                VALUES (@Event, @Open, @SlowSeconds, @Minors, @IntakeRevision, @Keywords, @KeywordsRevision, @Handover, @HandoverBy, @HandoverAt, @HandoverRevision)
                ON CONFLICT (event) DO UPDATE SET open = @Open, slow_seconds = @SlowSeconds, minors = @Minors, intake_revision = @IntakeRevision, keywords = @Keywords,
                    keywords_revision = @KeywordsRevision, handover = @Handover, handover_by = @HandoverBy, handover_at = @HandoverAt, handover_revision = @HandoverRevision
                """,
                row);
            if (row.Minors != before.Intake.Minors) await events.ChangeAsync(tx, eventId, MinorsKind, e => e with { Minors = row.Minors });
            var now = await ReadAsync(tx, eventId);
            if (intakeToo) await AppendAsync(tx, eventId, IntakeContent.Board, now.Intake);
            await AppendAsync(tx, eventId, DeskContent.Board, now);
            await log.AppendAsync(tx, eventId, deed, null, JsonSerializer.Serialize(logged(before), Json.Options), JsonSerializer.Serialize(logged(now), Json.Options));
            return (true, now);
        },
        ct);

    private Task<long> AppendAsync<T>(DbWriter tx, EventId eventId, string board, T content) =>
        feed.AppendAsync(tx, eventId, board, Kind, JsonSerializer.Serialize(content, Json.Options));

    // Whether minors ask is the event's own: it can be said when it is planned.
    private static async Task<Row> RowAsync(DbReader reader, EventId eventId)
    {
        var row = await reader.FirstAsync<Row>(
            "SELECT event, open, slow_seconds, intake_revision, keywords, keywords_revision, handover, handover_by, handover_at, handover_revision FROM question_desks WHERE event = @eventId",
            new { eventId })
        ?? new Row { Event = eventId };
        row.Minors = await reader.FirstAsync<bool>("SELECT minors FROM events WHERE id = @eventId", new { eventId });
        return row;
    }

    private sealed class Row
    {
        public EventId Event { get; init; }
        public bool Open { get; set; } = true;
        public int SlowSeconds { get; set; }
        public bool Minors { get; set; }
        public int IntakeRevision { get; set; }
        public string Keywords { get; set; } = "[]";
        public int KeywordsRevision { get; set; }
        public string Handover { get; set; } = "";
        public string? HandoverBy { get; set; }
        public Instant? HandoverAt { get; set; }
        public int HandoverRevision { get; set; }

        public DeskContent ToContent(int riskWaiting) => new(
            new(Open, SlowSeconds, Minors, IntakeRevision),
            new(JsonSerializer.Deserialize<string[]>(Keywords, Json.Options) ?? [], KeywordsRevision),
            new(Handover, HandoverBy, HandoverAt is { } at ? InstantPattern.ExtendedIso.Format(at) : null, HandoverRevision),
            riskWaiting);
    }
}
