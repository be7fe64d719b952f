using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>
/// One published track on one shard: who takes it here, which other shards take it, and the packets of the present burst.
/// A burst goes out viewer by viewer and, in it, layer by layer, so that a frame's equal-size packets to one viewer stand together for segmentation
/// offload.
/// </summary>
internal sealed class Fanout(Feed feed, TrackSource source)
{
    /// <summary>How long the beginning of a frame waits for its end: together they leave as one train, apart each costs a send.</summary>
    private static readonly TimeSpan FrameFor = TimeSpan.FromMilliseconds(1);

    private const int MaxBurst = 64;

    /// <summary>Viewers for whom what is needed is fetched at the same time.</summary>
    private const int Together = 8;

    private readonly List<Slot> _slots = [];
    private readonly List<Outpost> _outposts = [];
    private readonly BurstSorter _sorter = new();
    private SourcePacket[] _burst = new SourcePacket[32];
    private int _burstLength;
    private int _openFrames;
    private MonoTime _since;
    private int _preloaded;

    public Feed Feed => feed;

    public TrackSource Source => source;

    public IReadOnlyList<Slot> Slots => _slots;

    public IReadOnlyList<Outpost> Outposts => _outposts;

    public bool IsIdle => _slots.Count == 0;

    /// <summary>When <see cref="Flush"/> should be called: at once, unless a frame is still coming in.</summary>
    public MonoTime Due => _openFrames == 0 || _burstLength >= MaxBurst ? default : _since + FrameFor;

    /// <summary>The order in which viewers are served doesn't matter, so leaving is cheap.</summary>
    public void Add(Slot slot) => _slots.Add(slot);

    public void Remove(Slot slot)
    {
        var at = _slots.IndexOf(slot);
        if (at < 0) return;
        _slots[at] = _slots[^1];
        _slots.RemoveAt(_slots.Count - 1);
    }

    public void AddOutpost(Outpost outpost)
    {
        if (!_outposts.Exists(o => o.Shard == outpost.Shard)) _outposts.Add(outpost);
    }

    public void RemoveOutpost(int shard) => _outposts.RemoveAll(o => o.Shard == shard);

    /// <summary>Keeps the packet for <see cref="Flush"/>.</summary>
    /// <returns>True when it is the burst's first.</returns>
    public bool Add(in SourcePacket packet)
    {
        packet.Buffer.Hold();
        if (_burstLength == _burst.Length) Array.Resize(ref _burst, _burst.Length * 2);    // as long as the longest burst ever, then never again
        if (_burstLength == 0) (_since, _openFrames) = (packet.Buffer.Arrival, 0);
        if (feed.Kind == MediaKind.Video)
        {
            var bit = 1 << packet.Layer.Index;
            _openFrames = packet.Marker ? _openFrames & ~bit : _openFrames | bit;
        }
        _burst[_burstLength++] = packet;
        return _burstLength == 1;
    }

    /// <summary>Sends the burst to every slot here.</summary>
    public void Flush(MonoTime now)
    {
        if (_slots.Count == 0) return;
        var burst = _sorter.Sort(_burst.AsSpan(0, _burstLength));
        for (var end = _slots.Count; end > 0; end -= Together)
        {
            var first = Math.Max(0, end - Together);
            for (var i = first; i < end; i++) _preloaded ^= _slots[i].Preload();
            for (var i = end - 1; i >= first; i--) _slots[i].Forward(burst, now);
        }
    }

    /// <summary>Lets the burst go, after it was sent.</summary>
    /// <param name="delays">Told how long each packet was here.</param>
    public void Clear(Io.DelayHistogram delays, MonoTime now)
    {
        for (var i = 0; i < _burstLength; i++)
        {
            var buffer = _burst[i].Buffer;
            if (_slots.Count > 0) delays.Add((now - buffer.Arrival).Ticks / TimeSpan.TicksPerMicrosecond, _slots.Count);
            _burst[i] = default;
            buffer.Release();
        }
        _burstLength = 0;
    }

    /// <summary>The track is over: every slot here is left without a source.</summary>
    public void Stop(MonoTime now)
    {
        foreach (var slot in _slots) slot.Lost(now);
        _slots.Clear();
        _outposts.Clear();
        for (var i = 0; i < _burstLength; i++) _burst[i].Buffer.Release();
        _burstLength = 0;
        source.Dispose();
    }
}

/// <summary>Another shard that takes a track.</summary>
internal sealed class Outpost(int shard)
{
    public int Shard => shard;

    // One bit per layer: their frames come interleaved, and the end of one's says nothing of another's.
    private int _skipping;

    /// <summary>Its inbox was full within a frame of this layer: the rest of that frame is worthless there.</summary>
    public bool Skips(int layer) => (_skipping & (1 << layer)) != 0;

    /// <summary>A packet was left out: so is its frame, to the end.</summary>
    public void LeftOut(in SourcePacket packet)
    {
        if (packet.Marker) _skipping &= ~(1 << packet.Layer.Index);
        else _skipping |= 1 << packet.Layer.Index;
    }
}
