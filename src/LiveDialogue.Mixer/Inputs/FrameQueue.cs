using LiveDialogue.Mixer.Picture;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>The decoded pictures of one source that wait for their moment, and the one that is shown. A reader thread adds, the clock thread takes.</summary>
internal sealed class FrameQueue : IDisposable
{
    /// <summary>As long as a picture may wait, at 30 per second, and the one shown.</summary>
    private const int Capacity = 28;

    private readonly Lock _gate = new();
    private readonly Queue<(Frame Frame, CaptureTime Time)> _frames = new(Capacity);
    private MonoTime? _shownSince;
    private MonoTime _forgotten = new(long.MinValue);
    private bool _closed;

    public long Added { get; private set; }

    /// <param name="frame">Held once, which this takes over.</param>
    public void Add(Frame frame, CaptureTime time)
    {
        lock (_gate)
        {
            Added++;
            if (_closed || time.Arrival <= _forgotten)
            {
                frame.Release();
                return;
            }
            if (_frames.Count == Capacity) DropFirst();
            _frames.Enqueue((frame, time));
        }
    }

    /// <summary>Drops all that arrived until then, also what is still being decoded.</summary>
    public void Forget(MonoTime until)
    {
        lock (_gate)
        {
            _forgotten = until;
            while (_frames.TryPeek(out var first) && first.Time.Arrival <= until) DropFirst();
        }
    }

    /// <returns>The newest picture that is due, held for the caller, or none before the first.</returns>
    public SourcePicture Take(LipSync lipSync, MonoTime now)
    {
        lock (_gate)
        {
            while (_frames.Count > 1 && IsDue(second: true)) DropFirst();
            if (_frames.Count == 0 || (_shownSince is null && !IsDue(second: false))) return default;

            var (frame, time) = _frames.Peek();
            _shownSince ??= MonoTime.Earlier(lipSync.DueOf(time, now), now);
            frame.Hold();
            return new(frame, now - _shownSince.Value, IsPhoto: false);
        }

        bool IsDue(bool second)
        {
            var index = second ? 1 : 0;
            foreach (var (_, time) in _frames)
                if (index-- == 0) return lipSync.DueOf(time, now) <= now;
            return false;
        }
    }

    /// <summary>How much later than the speaker's sound the newest picture came; null while unknown.</summary>
    public TimeSpan? Lateness(LipSync lipSync)
    {
        lock (_gate)
        {
            CaptureTime? newest = null;
            foreach (var (_, time) in _frames) newest = time;
            return newest is { } time2 ? lipSync.LatenessOf(time2) : null;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_frames.Count > 0) DropFirst();
        }
    }

    private void DropFirst()
    {
        _frames.Dequeue().Frame.Release();
        _shownSince = null;
    }
}
