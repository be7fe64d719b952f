using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using LiveDialogue.Server.Ops;
using LiveDialogue.Sfu.Stages;
using NodaTime;

namespace LiveDialogue.Server.Stage;

/// <summary>
/// The one owner of an event's <see cref="StageState"/>: reads commands from a channel, applies them, tells the SFU at once, then
/// commits and answers. Its public members are thread-safe.
/// </summary>
internal sealed class StageRunner : IStageObserver, IAsyncDisposable
{
    // A batch shares one commit: twelve speakers coming back after a restart are one change of the board, not twelve.
    private const int MostPerCommit = 64;

    private readonly StageStore _store;
    private readonly SlotTables _slots;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();

    // Full only when the disk stands still: HTTP callers then wait, the SFU's notes never do (they lie in _links).
    private readonly Channel<Waiting> _inbox = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private readonly ConcurrentDictionary<string, LinkState> _links = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SessionId, string> _sessions = new();
    private readonly ConcurrentDictionary<string, bool> _left = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hid = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Task _loop;
    private StageState _state;
    private volatile CommittedStage _committed;
    private string? _activeSpeaker;

    public StageRunner(EventId eventId, StageState state, long version, StageStore store, SlotTables slots, IMediaNode node, TimeProvider time, ILogger log)
    {
        _time = time;
        _timer = time.CreateTimer(static runner => ((StageRunner)runner!)._inbox.Writer.TryWrite(default), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (Event, _state, _store, _slots, _log) = (eventId, state, store, slots, log);
        // Whatever version is stored, what we know now is newer; an empty stage without a version is no news.
        _committed = new(version, StageBoard.Of(eventId, state), version == 0 && state.Speakers.IsEmpty ? Serialize(eventId, state) : "");
        Media = node.OpenStage(eventId.Value, this);
        foreach (var effect in state.Reapply()) Run(effect);
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Raised after each commit and when the active speaker changes; a subscriber only notes it.</summary>
    public event Action<StageRunner>? Changed;

    /// <summary>
    /// Names those of whom something was switched off, or who were taken off air, if only for a moment: another command may have undone it before anybody
    /// could read the board. Raised before the commit and once more after it, before whoever decided is answered.
    /// </summary>
    public event Action<StageRunner, IReadOnlyCollection<string>>? Hid;

    public EventId Event { get; }

    public IMediaStage Media { get; }

    /// <summary>The board as last committed.</summary>
    public CommittedStage Committed => _committed;

    /// <summary>Who speaks, or spoke last, of those on air; null while nobody did.</summary>
    public string? ActiveSpeaker => Volatile.Read(ref _activeSpeaker);

    /// <returns>When the change is on the disk (and long since at the SFU).</returns>
    public async Task<StageRefusal> ApplyAsync(StageCommand command, CancellationToken ct)
    {
        var done = new TaskCompletionSource<StageRefusal>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_inbox.Writer.TryWrite(new Waiting(command, done)))
            if (!await _inbox.Writer.WaitToWriteAsync(ct)) return StageRefusal.StageClosed;
        return await done.Task.WaitAsync(ct);
    }

    public void PublisherChanged(PublisherStatus status)
    {
        if (status.Link is LinkState.Connecting or LinkState.Connected) _sessions[status.Session] = status.Publisher.Value;
        _links[status.Publisher.Value] = status.Link;
        _inbox.Writer.TryWrite(default);      // a doorbell; when the inbox is full the runner is awake anyway
    }

    public void ActiveSpeakerChanged(PublisherId? speaker)
    {
        Volatile.Write(ref _activeSpeaker, speaker?.Value);
        Changed?.Invoke(this);
    }

    public void SlotsChanged(SessionId session, IReadOnlyList<SlotFill> slots) => _slots.Update(session, Event, slots);

    public void SessionEnded(SessionId session, SessionEnd reason)
    {
        _slots.End(session, reason);
        if (!_sessions.TryRemove(session, out var speaker) || reason is not SessionEnd.ClosedByClient) return;
        _left[speaker] = true;
        _inbox.Writer.TryWrite(default);
    }

    /// <summary>Ends all sessions and the loop. What was acknowledged is committed already.</summary>
    public async ValueTask DisposeAsync()
    {
        Media.Close();
        _inbox.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _loop;
        await _timer.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>();
        try
        {
            while (await _inbox.Reader.WaitToReadAsync(_stopping.Token))
            {
                batch.Clear();
                while (batch.Count < MostPerCommit && _inbox.Reader.TryRead(out var waiting)) batch.Add(waiting);
                await ApplyAsync(batch);
            }
        }
        catch (OperationCanceledException)
        {
            while (_inbox.Reader.TryRead(out var waiting)) waiting.Done?.TrySetResult(StageRefusal.StageClosed);
        }
    }

    private async Task ApplyAsync(List<Waiting> batch)
    {
        var before = _state;
        _hid.Clear();
        var refusals = new StageRefusal[batch.Count];
        try
        {
            for (var i = 0; i < batch.Count; i++)
                if (batch[i].Command is { } command) refusals[i] = Apply(command);
            var now = Now;
            foreach (var speaker in _links.Keys)
                if (_links.TryRemove(speaker, out var link)) Apply(new StageCommand.Link(speaker, link, now));
            foreach (var speaker in _left.Keys)
                if (_left.TryRemove(speaker, out _)) Apply(new StageCommand.Leaves(speaker));
            Apply(new StageCommand.Passed(now));

            TellHidden();
            await CommitAsync();
            TellHidden();
            Arm();
        }
#pragma warning disable CA1031 // a full disk must not end the stage: the callers hear of it, and what couldn't be kept is taken back
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.StageNotSaved(_log, Event, error);
            _state = before with { Speakers = before.Speakers.ConvertAll(speaker => speaker.TakenBackFrom(_state.Find(speaker.Id))) };
            foreach (var effect in _state.Reapply()) Run(effect);
            Arm();
            foreach (var waiting in batch) waiting.Done?.TrySetException(error);
            return;
        }
        for (var i = 0; i < batch.Count; i++) batch[i].Done?.TrySetResult(refusals[i]);
    }

    private StageRefusal Apply(StageCommand command)
    {
        var step = _state.Apply(command);
        _hid.UnionWith(step.State.HiddenSince(_state));
        _state = step.State;
        foreach (var effect in step.Effects) Run(effect);
        return step.Refusal;
    }

    private void TellHidden()
    {
        if (_hid.Count > 0) Hid?.Invoke(this, _hid);
    }

    private Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    private void Arm()
    {
        if (_state.NextChange is not { } next) return;
        var left = next - Now;
        _timer.Change(left > Duration.Zero ? left.ToTimeSpan() + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task CommitAsync()
    {
        var json = Serialize(Event, _state);
        if (json == _committed.Json) return;

        var version = await _store.SaveAsync(Event, _state, json, CancellationToken.None);
        _committed = new(version, StageBoard.Of(Event, _state), json);
        Changed?.Invoke(this);
    }

    private void Run(StageEffect effect)
    {
        switch (effect)
        {
            case StageEffect.Permit permit:
                Media.Permit(new PublisherId(permit.Speaker), permit.Permission);
                break;
            case StageEffect.Expel expel:
                Media.Expel(new PublisherId(expel.Speaker));
                break;
            case StageEffect.Close:
                Media.Close();
                break;
        }
    }

    private static string Serialize(EventId eventId, StageState state) => JsonSerializer.Serialize(StageBoard.Of(eventId, state), Json.Options);

    private readonly record struct Waiting(StageCommand? Command, TaskCompletionSource<StageRefusal>? Done);
}

/// <param name="Json">The board as its change row holds it.</param>
internal sealed record CommittedStage(long Version, StageBoard Board, string Json);
