using System.Text.Json;
using System.Threading.Channels;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Translation;

namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>
/// Follows the questions and writes beside each what it is like. Everything that came since the last look is one transaction, at
/// most twice a second, and only what changed is a change on the moderators' board. What it holds is rebuilt from the database.
/// </summary>
internal sealed class ClusterKeeper(Db db, IChangeFeed feed, QuestionStore store, VoteCounts counts, TimeProvider time, ILogger<ClusterKeeper> log) : BackgroundService
{
    /// <summary>The languages' board of the pivot, where moderators read English: its rows carry translations (slice Translation).</summary>
    private const string PivotBoard = "texts.moderation.en";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    // The feed may not wait. Unbounded: each entry was a commit to the disk, which is slower than reading a text.
    private readonly Channel<Change> _changes = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Fingerprints _prints = new(Lexicon.Embedded);
    private readonly Dictionary<EventId, EventClusters> _events = [];
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The most alike now; merged ones stand for those they were merged into.</summary>
    public async Task<IReadOnlyList<Match>> FindAsync(EventId eventId, QuestionId id, int most, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return (await OfAsync(eventId, ct)).Find(id, most);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Published += OnChange;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= OnChange;
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await GuardedAsync(SettleAsync, stoppingToken);
        while (await _changes.Reader.WaitToReadAsync(stoppingToken))
        {
            await GuardedAsync(TakeAllAsync, stoppingToken);
            await Task.Delay(Pace, time, stoppingToken);
        }
    }

    // What came while the program was down, or right before it went down.
    private async Task SettleAsync(CancellationToken ct)
    {
        var open = await db.QueryAsync<EventId>(
            "SELECT id FROM events WHERE state IN ('published', 'live') AND EXISTS (SELECT 1 FROM questions WHERE event = events.id)", null, ct);
        foreach (var eventId in open) await SaveAsync(eventId, await OfAsync(eventId, ct), ct);
    }

    private async Task TakeAllAsync(CancellationToken ct)
    {
        var touched = new HashSet<EventId>();
        while (_changes.Reader.TryRead(out var change))
        {
            if (change.Board == EventBoards.Event)
            {
                if (EventBoards.ReadEvent(change.Payload).State is "ended" or "cancelled") _events.Remove(change.EventId);
                continue;
            }
            Take(await OfAsync(change.EventId, ct), change);
            touched.Add(change.EventId);
        }
        foreach (var eventId in touched) await SaveAsync(eventId, await OfAsync(eventId, ct), ct);
    }

    private static void Take(EventClusters clusters, Change change)
    {
        if (change.Board == PivotBoard)
        {
            TakePivot(clusters, change.Payload);
            return;
        }
        if (JsonSerializer.Deserialize<QuestionView>(change.Payload, Json.Options) is not { } view) return;

        var id = new QuestionId(view.Id);
        if (view.Text is null || (view.State == QuestionState.Rejected.Wire() && view.MergedInto is null)) clusters.Leave(id);
        else clusters.Take(id, view.Text, view.Language ?? "und", view.MergedInto is { } into ? new QuestionId(into) : null, pivot: null);
    }

    private static void TakePivot(EventClusters clusters, string payload)
    {
        using var text = JsonDocument.Parse(payload);
        if (text.RootElement.TryGetProperty("question", out var question) && text.RootElement.TryGetProperty("text", out var english)
            && question.GetString() is { } id && english.GetString() is { } pivot) clusters.TakePivot(new(id), pivot);
    }

    private async Task SaveAsync(EventId eventId, EventClusters clusters, CancellationToken ct)
    {
        foreach (var master in clusters.TakeMasters()) counts.Note(eventId, master);
        var changed = clusters.TakeChanged();
        if (changed.Count == 0) return;

        await db.TransactionAsync(
            async tx =>
            {
                foreach (var id in changed)
                {
                    if (await QuestionStore.FindAsync(tx, eventId, id) is not { IsAtRisk: false } question) continue;
                    await store.SaveAsync(tx, question, question with { Note = clusters.NoteOf(id) });
                }
            },
            ct);
    }

    private async Task<EventClusters> OfAsync(EventId eventId, CancellationToken ct)
    {
        if (_events.TryGetValue(eventId, out var known)) return known;

        var clusters = new EventClusters(_prints, new Likeness(_prints, new LikenessWeights()));
        await db.ReadAsync(
            async reader =>
            {
                var english = (await reader.QueryAsync<Pivot>("SELECT digest, text FROM translations WHERE event = @eventId AND language = 'en'", new { eventId }))
                    .ToDictionary(pivot => pivot.Digest, pivot => pivot.Text, StringComparer.Ordinal);
                var rows = await reader.QueryAsync<QuestionRow>(
                    $"SELECT {QuestionRow.Columns} FROM questions WHERE event = @eventId AND (state <> 'rejected' OR merged_into IS NOT NULL) ORDER BY created_at, id", new { eventId });
                foreach (var question in rows.Select(row => row.ToQuestion()).Where(question => !question.IsAtRisk))
                {
                    var pivot = english.Count == 0 ? null : english.GetValueOrDefault(Translations.DigestOf(question.Shown, question.Language));
                    clusters.Restore(question.Id, question.Shown, question.Language, question.MergedInto, pivot, question.Note);
                }
                return rows.Count;
            },
            ct);
        clusters.Settle();
        return _events[eventId] = clusters;
    }

    // One event's trouble must not end the suggestions of all.
    private async Task GuardedAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await work(ct);
        }
#pragma warning disable CA1031 // suggestions are made again from the database at the next change
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.ClustersNotKept(log, error);
            _events.Clear();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void OnChange(Change change)
    {
        if (change.Board is QuestionBoards.Moderation or EventBoards.Event or PivotBoard) _changes.Writer.TryWrite(change);
    }

    private sealed class Pivot
    {
        public string Digest { get; init; } = "";
        public string Text { get; init; } = "";
    }
}
