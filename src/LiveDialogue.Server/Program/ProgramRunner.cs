using System.Text.Json;
using System.Threading.Channels;
using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Stage;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// The one owner of a live event's program: reads commands from a channel, applies them, tells the mixer at once, then commits what the
/// board's readers should know and answers. Its public members are thread-safe.
/// </summary>
internal sealed class ProgramRunner : IAsyncDisposable
{
    /// <summary>The board changes at most this often for what nobody decided: the automatic choice, the outputs.</summary>
    public static readonly Duration Pace = Duration.FromSeconds(1);

    private readonly StageRunner _stage;
    private readonly ProgramFolders _folders;
    private readonly MomentPhotos _moments;
    private readonly PhotoStay _stay = new();
    private readonly ProgramStore _store;
    private readonly IChangeFeed _feed;
    private readonly IClock _clock;
    private readonly ProgramClock _media;
    private readonly ProgramCuts _cuts;
    private readonly QuestionTexts _texts;
    private readonly ILogger _log;
    private readonly ProgramWiring _wiring;

    // Unbounded: a few entries per second at most, made by hands; the mixer and the stage only ring.
    private readonly Channel<Waiting> _inbox = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private Task _loop = Task.CompletedTask;
    private Task _photos = Task.CompletedTask;
    private ITimer? _timer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ProgramOutputLog _outputs;
    private int _rung;
    private int _asked = 1;                                     // what was asked before we came is read at the start
    private long _seenQuestions;
    private ProgramState _state;
    private ProgramPicture? _shown;
    private StageBoard? _seenStage;
    private string? _seenSpeaker;
    private Instant _savedAt;
    private bool _unsaved;
    private volatile CommittedProgram _committed;

    private ProgramRunner(LiveEvent live, StageRunner stage, StoredProgram stored, ProgramDesk desk, Func<IProgramOutput, IMixerObserver, IProgramMixer> create)
    {
        (Event, _stage, _store, _folders, _moments, _feed) = (live.Id, stage, desk.Store, desk.Folders, desk.Moments, desk.Feed);
        (_clock, _media, _cuts, _texts, _log) = (desk.Clock, desk.Media, desk.Cuts, desk.Texts, desk.Log);
        _outputs = new(live.Id, desk.Log);
        var now = _clock.GetCurrentInstant();
        _state = stored.State.Apply(new ProgramCommand.EventIs(live.Title, live.Languages[0], live.Start.At), now).State;
        _committed = new(stored.Version, ProgramView.Off(null, []), "");
        _wiring = new(stage.Media, create, Ring);               // last: what fails before it leaves nothing behind
    }

    public EventId Event { get; }

    public IProgramMixer Mixer => _wiring.Mixer;

    /// <summary>Makes the mixer and begins.</summary>
    public static async Task<ProgramRunner> OpenAsync(
        LiveEvent live, StageRunner stage, StoredProgram stored, ProgramDesk desk, Func<IProgramOutput, IMixerObserver, IProgramMixer> create)
    {
        var runner = new ProgramRunner(live, stage, stored, desk, create);
        try
        {
            runner.Begin(stored, desk.Time);
            return runner;
        }
        catch
        {
            await runner._wiring.DisposeAsync();
            runner._stopping.Dispose();
            throw;
        }
    }

    /// <summary>The board as last committed.</summary>
    public CommittedProgram Committed => _committed;

    /// <summary>Something that the runner looks at by itself has changed: the stage, the mixer's status.</summary>
    public void Ring()
    {
        if (Interlocked.Exchange(ref _rung, 1) == 0) _inbox.Writer.TryWrite(default);
    }

    /// <summary>The public question board has a new version, or what is said of it in some language.</summary>
    public void RingQuestions()
    {
        Volatile.Write(ref _asked, 1);
        Ring();
    }

    /// <summary>Applied in its turn; nobody waits.</summary>
    public void Post(ProgramCommand command) => _inbox.Writer.TryWrite(new(command, null));

    /// <returns>When the change is on the disk (and long since in the mixer).</returns>
    public async Task<ProgramRefusal> ApplyAsync(ProgramCommand command, CancellationToken ct)
    {
        // The kill switch waits for nobody: the commands before it may be waiting for the disk. In its turn it is applied like any other.
        if (command is ProgramCommand.Kill { On: true }) Kill(true);
        var done = new TaskCompletionSource<ProgramRefusal>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inbox.Writer.TryWrite(new(command, done))) return ProgramRefusal.Off;
        return await done.Task.WaitAsync(ct);
    }

    public void Add(PushTarget push)
    {
        Mixer.AddPush(push);
        Ring();
    }

    public void RemovePush(string id)
    {
        Mixer.RemovePush(id);
        Ring();
    }

    /// <summary>Ends the mixer: about two seconds, in which it finishes what it writes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_inbox.Writer.TryComplete()) return;

        await _stopping.CancelAsync();
        await _loop;
        await _photos;
        if (_timer is { } timer) await timer.DisposeAsync();
        await _wiring.DisposeAsync();
        _cuts.Set(Event, false);
        await SaveLastAsync();
        _stopping.Dispose();
    }

    private void Begin(StoredProgram stored, TimeProvider time)
    {
        var now = _clock.GetCurrentInstant();
        if (_state.Killed) Kill(true);
        Look(now);
        Show(now);
        foreach (var push in stored.Pushes) Mixer.AddPush(push);
        _timer = time.CreateTimer(static runner => ((ProgramRunner)runner!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = Task.Run(RunAsync, CancellationToken.None);
        _photos = Task.Run(() => ShowPhotosAsync(stored.Photos), CancellationToken.None);
        Ring();
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>();
        while (await _inbox.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            Volatile.Write(ref _rung, 0);                       // before looking: a ring from here on rings again
            while (_inbox.Reader.TryRead(out var waiting)) batch.Add(waiting);
            await ApplyAsync(batch);
        }
    }

    private async Task ApplyAsync(List<Waiting> batch)
    {
        var now = _clock.GetCurrentInstant();
        var refusals = new ProgramRefusal[batch.Count];
        try
        {
            for (var i = 0; i < batch.Count; i++)
                if (batch[i].Command is { } command) refusals[i] = Apply(command, now);
            Look(now);
            Apply(null, now);
            Show(now);                                          // nothing waits for the disk to be seen
            await ReadQuestionsAsync(now);
            await CommitAsync(now, isDecision: batch.Where((waiting, i) => waiting.Done is not null && refusals[i] is ProgramRefusal.None).Any());
        }
#pragma warning disable CA1031 // a full disk must not end the program: what was decided holds, the callers hear that it isn't written yet
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.ProgramNotSaved(_log, Event, error);
            _unsaved = true;
            _savedAt = now;                                     // tried again at the next pace
            foreach (var waiting in batch) waiting.Done?.TrySetException(error);
        }
        Arm(now);
        for (var i = 0; i < batch.Count; i++) batch[i].Done?.TrySetResult(refusals[i]);
    }

    // Read in order from where we were: a change that came while we weren't listening is there too.
    private async Task ReadQuestionsAsync(Instant now)
    {
        if (Interlocked.Exchange(ref _asked, 0) == 0) return;

        foreach (var change in await _feed.ReadSinceAsync(Event, QuestionBoards.Public, _seenQuestions, CancellationToken.None))
        {
            _seenQuestions = change.Version;
            if (JsonSerializer.Deserialize<QuestionView>(change.Payload, Json.Options) is { } question) Apply(new ProgramCommand.Asked(question), now);
        }
        Show(now);                                              // the original is on at once
        if (_state.Question is not { } live) return;
        var said = await _texts.ReadBoardAsync(Event, QuestionBoards.Public, TextSource.Primary(_state.Language), CancellationToken.None);
        Apply(new ProgramCommand.Said(said.Texts.FirstOrDefault(text => text.Question == live.Id)), now);
        Show(now);
    }

    private async Task ShowPhotosAsync(IReadOnlyList<SpeakerPhoto> photos)
    {
        try
        {
            foreach (var photo in photos)
                if (!await Mixer.SetPhotoAsync(photo.Speaker, photo.Image, isMoment: false, _stopping.Token)) Log.PhotoUnreadable(_log, Event, error: null);
        }
#pragma warning disable CA1031 // a photo less, and the program goes on
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (!_stopping.IsCancellationRequested) Log.PhotoUnreadable(_log, Event, error);
        }
    }

    /// <summary>Takes in what stage and screens are now.</summary>
    private void Look(Instant now)
    {
        var (board, speaker) = (_stage.Committed.Board, _stage.ActiveSpeaker);
        if (!ReferenceEquals(board, _seenStage) || speaker != _seenSpeaker)
        {
            (_seenStage, _seenSpeaker) = (board, speaker);
            Apply(new ProgramCommand.Stage([.. ProgramSpeaker.OnAir(board)], speaker), now);
        }
        foreach (var gone in _stay.Gone(board.Speakers, now)) ForgetPhoto(gone);
        var sharing = _wiring.Sharing(_media.Now);
        if (!sharing.SequenceEqual(_state.Sharing)) Apply(new ProgramCommand.Screens([.. sharing]), now);
    }

    private void ForgetPhoto(string speaker)
    {
        Mixer.RemovePhoto(speaker);
        _moments.Forget(Event, speaker);
        try
        {
            _folders.ForgetPhoto(Event, speaker);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.PhotoNotForgotten(_log, Event, error);
        }
    }

    private ProgramRefusal Apply(ProgramCommand? command, Instant now)
    {
        var step = _state.Apply(command, now);
        _state = step.State;
        foreach (var effect in step.Effects) Run(effect);
        return step.Refusal;
    }

    private void Run(ProgramEffect effect)
    {
        switch (effect)
        {
            case ProgramEffect.SetInputs inputs:
                _wiring.SetInputs(inputs.OnAir);
                break;
            case ProgramEffect.Kill kill:
                Kill(kill.On);
                if (kill.On) Log.ProgramKilled(_log, Event);
                else Log.ProgramResumed(_log, Event);
                break;
        }
    }

    // The SFU first, then the mixer, then the screens themselves: who watches by HLS has seconds of before on the way.
    private void Kill(bool on)
    {
        _wiring.Kill(on);
        _cuts.Set(Event, on);
    }

    private void Show(Instant now)
    {
        var picture = ProgramPictures.Of(_state, now, _media.At(_state.Start, now));
        if (ProgramPictures.Same(_shown, picture)) return;

        _shown = picture;
        Mixer.Show(picture);
    }

    private async Task CommitAsync(Instant now, bool isDecision)
    {
        var status = Mixer.Status;
        _outputs.Note(status, now);
        var view = ProgramView.Of(_state, _state.SceneAt(now), status);
        var json = JsonSerializer.Serialize(view, Json.Options);
        _unsaved = json != _committed.Json;
        var hurries = isDecision || view.Card != _committed.View.Card || _committed.Json.Length == 0;   // who took a question decided too
        if (!_unsaved || (!hurries && now < _savedAt + Pace)) return;

        await SaveAsync(view, json);
        (_savedAt, _unsaved) = (now, false);
    }

    private async Task SaveAsync(ProgramView view, string json)
    {
        var version = await _store.SaveAsync(Event, _state, json, CancellationToken.None);
        _committed = new(version, view, json);
    }

    // The board says that the program is over, not that it still runs.
    private async Task SaveLastAsync()
    {
        try
        {
            var last = ProgramView.Of(_state, _state.SceneAt(_clock.GetCurrentInstant()), Mixer.Status).Ended("stopped");
            await SaveAsync(last, JsonSerializer.Serialize(last, Json.Options));
        }
#pragma warning disable CA1031 // the mixer is gone, and must not be kept by a full disk
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.ProgramNotSaved(_log, Event, error);
        }
    }

    // Captions show minutes; screens end by silence; the rest says when.
    private void Arm(Instant now)
    {
        var next = now.InUtc().LocalDateTime.With(TimeAdjusters.TruncateToMinute).PlusMinutes(1).InUtc().ToInstant();
        if (_state.NextChange(now) is { } change) next = Instant.Min(next, change);
        if (_stay.NextChange is { } leaves) next = Instant.Min(next, leaves);
        if (!_state.Sharing.IsEmpty) next = Instant.Min(next, now + Pace);
        if (_unsaved) next = Instant.Min(next, Instant.Max(now, _savedAt + Pace));
        var left = next - _clock.GetCurrentInstant();
        if (left > Duration.Zero) _timer?.Change(left.ToTimeSpan() + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);    // timers may be early by less
        else Ring();                                            // it came while we were at it
    }

    private readonly record struct Waiting(ProgramCommand? Command, TaskCompletionSource<ProgramRefusal>? Done);
}

/// <param name="Json">The view as its change row holds it.</param>
internal sealed record CommittedProgram(long Version, ProgramView View, string Json);
