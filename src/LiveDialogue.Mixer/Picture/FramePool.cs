using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Picture;

/// <summary>
/// Pictures are megabytes of native memory: made once, kept by size, up to a bound. Senders choose their sizes, and a shared window has a new one with every
/// pull at its corner, so that what is kept of sizes long unused makes room first. Thread-safe.
/// </summary>
internal sealed class FramePool : IDisposable
{
    /// <summary>Ninety pictures of the canvas's size.</summary>
    public const long MostBytesKept = 128L << 20;

    private const int MostKeptPerSize = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<(int Width, int Height), Shelf> _shelves = [];
    private long _rents;
    private long _bytesKept;
    private int _outstanding;
    private bool _disposed;

    /// <summary>Frames not given back. Zero once everything has stopped, or something leaks.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Of frames that nobody holds.</summary>
    public long BytesKept => Volatile.Read(ref _bytesKept);

    /// <summary>A frame held once, its content undefined.</summary>
    public Frame Rent(int width, int height)
    {
        // Made before it counts: memory may be refused.
        var frame = TryTake(width, height) ?? new Frame(this, new I420Picture(width, height));
        Interlocked.Increment(ref _outstanding);
        frame.Rent();
        return frame;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var frame in _shelves.Values.SelectMany(shelf => shelf.Frames)) frame.Picture.Dispose();
            _shelves.Clear();
            _bytesKept = 0;
        }
    }

    internal void Return(Frame frame)
    {
        lock (_gate)
        {
            Interlocked.Decrement(ref _outstanding);
            if (_disposed)
            {
                frame.Picture.Dispose();
                return;
            }
            var size = (frame.Width, frame.Height);
            if (!_shelves.TryGetValue(size, out var shelf)) _shelves[size] = shelf = new() { LastRent = _rents };
            if (shelf.Frames.Count == MostKeptPerSize)
            {
                frame.Picture.Dispose();
                return;
            }
            shelf.Frames.Push(frame);
            _bytesKept += BytesOf(frame);
            while (_bytesKept > MostBytesKept) Clear(_shelves.MinBy(s => s.Value.LastRent).Key);
        }
    }

    private Frame? TryTake(int width, int height)
    {
        lock (_gate)
        {
            if (!_shelves.TryGetValue((width, height), out var shelf)) return null;
            shelf.LastRent = ++_rents;
            if (!shelf.Frames.TryPop(out var frame)) return null;
            _bytesKept -= BytesOf(frame);
            return frame;
        }
    }

    // An empty shelf goes too: it is made again by the next frame given back.
    private void Clear((int Width, int Height) size)
    {
        if (!_shelves.Remove(size, out var shelf)) return;
        foreach (var frame in shelf.Frames)
        {
            _bytesKept -= BytesOf(frame);
            frame.Picture.Dispose();
        }
    }

    private static long BytesOf(Frame frame) => I420Picture.ByteCount(frame.Width, frame.Height);

    private sealed class Shelf
    {
        public Stack<Frame> Frames { get; } = new();

        /// <summary>Number of the last rent of this size, of all.</summary>
        public long LastRent { get; set; }
    }
}
