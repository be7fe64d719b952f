using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using LiveDialogue.Mixer;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Stage;
using LiveDialogue.Server.Storage;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Programs;

/// <summary>The programs of this node: one <see cref="ProgramRunner"/> per live event, from go-live to the end, and again after a restart of the server.</summary>
internal sealed class ProgramRunners(
    ProgramSupport support, IMixerFactory mixers, ProgramDesk desk, ProgramFolders folders, EventStore events, StageRunners stages, IOptions<ProgramOptions> options)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<EventId, ProgramRunner> _runners = new();

    // Which programs must look at their event again. Small and unbounded: one entry per change that a host makes by hand.
    private readonly Channel<EventId> _stale = Channel.CreateUnbounded<EventId>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<EventId, ITimer> _retries = new();
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _gate = new();
    private Task? _stop;
    private bool _stopped;
    private DirectoryInfo? _runFolder;
    private int _made;

    /// <summary>A program was closed for good and all it wrote is on the disk; a subscriber only notes it.</summary>
    public event Action<EventId>? Ended;

    public ICollection<ProgramRunner> All => _runners.Values;

    /// <returns>Null while there is no program.</returns>
    public ProgramRunner? Find(EventId eventId) => _runners.GetValueOrDefault(eventId);

    /// <summary>A live event's program, opened if need be: who has just gone live need not wait for it to open by itself.</summary>
    /// <returns>Null while there can be none.</returns>
    public async Task<ProgramRunner?> FindOrOpenAsync(LiveEvent live, CancellationToken ct)
    {
        if (!support.IsOn || live.State is not EventState.Live) return null;
        if (Find(live.Id) is { } known) return known;

        await _opening.WaitAsync(ct);
        try
        {
            return Find(live.Id) ?? (_stopped ? null : await OpenAsync(live, ct));
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The program as its readers see it, also of events that aren't live.</summary>
    public async Task<CommittedProgram> ReadAsync(LiveEvent live, CancellationToken ct)
    {
        if (Find(live.Id) is { Committed: { Json.Length: > 0 } committed }) return committed;

        var (_, view, version) = await desk.Store.LoadAsync(live.Id, ct);
        if (live.State is EventState.Ended && view is not null) return new(version, view.Ended("stopped"), "");

        var pushes = from push in await desk.Store.PushesAsync(live.Id, ct) select new OutputView(push.Id, "push", push.Name, "stopped", "none", "");
        return new(version, ProgramView.Off(support.OffBecause, [.. pushes]), "");
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        stages.Changed += OnStage;                              // also without a program: photos are seen backstage
        stages.Hid += OnHidden;
        if (support.IsOn)
        {
            folders.ForgetRunFolders();
            desk.Feed.Published += OnChange;
            foreach (var live in await events.ListAsync(cancellationToken))
                if (live.State is EventState.Live) _stale.Writer.TryWrite(live.Id);
        }
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Asked twice, both wait for the same end: after it nothing of ours uses the database.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _stop ??= StopOnceAsync(cancellationToken);
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        desk.Feed.Published -= OnChange;
        stages.Changed -= OnStage;
        stages.Hid -= OnHidden;
        await base.StopAsync(cancellationToken);
        await _opening.WaitAsync(CancellationToken.None);       // nobody opens one that we wouldn't close
        _stopped = true;
        _opening.Release();
        foreach (var retry in _retries.Values) await retry.DisposeAsync();
        await Task.WhenAll(_runners.Values.Select(runner => runner.DisposeAsync().AsTask()));
        _runners.Clear();
        DeleteRunFolder();
    }

    public override void Dispose()
    {
        _opening.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var eventId in _stale.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await FollowAsync(eventId, stoppingToken);
            }
#pragma warning disable CA1031 // one event's trouble must not stop the others from following theirs
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Retry(eventId);    // before it is said, so that what is said holds
                Log.ProgramNotStarted(desk.Log, eventId, RetryAfter, error);
            }
        }
    }

    private async Task FollowAsync(EventId eventId, CancellationToken ct)
    {
        if (await events.FindAsync(eventId, ct) is not { } live) return;

        if (live.State is EventState.Live)
        {
            var program = await FindOrOpenAsync(live, ct);
            program?.Post(new ProgramCommand.EventIs(live.Title, live.Languages[0], live.Start.At));
            return;
        }
        if (_runners.TryRemove(eventId, out var runner))
        {
            await runner.DisposeAsync();
            Log.ProgramStopped(desk.Log, eventId);
        }
        if (live.State is EventState.Ended) Ended?.Invoke(eventId);
    }

    private async Task<ProgramRunner?> OpenAsync(LiveEvent live, CancellationToken ct)
    {
        if (await stages.FindOrOpenAsync(live, ct) is not { } stage) return null;

        var (state, _, version) = await desk.Store.LoadAsync(live.Id, ct);
        var photos = await folders.PhotosAsync(live.Id, stage.Committed.Board.Speakers.Select(speaker => speaker.Id), ct);
        var settings = NewSettings(live.Id);
        var runner = await ProgramRunner.OpenAsync(
            live, stage, new(state, version, await TargetsAsync(live.Id, ct), photos), desk, (output, observer) => mixers.Create(settings, output, observer));
        _runners[live.Id] = runner;
        runner.Ring();                                          // what changed before it could be found
        runner.RingQuestions();
        Log.ProgramStarted(desk.Log, live.Id, settings.Folder);
        return runner;
    }

    private async Task<IReadOnlyList<PushTarget>> TargetsAsync(EventId eventId, CancellationToken ct)
    {
        var targets = new List<PushTarget>();
        foreach (var push in await desk.Store.PushesAsync(eventId, ct))
        {
            if (push.Url is null) Log.PushUnreadable(desk.Log, eventId, push.Id);
            else targets.Add(new(push.Id, push.Name, push.Url));
        }
        return targets;
    }

    private MixerOptions NewSettings(EventId eventId)
    {
        _runFolder ??= folders.NewRunFolder();
        return new()
        {
            FramesPerSecond = options.Value.FramesPerSecond,
            KeepFree = options.Value.KeepFreeMebibytes * (1L << 20),
            FfmpegPath = options.Value.Ffmpeg,
            Folder = Directory.CreateDirectory(folders.Of(eventId)).FullName,
            RunFolder = _runFolder.CreateSubdirectory((++_made).ToString(CultureInfo.InvariantCulture)).FullName,
        };
    }

    private void DeleteRunFolder()
    {
        try
        {
            Interlocked.Exchange(ref _runFolder, null)?.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The system empties that folder itself; a stop must not fail for it.
        }
    }

    private void Retry(EventId eventId) => _retries.AddOrUpdate(
        eventId,
        id => desk.Time.CreateTimer(_ => _stale.Writer.TryWrite(id), null, RetryAfter, Timeout.InfiniteTimeSpan),
        (_, timer) =>
        {
            timer.Change(RetryAfter, Timeout.InfiniteTimeSpan);
            return timer;
        });

    private void OnChange(Change change)
    {
        if (change.Board == EventStore.Board) _stale.Writer.TryWrite(change.EventId);
        else if (change.Board == QuestionBoards.Public || change.Board.StartsWith(TextBoards.Public, StringComparison.Ordinal)) Find(change.EventId)?.RingQuestions();
    }

    // Before whoever switched a camera off is answered, and also when it is on again by the time the program looks.
    private void OnStage(StageRunner stage)
    {
        var program = Find(stage.Event);
        foreach (var speaker in desk.Moments.Look(stage.Event, stage.Committed.Board.Speakers)) program?.Mixer.ForgetSeen(speaker);
        program?.Ring();
    }

    // Also of who was hidden for less than a commit, which no board tells.
    private void OnHidden(StageRunner stage, IReadOnlyCollection<string> speakers)
    {
        desk.Moments.TakeBack(stage.Event, speakers);
        var program = Find(stage.Event);
        foreach (var speaker in speakers) program?.Mixer.ForgetSeen(speaker);
    }
}
