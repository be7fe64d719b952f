using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>A camera or a shared screen: packets in, pictures out when they are due. Only its own thread ever waits for its decoder.</summary>
internal sealed class VideoInput : IDisposable
{
    /// <summary>A keyframe of 1080p and what comes while a worker starts.</summary>
    private const int PacketsHeld = 512;

    /// <summary>Of a killed worker's threads, which end with it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A fault of ours that comes with every packet is said this often.</summary>
    private static readonly TimeSpan FaultInterval = TimeSpan.FromSeconds(1);

    private readonly PacketRing _packets = new(PacketsHeld);
    private readonly FrameQueue _frames = new();
    private readonly AutoResetEvent _signal = new(initialState: false);
    private readonly MediaThread _thread;
    private long _now;
    private long _lastArrival = long.MinValue;
    private int _ticks;
    private readonly SourceId _source;
    private readonly ILogger _log;
    private MonoTime? _faultSaidAt;
    private volatile bool _closed;

    public VideoInput(SourceId source, string ffmpeg, IWorkerStarter starter, FramePool pool, IMixerObserver observer, ILogger log)
    {
        (_source, _log) = (source, log);
        Feed = new(source, ffmpeg, starter, pool, _frames, observer, log);
        _thread = MediaThread.Start($"{source.Kind} {source.Speaker}", Run);
    }

    internal VideoFeed Feed { get; }

    internal long FramesDecoded => _frames.Added;

    internal long PacketsDropped => _packets.Dropped;

    internal int PacketsWaiting => _packets.Count;

    /// <summary>Any thread; never waits.</summary>
    public void Receive(InputCodec codec, ReadOnlySpan<byte> rtp, CaptureTime time)
    {
        Volatile.Write(ref _lastArrival, Math.Max(time.Arrival.Microseconds, Volatile.Read(ref _lastArrival)));      // one writer: the network's thread
        if (_packets.TryAdd(rtp, codec, time) && !_closed) Wake();
    }

    /// <summary>Shows nothing any more of what has come so far, nor of what came until <paramref name="until"/>. Any thread.</summary>
    public void Forget(MonoTime until) => _frames.Forget(new(Math.Max(until.Microseconds, Volatile.Read(ref _lastArrival))));

    /// <summary>The clock thread, every 20 ms.</summary>
    public void Tick(MonoTime now)
    {
        Volatile.Write(ref _now, now.Microseconds);
        Feed.Watch(now);
        if (Feed.WantsTick || ++_ticks % 5 == 0) Wake();
    }

    public SourcePicture Take(LipSync lipSync, MonoTime now) => _frames.Take(lipSync, now);

    public TimeSpan? Lateness(LipSync lipSync) => _frames.Lateness(lipSync);

    /// <summary>Ends the worker and the threads; they do so by themselves within moments.</summary>
    public void Close()
    {
        _closed = true;
        Feed.KillDecoder();
        _frames.Dispose();
        Wake();
    }

    /// <summary>As <see cref="Close"/>, and waits until all have ended.</summary>
    public void Dispose()
    {
        Close();
        // A thread that hangs longer keeps its event; nothing else is lost.
        if (_thread.Join(Patience)) _signal.Dispose();
    }

    private void Wake()
    {
        try
        {
            _signal.Set();
        }
        catch (ObjectDisposedException)
        {
            // closed meanwhile
        }
    }

    private void Run()
    {
        var packet = new byte[PacketRing.LargestPacket];
        while (!_closed)
        {
            _signal.WaitOne();
            try
            {
                TakeIn(packet);
            }
#pragma warning disable CA1031 // nothing that one publisher sends may end the process
            catch (Exception fault)
#pragma warning restore CA1031
            {
                BeginAnew(fault);
            }
        }
        Feed.Close(Patience);
    }

    private void TakeIn(byte[] packet)
    {
        var newest = default(MonoTime);
        while (!_closed && _packets.TryTake(packet, out var entry))
        {
            newest = entry.Time.Arrival;
            Feed.Accept(packet.AsSpan(0, entry.Length), entry.Codec, entry.Time);
        }
        var now = new MonoTime(Volatile.Read(ref _now));
        if (!_closed && now > newest) Feed.Tick(now);
    }

    private void BeginAnew(Exception fault)
    {
        Feed.BeginAnew();
        var now = new MonoTime(Volatile.Read(ref _now));
        if (_faultSaidAt is { } said && now - said < FaultInterval) return;
        _faultSaidAt = now;
        Log.InputFaulted(_log, _source.Speaker, _source.Kind, fault);
    }
}
