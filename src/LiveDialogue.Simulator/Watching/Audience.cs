using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Watching;

/// <summary>Any number of viewers of one WHEP door, on one loop.</summary>
internal sealed class Audience(PeerLoop loop, HttpClient http, Uri door, string? token, int authenticateOneIn, bool stamped, Action<string> say, ViewerTotals? totals = null, int joinsAtOnce = 16)
{
    private readonly List<Viewer> _viewers = [];
    private readonly Lock _gate = new();

    internal ViewerTotals Totals { get; } = totals ?? new();

    /// <summary>Brings them in, a few at a time, and keeps them there until told to stop.</summary>
    internal Task RunAsync(int viewers, CancellationToken ct)
    {
        var doors = new SemaphoreSlim(joinsAtOnce);
        return Task.WhenAll(Enumerable.Range(0, viewers).Select(_ => StayAsync(doors, ct)));
    }

    /// <summary>Missing packets by the viewers' own numbers, over all of them since they came.</summary>
    internal (long Received, long Expected) Numbers()
    {
        lock (_gate)
        {
            var all = _viewers.Select(v => v.Numbers).ToList();
            return (all.Sum(n => n.Received), all.Sum(n => n.Expected));
        }
    }

    /// <summary>Counts by stamps what is sent from now on for a while.</summary>
    internal void Count(MonoTime from, TimeSpan span) => loop.Post(_ => Totals.Count(from, from + span));

    private async Task StayAsync(SemaphoreSlim doors, CancellationToken ct)
    {
        await doors.WaitAsync(ct);
        var inside = 0;
        void Leave()
        {
            if (Interlocked.Exchange(ref inside, 1) != 0) return;
            doors.Release();
        }
        try
        {
            await Reconnecting.RunAsync(
                loop,
                new(http, door, token),
                ice => Offer.ForViewer(ice, loop.Factory.Fingerprint.Span, audioSlots: 1, videoSlots: 1),
                (answer, ended) =>
                {
                    Leave();
                    var viewer = new Viewer(answer, authenticateOneIn, stamped, Totals, ended);
                    lock (_gate) _viewers.Add(viewer);
                    return viewer;
                },
                say,
                ct);
        }
        finally
        {
            Leave();
        }
    }
}
