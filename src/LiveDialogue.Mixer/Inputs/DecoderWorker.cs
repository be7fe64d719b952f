using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>
/// One decoder process of one size of picture, with the thread that reads it. Written by its input's thread, watched by the clock's; both only ever wait for the
/// process, never for each other.
/// </summary>
internal sealed class DecoderWorker
{
    /// <summary>Frames went in and none came out for that long: it hangs.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(1);

    /// <summary>Before its first: a process starts in 50 ms, but on a machine with too much to do replacing it would only add to that.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(3);

    private readonly IWorkerProcess _process;
    private readonly FramePool _pool;
    private readonly FrameQueue _queue;
    private readonly PendingTimes _pending = new();
    private readonly MediaThread _reader;
    private byte[] _buffer = new byte[1 << 16];
    private int _header;
    private volatile bool _ended;
    private volatile string? _fault;
    private volatile Task _disposal = Task.CompletedTask;
    private volatile bool _writing;
    private long _framesIn;
    private long _framesOut;
    private long _seenIn;
    private long _seenOut;
    private MonoTime? _waitingSince;

    public DecoderWorker(IWorkerProcess process, InputCodec codec, PictureFormat format, FramePool pool, FrameQueue queue)
    {
        (_process, Format, _pool, _queue) = (process, format, pool, queue);
        IvfHeader.WriteFile(_buffer, codec, format.SentWidth, format.SentHeight);
        _header = IvfHeader.FileLength;
        _reader = MediaThread.Start("decoder " + process.Id, Read);
    }

    public PictureFormat Format { get; }

    /// <summary>Nothing comes from it any more.</summary>
    public bool HasEnded => _ended;

    public long FramesOut => Interlocked.Read(ref _framesOut);

    /// <summary>Frames went in that didn't come out.</summary>
    public bool IsWaiting => !_pending.IsEmpty;

    public int ProcessId => _process.Id;

    public string LastWords => _fault ?? _process.LastWords;

    /// <summary>Completes when the process is reaped.</summary>
    public Task Disposal => _disposal;

    /// <summary>Waits while its pipe is full. One thread.</summary>
    /// <returns>False when it is dead.</returns>
    public bool TryWrite(ReadOnlySpan<byte> frame, CaptureTime time)
    {
        var length = _header + IvfHeader.FrameLength + frame.Length;
        if (_buffer.Length < length) Array.Resize(ref _buffer, length * 2);
        IvfHeader.WriteFrame(_buffer.AsSpan(_header), frame.Length, time.Arrival.Microseconds * 9 / 100);
        frame.CopyTo(_buffer.AsSpan(_header + IvfHeader.FrameLength));
        _pending.Add(time);
        Interlocked.Increment(ref _framesIn);
        _writing = true;
        try
        {
            _process.Input.Write(_buffer, 0, length);
            _process.Input.Flush();
            _header = 0;
            return true;
        }
        catch (Exception dead) when (dead is IOException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            _writing = false;
        }
    }

    /// <summary>Lets it give out what it has and end by itself.</summary>
    public void Finish()
    {
        try
        {
            _process.Input.Close();
        }
        catch (IOException)
        {
            // it is dead already
        }
    }

    public void Kill() => _process.Kill();

    /// <summary>Kills it when it hangs. The clock thread, several times a second.</summary>
    /// <returns>True when it was killed just now.</returns>
    public bool KillWhenStalled(MonoTime now)
    {
        var (framesIn, framesOut) = (Interlocked.Read(ref _framesIn), FramesOut);
        // Some frames never give a picture. While nothing goes in after such a one, as from a screen that stands still, nothing need come out.
        var isIdle = framesIn == _seenIn && !_writing;
        if (_pending.IsEmpty || isIdle || framesOut != _seenOut || _waitingSince is null)
        {
            (_seenIn, _seenOut, _waitingSince) = (framesIn, framesOut, now);
            return false;
        }
        if (_ended || now - _waitingSince.Value < (framesOut == 0 ? StartLimit : StallLimit)) return false;
        _waitingSince = null;
        _process.Kill();
        return true;
    }

    public bool Join(TimeSpan patience) => _reader.Join(patience);

    private void Read()
    {
        try
        {
            while (TryReadFrame()) Interlocked.Increment(ref _framesOut);
        }
        catch (Exception dead) when (dead is IOException or ObjectDisposedException)
        {
            // it was killed; what it had is lost
        }
#pragma warning disable CA1031 // on a thread of its own it would end the process; so it ends this decoder, and the feed starts another
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _fault = $"an error of ours, {fault}";
        }
        _disposal = _process.DisposeAsync().AsTask();
        _ended = true;
    }

    private bool TryReadFrame()
    {
        var frame = _pool.Rent(Format.Width, Format.Height);
        var whole = false;
        try
        {
            whole = TryFill(frame.Picture.Bytes);
        }
        finally
        {
            if (!whole) frame.Release();
        }
        if (whole) _queue.Add(frame, _pending.Take());
        return whole;
    }

    private bool TryFill(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = _process.Output.Read(bytes);
            if (read <= 0) return false;
            bytes = bytes[read..];
        }
        return true;
    }
}
