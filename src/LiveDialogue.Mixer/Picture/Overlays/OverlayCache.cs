using System.Threading.Channels;
using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>
/// Overlays by what they show. Wanted ones are painted in the background, two at a time; those that nobody holds any more are kept for their
/// next use, the longest unused going first. Thread-safe; nothing here waits.
/// </summary>
internal sealed class OverlayCache : IDisposable
{
    private const int Painters = 2;
    private const int Attempts = 3;

    /// <summary>Kept while unused: captions of twelve speakers for some minutes of the clock. About 100 KB each.</summary>
    private const int MostIdle = 48;

    private readonly Lock _gate = new();
    private readonly Dictionary<OverlaySpec, Overlay> _all = [];
    private readonly LinkedList<Overlay> _idle = []; // the longest unused first
    // Unbounded, since at most what one picture shows is ever in it: what isn't held any more is passed over.
    private readonly Channel<Overlay> _wanted = Channel.CreateUnbounded<Overlay>();
    private readonly CancellationTokenSource _stop = new();
    private readonly IOverlayPainter _painter;
    private readonly ILogger _logger;
    private readonly Task _painting;
    private int _unpainted;
    private TaskCompletionSource? _allPainted;
    private bool _isDisposed;

    public OverlayCache(IOverlayPainter painter, ILogger logger)
    {
        (_painter, _logger) = (painter, logger);
        _painting = Task.WhenAll(Enumerable.Range(0, Painters).Select(_ => Task.Run(PaintAllAsync, CancellationToken.None)));
    }

    /// <summary>Completes when all that is wanted now has been painted or given up.</summary>
    public Task AllPaintedAsync()
    {
        lock (_gate)
        {
            if (_unpainted == 0) return Task.CompletedTask;
            _allPainted ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allPainted.Task;
        }
    }

    /// <summary>How many overlays there are, held or kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _all.Count;
        }
    }

    /// <summary>Held for the caller, until <see cref="Release"/>.</summary>
    public Overlay Acquire(OverlaySpec spec)
    {
        lock (_gate)
        {
            if (_all.TryGetValue(spec, out var overlay))
            {
                if (overlay.Holds++ == 0) _idle.Remove(overlay);
                return overlay;
            }
            _all[spec] = overlay = new(spec) { Holds = 1 };
            _unpainted++;
            _wanted.Writer.TryWrite(overlay);
            return overlay;
        }
    }

    public void Release(Overlay overlay)
    {
        lock (_gate)
        {
            if (--overlay.Holds > 0) return;
            if (_isDisposed) overlay.Sprite?.Dispose();
            // What couldn't be painted is forgotten, so that the next who wants it tries again.
            else if (overlay is { IsSettled: true, Sprite: null }) _all.Remove(overlay.Spec);
            else _idle.AddLast(overlay);
            while (_idle.Count > MostIdle) Evict(_idle.First!.Value); // more than none: there is a first
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            while (_idle.First is { } idle) Evict(idle.Value);
        }
        _wanted.Writer.TryComplete();
        _stop.Cancel();
        _ = _painting.ContinueWith(_ => _stop.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Evict(Overlay overlay)
    {
        _idle.Remove(overlay);
        if (_all.GetValueOrDefault(overlay.Spec) == overlay) _all.Remove(overlay.Spec);
        overlay.Sprite?.Dispose();
    }

    private async Task PaintAllAsync()
    {
        await foreach (var overlay in _wanted.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (Begin(overlay)) Finish(overlay, await PaintAsync(overlay.Spec));
        }
    }

    private bool Begin(Overlay overlay)
    {
        lock (_gate)
        {
            if (_isDisposed || overlay.Holds == 0)
            {
                Evict(overlay);
                CountPainted();
                return false;
            }
            overlay.Holds++;
            return true;
        }
    }

    private void Finish(Overlay overlay, Sprite? sprite)
    {
        overlay.Settle(sprite);
        Release(overlay);
        lock (_gate) CountPainted();
    }

    private void CountPainted()
    {
        if (--_unpainted > 0) return;
        _allPainted?.TrySetResult();
        _allPainted = null;
    }

    private async Task<Sprite?> PaintAsync(OverlaySpec spec)
    {
        for (var attempt = 1; attempt <= Attempts && !_stop.IsCancellationRequested; attempt++)
        {
            try
            {
                return await _painter.PaintAsync(spec, _stop.Token) is { } raster ? new Sprite(raster) : null;
            }
            catch (Exception failed) when (failed is IOException or WorkerStartException or OperationCanceledException)
            {
                if (!_stop.IsCancellationRequested) Log.OverlayNotPainted(_logger, spec.GetType().Name, attempt, failed);
            }
#pragma warning disable CA1031 // an error of ours on somebody's name; the next try would meet it too, and the other overlays need their painter
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Log.OverlayNotPainted(_logger, spec.GetType().Name, attempt, fault);
                return null;
            }
        }
        return null;
    }
}
