using System.Threading.Channels;
using LiveDialogue.Server.Stage;
using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>
/// Tells an event's screens who is on air and speaks, at once, and how many watch, at most once a second. Latest values only:
/// a screen that missed one gets the next, or what <see cref="Of"/> says when it joins.
/// </summary>
internal sealed class Presence(IHubContext<EventHub, IEventClient> hub, HubConnections connections, StageRunners stages, ProgramCuts cuts, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    // One entry per change of a stage or tick of the clock; the reader only compares and sends, so it keeps up.
    private readonly Channel<EventId?> _due = Channel.CreateUnbounded<EventId?>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<EventId> _counted = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<EventId, PresenceView> _sent = [];

    public PresenceView Of(EventId eventId)
    {
        var stage = stages.Find(eventId);
        var onAir = stage?.Committed.Board.Speakers.Where(speaker => speaker.Where == "on-air") ?? [];
        return new(
            connections.Watching(eventId),
            stage?.ActiveSpeaker,
            [.. onAir.Select(speaker => new OnAirView(speaker.Id, speaker.Name, speaker.Place, speaker.Zone))],
            cuts.IsCut(eventId));
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        connections.WatchingChanged += OnWatching;
        stages.Changed += OnStage;
        cuts.Changed += OnCut;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        connections.WatchingChanged -= OnWatching;
        stages.Changed -= OnStage;
        cuts.Changed -= OnCut;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        var ticking = TickAsync(timer, stoppingToken);
        await foreach (var eventId in _due.Reader.ReadAllAsync(stoppingToken))
        {
            if (eventId is { } one)
            {
                await SendAsync(one);
                continue;
            }
            EventId[] counted;
            lock (_gate)
            {
                counted = [.. _counted];
                _counted.Clear();
            }
            foreach (var due in counted) await SendAsync(due);
        }
        await ticking;
    }

    private async Task TickAsync(PeriodicTimer timer, CancellationToken ct)
    {
        while (await timer.WaitForNextTickAsync(ct)) _due.Writer.TryWrite(null);
    }

    private async Task SendAsync(EventId eventId)
    {
        var now = Of(eventId);
        if (_sent.TryGetValue(eventId, out var sent) && SameAs(sent, now)) return;

        _sent[eventId] = now;
        await hub.Clients.Groups([.. Audience.All.Select(audience => Audience.Group(eventId, audience))]).Presence(now);
    }

    private void OnWatching(EventId eventId)
    {
        lock (_gate) _counted.Add(eventId);
    }

    private void OnStage(StageRunner stage) => _due.Writer.TryWrite(stage.Event);

    private void OnCut(EventId eventId) => _due.Writer.TryWrite(eventId);

    private static bool SameAs(PresenceView left, PresenceView right) =>
        left.Watching == right.Watching && left.ActiveSpeaker == right.ActiveSpeaker && left.Cut == right.Cut && left.OnAir.SequenceEqual(right.OnAir);
}
