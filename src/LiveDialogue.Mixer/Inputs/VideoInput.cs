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

    private readonly PacketRing _packets = new(PacketsHeld);
    private readonly FrameQueue _frames = new();
    private readonly AutoResetEvent _signal = new(initialState: false);
    private readonly MediaThread _thread;
    private long _now;
    private int _ticks;
    private volatile bool _closed;

    public VideoInput(SourceId source, string ffmpeg, IWorkerStarter starter, FramePool pool, IMixerObserver observer, ILogger log)
    {
        Feed = new(source, ffmpeg, starter, pool, _frames, observer, log);
        _thread = MediaThread.Start($"{source.Kind} {source.Speaker}", Run);
    }

    internal VideoFeed Feed { get; }

    internal long FramesDecoded => _frames.Added;

    internal long PacketsDropped => _packets.Dropped;

    /// <summary>Any thread; never waits.</summary>
    public void Receive(InputCodec codec, ReadOnlySpan<byte> rtp, CaptureTime time)
    {
        if (_packets.TryAdd(rtp, codec, time) && !_closed) Wake();
    }

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
            var newest = default(MonoTime);
            while (!_closed && _packets.TryTake(packet, out var entry))
            {
                newest = entry.Time.Arrival;
                Feed.Accept(packet.AsSpan(0, entry.Length), entry.Codec, entry.Time);
            }
            var now = new MonoTime(Volatile.Read(ref _now));
            if (!_closed && now > newest) Feed.Tick(now);
        }
        Feed.Close(Patience);
    }
}
