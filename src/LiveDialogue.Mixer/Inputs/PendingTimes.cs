namespace LiveDialogue.Mixer.Inputs;

/// <summary>
/// The capture times of frames inside a decoder, which gives none back: first in, first out. A decoder skips damaged frames, which would leave all later ones with
/// the time of an earlier one, so what stays over all the time is thrown away.
/// </summary>
internal sealed class PendingTimes
{
    private const int Most = 256;
    private const int Window = 30;

    private readonly Lock _gate = new();
    private readonly Queue<CaptureTime> _times = new();
    private CaptureTime _last;
    private int _fewest = int.MaxValue;
    private int _taken;

    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _times.Count == 0;
        }
    }

    public void Add(CaptureTime time)
    {
        lock (_gate)
        {
            if (_times.Count == Most) _times.Dequeue();
            _times.Enqueue(time);
        }
    }

    /// <returns>For the frame that came out now.</returns>
    public CaptureTime Take()
    {
        lock (_gate)
        {
            if (_times.TryDequeue(out var time)) _last = time;
            _fewest = Math.Min(_fewest, _times.Count);
            if (++_taken < Window) return _last;
            // A decoder of ours is done with a frame long before the next: if one was always left, its picture never came.
            for (; _fewest > 0 && _times.Count > 0; _fewest--) _last = _times.Dequeue();
            (_taken, _fewest) = (0, int.MaxValue);
            return _last;
        }
    }
}
