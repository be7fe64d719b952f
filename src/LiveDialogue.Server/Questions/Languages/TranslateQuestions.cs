using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Translation;
using LiveDialogue.Server.Translation.Detection;
using NodaTime;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>
/// Follows the change feed and has questions and answers translated into the languages that are read: beside everything else, so that no question ever
/// waits for an engine. What there is to do follows from the database alone: after a restart, or when the engine is back, it goes on where it was.
/// </summary>
internal sealed class TranslateQuestions(
    IChangeFeed feed, EventStore events, HubConnections connections, ReadLanguages languages, QuestionTexts texts, Translations translations, TimeProvider time, IClock clock,
    ILogger<TranslateQuestions> log)
    : BackgroundService, IReadyDetail, IMetricSource
{
    /// <summary>Texts at once, of all ways together.</summary>
    private const int Lanes = 4;

    /// <summary>Answers in writing come after the event.</summary>
    private static readonly Duration StaysOpen = Duration.FromDays(7);

    private static readonly TimeSpan LookForEngine = TimeSpan.FromSeconds(15);

    // One entry per change of a question; read by one who asks the database. A board may be far ahead of it: what counts is how things are when it comes up.
    private readonly Channel<Change> _changes = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<EventId> _whole = Channel.CreateUnbounded<EventId>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<QuestionId, (string? State, string? Text, string? Language, string? Answer)> _seen = new();
    private readonly TextQueue _queue = new();
    private IReadOnlyCollection<LanguagePair> _pairs = [];
    private int _running;
    private long _made;
    private long _failed;

    public (string Name, string Text) ReadyDetail => (
        "translation",
        _pairs.Count == 0 ? $"{translations.Engine}, no pairs" : $"{translations.Engine}: {string.Join(' ', _pairs.Select(pair => pair.ToString()).Order(StringComparer.Ordinal).Take(40))}");

    public void Write(MetricWriter metrics)
    {
        metrics.Gauge("livedialogue_texts_waiting", "Questions and answers that wait to be translated, those included that no engine can.", _queue.Count);
        metrics.Counter("livedialogue_texts_translated_total", "Questions and answers said in another language.", Interlocked.Read(ref _made));
        metrics.Counter("livedialogue_texts_failed_total", "Attempts of engines that came to nothing; each is tried again.", Interlocked.Read(ref _failed));
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Published += OnChange;
        connections.LanguageCame += OnLanguage;
        languages.Grew += OnLanguage;
        translations.GlossaryChanged += OnLanguage;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= OnChange;
        connections.LanguageCame -= OnLanguage;
        languages.Grew -= OnLanguage;
        translations.GlossaryChanged -= OnLanguage;
        return base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Task.Run(() => LanguageDetector.Shared.Detect("?", "en"), stoppingToken),       // learns now, not with the first question
        Task.Run(() => FollowAsync(stoppingToken), stoppingToken),
        Task.Run(() => FollowEventsAsync(stoppingToken), stoppingToken),
        Task.Run(() => LookAsync(stoppingToken), stoppingToken),
        Task.Run(() => WorkAsync(stoppingToken), stoppingToken));

    // On the writer's turn: noted, no more.
    private void OnChange(Change change)
    {
        if (change.Board is QuestionBoards.Moderation) _changes.Writer.TryWrite(change);
        else if (change.Board is EventStore.Board or InviteStore.Board) OnLanguage(change.EventId);
    }

    private void OnLanguage(EventId eventId) => _whole.Writer.TryWrite(eventId);

    private async Task FollowAsync(CancellationToken ct)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(ct))
            await GuardedAsync(change.EventId, () => PlanAsync(change, ct));
    }

    private async Task FollowEventsAsync(CancellationToken ct)
    {
        foreach (var live in await events.ListAsync(ct))
            if (live.State is EventState.Published or EventState.Live || (live.State is EventState.Ended && live.End + StaysOpen > clock.GetCurrentInstant())) OnLanguage(live.Id);
        await foreach (var first in _whole.Reader.ReadAllAsync(ct))
        {
            var due = new HashSet<EventId> { first };
            while (_whole.Reader.TryRead(out var more)) due.Add(more);
            foreach (var eventId in due) await GuardedAsync(eventId, () => PlanAsync(eventId, ct));
        }
    }

    private async Task GuardedAsync(EventId eventId, Func<Task> plan)
    {
        try
        {
            await plan();
        }
#pragma warning disable CA1031 // a text less in another language; the next change of the question or a restart plans it again
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.TextsNotPlanned(log, eventId, error);
        }
    }

    private async Task PlanAsync(Change change, CancellationToken ct)
    {
        if (JsonSerializer.Deserialize<QuestionView>(change.Payload, Json.Options) is not { } view || !QuestionId.TryParse(view.Id, out var id)) return;
        var now = (view.State, view.Text, view.Language, view.Answer?.Text);
        if (_seen.TryGetValue(id, out var before) && before == now) return;

        _seen[id] = now;
        if (await languages.OfAsync(change.EventId, ct) is not { } readers || await texts.ReadOneAsync(change.EventId, id, ct) is not { } read) return;
        Plan(read.Question, read.Rows, readers);
        Wake();
    }

    private async Task PlanAsync(EventId eventId, CancellationToken ct)
    {
        if (await languages.OfAsync(eventId, ct) is not { } readers) return;
        foreach (var (question, rows) in await texts.ReadEventAsync(eventId, ct)) Plan(question, rows, readers);
        Wake();
    }

    private void Plan(Question question, IReadOnlyList<TextRow> rows, Readers readers)
    {
        var jobs = TextPlan.Of(question, rows, readers).ToArray();
        _queue.Drop(question.Id, waiting => !jobs.Contains(waiting));
        foreach (var job in jobs) _queue.Add(job);
    }

    // An HTTP service that comes up, or changes its languages, is noticed; Apertium's answer costs nothing.
    private async Task LookAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(LookForEngine, time);
        do
        {
            _pairs = await translations.PairsAsync(ct);
            if (_queue.Use(_pairs)) Wake();
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        await using var timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            var now = clock.GetCurrentInstant();
            while (Volatile.Read(ref _running) < Lanes && _queue.Take(now) is { } job)
            {
                Interlocked.Increment(ref _running);
                _ = Task.Run(() => MakeAsync(job, ct), CancellationToken.None);
            }
            if (_queue.NextTry(now) is { } next) timer.Change((next - now).ToTimeSpan() + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            await _wake.Reader.ReadAsync(ct);
        }
    }

    private async Task MakeAsync(TextJob job, CancellationToken ct)
    {
        var isMade = false;
        try
        {
            if (await translations.GetAsync(job.Event, job.Words, job.From, job.Language, ct) is { } made)
            {
                await texts.KeepAsync(job, made, ct);
                isMade = true;
            }
        }
#pragma warning disable CA1031 // a full disk, a fault of ours: it waits and is tried again
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (!ct.IsCancellationRequested) Log.TextsNotPlanned(log, job.Event, error);
        }
        Interlocked.Increment(ref isMade ? ref _made : ref _failed);
        if (isMade) _queue.Done(job);
        else _queue.Failed(job, clock.GetCurrentInstant());
        Interlocked.Decrement(ref _running);
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);
}
