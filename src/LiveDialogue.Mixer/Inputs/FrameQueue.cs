using LiveDialogue.Mixer.Picture;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>
/// The decoded pictures of one source that wait for their moment, and the one that is shown. Raw pictures are large and senders choose their size and rate: where
/// there is no room for all that wait, those closest to others make room, and the one shown stands. A reader thread adds, the clock thread takes.
/// </summary>
internal sealed class FrameQueue : IDisposable
{
    /// <summary>As long as a picture may wait, at 30 per second.</summary>
    private const int MostWaiting = 27;

    /// <summary>27 pictures of 1280 × 720.</summary>
    private const long MostBytesWaiting = 40 << 20;

    private readonly Lock _gate = new();
    private readonly List<(Frame Frame, CaptureTime Time)> _waiting = new(MostWaiting);
    private (Frame Frame, CaptureTime Time)? _shown;
    private long _bytesWaiting;
    private MonoTime _shownSince;
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
            while (_waiting.Count == MostWaiting || (_waiting.Count > 0 && _bytesWaiting + frame.Picture.Bytes.Length > MostBytesWaiting)) Thin(time);
            _waiting.Add((frame, time));
            _bytesWaiting += frame.Picture.Bytes.Length;
        }
    }

    /// <summary>Drops all that arrived until then, also what is still being decoded.</summary>
    public void Forget(MonoTime until)
    {
        lock (_gate)
        {
            if (until > _forgotten) _forgotten = until;
            if (_shown is { } shown && shown.Time.Arrival <= _forgotten) Show(null);
            while (_waiting.Count > 0 && _waiting[0].Time.Arrival <= _forgotten) Take(0).Frame.Release();
        }
    }

    /// <returns>The newest picture that is due, held for the caller, or none before the first.</returns>
    public SourcePicture Take(LipSync lipSync, MonoTime now)
    {
        lock (_gate)
        {
            while (_waiting.Count > 0 && lipSync.DueOf(_waiting[0].Time, now) is var due && due <= now)
            {
                Show(Take(0));
                _shownSince = due;
            }
            if (_shown is not { } shown) return default;

            shown.Frame.Hold();
            return new(shown.Frame, now - _shownSince, IsPhoto: false);
        }
    }

    /// <summary>How much later than the speaker's sound the newest picture came; null while unknown.</summary>
    public TimeSpan? Lateness(LipSync lipSync)
    {
        lock (_gate)
        {
            var newest = _waiting.Count > 0 ? _waiting[^1].Time : _shown?.Time;
            return newest is { } time ? lipSync.LatenessOf(time) : null;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Show(null);
            while (_waiting.Count > 0) Take(0).Frame.Release();
        }
    }

    private (Frame Frame, CaptureTime Time) Take(int index)
    {
        var picture = _waiting[index];
        _waiting.RemoveAt(index);
        _bytesWaiting -= picture.Frame.Picture.Bytes.Length;
        return picture;
    }

    private void Show((Frame Frame, CaptureTime Time)? picture)
    {
        _shown?.Frame.Release();
        _shown = picture;
    }

    // The one without which the longest pause is shortest: movement slows down evenly.
    private void Thin(CaptureTime next)
    {
        var (least, shortest) = (0, TimeSpan.MaxValue);
        for (var i = 0; i < _waiting.Count; i++)
        {
            if ((i > 0 ? _waiting[i - 1].Time : _shown?.Time) is not { } before) continue;      // the first of all: something must come
            var pause = (i + 1 < _waiting.Count ? _waiting[i + 1].Time : next).Arrival - before.Arrival;
            if (pause < shortest) (least, shortest) = (i, pause);
        }
        Take(least).Frame.Release();
    }
}
