using NodaTime;

namespace LiveDialogue.Server.Stage.Links;

/// <summary>Keeps how each speaker's connection fares: a row every 10 s while they are there, and at once when something about it changes.</summary>
internal sealed class LinkRecorder(StageRunners stages, LinkEyes eyes, LinkStore store, IClock clock, TimeProvider time, ILogger<LinkRecorder> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly Duration Every = Duration.FromSeconds(10);

    private readonly Dictionary<(EventId Event, string Speaker), LinkRow> _last = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TakeAsync(stoppingToken);
            }
#pragma warning disable CA1031 // a full disk ends the keeping of figures, and nothing else
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.LinksNotKept(log, error);
            }
        }
    }

    /// <summary>One look at all stages that are open.</summary>
    internal async Task TakeAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var open = new HashSet<EventId>();
        foreach (var stage in stages.All)
        {
            open.Add(stage.Event);
            var due = stage.Committed.Board.Speakers.Select(speaker => LinkRow.Of(eyes.Read(stage.Event, speaker), now)).Where(row => IsDue(stage.Event, row)).ToList();
            if (due.Count == 0) continue;

            await store.AddAsync(stage.Event, due, ct);
            foreach (var row in due) _last[(stage.Event, row.Speaker)] = row;
        }
        foreach (var over in _last.Keys.Where(key => !open.Contains(key.Event)).ToList()) _last.Remove(over);
    }

    private bool IsDue(EventId eventId, LinkRow row)
    {
        if (!_last.TryGetValue((eventId, row.Speaker), out var before)) return row.Link != "none";    // who never came is no news
        return row.IsNewsAfter(before) || (row.Link != "none" && row.At - before.At >= Every);
    }
}
