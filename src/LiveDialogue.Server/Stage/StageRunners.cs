using System.Collections.Concurrent;
using System.Threading.Channels;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using LiveDialogue.Sfu.Stages;
using NodaTime;

namespace LiveDialogue.Server.Stage;

/// <summary>
/// The stages of this node: one <see cref="StageRunner"/> per open event, from its publication to its end. At start those of open
/// events are there before the first request, with the permissions of their snapshot, so that speakers who come back are on air again.
/// </summary>
internal sealed class StageRunners(
    EventStore events, InviteStore invites, StageStore store, SlotTables slots, IChangeFeed feed, IMediaNode node, TimeProvider time,
    ILogger<StageRunners> log)
    : BackgroundService
{
    private readonly ConcurrentDictionary<EventId, StageRunner> _runners = new();
    private readonly SemaphoreSlim _opening = new(1, 1);

    // Which stages must look at their event and invites again. Small and unbounded: one entry per change that a host makes by hand.
    private readonly Channel<EventId> _stale = Channel.CreateUnbounded<EventId>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Raised as <see cref="StageRunner.Changed"/> is, for every stage.</summary>
    public event Action<StageRunner>? Changed;

    /// <summary>Raised as <see cref="StageRunner.Hid"/> is, for every stage.</summary>
    public event Action<StageRunner, IReadOnlyCollection<string>>? Hid;

    /// <summary>Those that are open now.</summary>
    public IReadOnlyList<StageRunner> All => [.. _runners.Values];

    /// <returns>Null when the event isn't open on this node.</returns>
    public StageRunner? Find(EventId eventId) => _runners.GetValueOrDefault(eventId);

    /// <summary>The event's stage, opened if need be.</summary>
    /// <returns>Null for drafts and for events that are over.</returns>
    public async Task<StageRunner?> FindOrOpenAsync(LiveEvent live, CancellationToken ct)
    {
        if (!live.IsOpen) return null;
        if (_runners.TryGetValue(live.Id, out var known)) return known;

        await _opening.WaitAsync(ct);
        try
        {
            if (_runners.TryGetValue(live.Id, out known)) return known;

            var (state, version) = await store.LoadAsync(live.Id, ct);
            var current = state.Apply(new StageCommand.EventIs(PhaseOf(live.State), live.Stage is StageKind.Open)).State;
            current = current.Apply(new StageCommand.Invites(await SpeakersAsync(live.Id, ct))).State;
            current = current.Apply(new StageCommand.Reopened(Instant.FromDateTimeOffset(time.GetUtcNow()))).State;
            var runner = new StageRunner(live.Id, current, version, store, slots, node, time, log);
            runner.Changed += stage => Changed?.Invoke(stage);
            runner.Hid += (stage, speakers) => Hid?.Invoke(stage, speakers);
            await runner.ApplyAsync(new StageCommand.Invites(current.Speakers), ct);    // commits what a restart or a new invite changed
            _runners[live.Id] = runner;
            Log.StageOpened(log, live.Id, current.Speakers.Count, current.Speakers.Count(speaker => speaker.OnAir));
            return runner;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The stage as its readers see it, with the newest invites; also of events that are over.</summary>
    public async Task<CommittedStage> ReadAsync(LiveEvent live, CancellationToken ct)
    {
        if (await FindOrOpenAsync(live, ct) is { } runner)
        {
            await RefreshAsync(runner, ct);
            return runner.Committed;
        }

        var (state, version) = await store.LoadAsync(live.Id, ct);
        var current = state.Apply(new StageCommand.EventIs(PhaseOf(live.State), live.Stage is StageKind.Open)).State;
        return new(version, StageBoard.Of(live.Id, current), "");
    }

    /// <summary>A new invite reaches its stage by itself, but who has just made it need not wait for that.</summary>
    public async Task RefreshAsync(StageRunner runner, CancellationToken ct) =>
        await runner.ApplyAsync(new StageCommand.Invites(await SpeakersAsync(runner.Event, ct)), ct);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Published += OnChange;
        invites.Added += OnInvite;
        invites.Revoked += OnRevoked;
        foreach (var live in await events.ListAsync(cancellationToken)) await FindOrOpenAsync(live, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= OnChange;
        invites.Added -= OnInvite;
        invites.Revoked -= OnRevoked;
        await base.StopAsync(cancellationToken);
        foreach (var eventId in _runners.Keys)
            if (_runners.TryRemove(eventId, out var runner)) await runner.DisposeAsync();
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
                Log.StageNotFollowed(log, eventId, error);
            }
        }
    }

    private async Task FollowAsync(EventId eventId, CancellationToken ct)
    {
        if (await events.FindAsync(eventId, ct) is not { } live) return;

        var runner = live.IsOpen ? await FindOrOpenAsync(live, ct) : Find(eventId);
        if (runner is null) return;

        await runner.ApplyAsync(new StageCommand.EventIs(PhaseOf(live.State), live.Stage is StageKind.Open), ct);
        if (live.IsOpen)
        {
            await RefreshAsync(runner, ct);
        }
        else if (_runners.TryRemove(eventId, out _))
        {
            await runner.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<StageSpeaker>> SpeakersAsync(EventId eventId, CancellationToken ct) =>
    [
        .. from invite in await invites.ListAsync(eventId, ct)
           where invite.Role is Role.Speaker
           select new StageSpeaker(invite.Id.Value, invite.Name, invite.Place, invite.Zone) { Title = invite.Title },
    ];

    private void OnChange(Change change)
    {
        if (change.Board == EventStore.Board) _stale.Writer.TryWrite(change.EventId);
    }

    private void OnInvite(EventId eventId) => _stale.Writer.TryWrite(eventId);

    private void OnRevoked(InviteId invite)
    {
        foreach (var runner in _runners.Values)
        {
            if (!runner.Committed.Board.Speakers.Any(speaker => speaker.Id == invite.Value)) continue;

            // At once, not when the database has been asked: the person behind the invite may no longer be heard.
            runner.Media.Expel(new PublisherId(invite.Value));
            _stale.Writer.TryWrite(runner.Event);
        }
        foreach (var session in slots.HeldBy(invite)) node.Close(session);          // moderators watch too
    }

    private static StagePhase PhaseOf(EventState state) => state switch
    {
        EventState.Draft => StagePhase.Closed,
        EventState.Published => StagePhase.Rehearsal,
        EventState.Live => StagePhase.Live,
        _ => StagePhase.Over,
    };
}
