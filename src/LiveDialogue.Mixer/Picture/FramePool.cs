using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Picture;

/// <summary>Pictures are megabytes of native memory: made once, kept by size. Thread-safe.</summary>
internal sealed class FramePool : IDisposable
{
    private const int MostKeptPerSize = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<(int Width, int Height), Stack<Frame>> _free = [];
    private int _outstanding;
    private bool _disposed;

    /// <summary>Frames not given back. Zero once everything has stopped, or something leaks.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>A frame held once, its content undefined.</summary>
    public Frame Rent(int width, int height)
    {
        Frame? frame = null;
        lock (_gate)
        {
            _outstanding++;
            if (_free.TryGetValue((width, height), out var free)) free.TryPop(out frame);
        }
        frame ??= new Frame(this, new I420Picture(width, height));
        frame.Rent();
        return frame;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var frame in _free.Values.SelectMany(free => free)) frame.Picture.Dispose();
            _free.Clear();
        }
    }

    internal void Return(Frame frame)
    {
        lock (_gate)
        {
            _outstanding--;
            if (!_free.TryGetValue((frame.Width, frame.Height), out var free)) _free[(frame.Width, frame.Height)] = free = [];
            if (!_disposed && free.Count < MostKeptPerSize) free.Push(frame);
            else frame.Picture.Dispose();
        }
    }
}
