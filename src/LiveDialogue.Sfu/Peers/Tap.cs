using System.Collections.Concurrent;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>A subscriber in this process, on its shard: a slot for each source of each publisher, kept while the tap lives so that its numbers go on.</summary>
/// <param name="faulted">Told of what the sink threw; any thread.</param>
internal sealed class Tap(int shard, ITapSink sink, ShardCounters counters, Action<Exception> faulted) : IResident
{
    private static readonly TimeSpan FaultInterval = TimeSpan.FromSeconds(1);

    private readonly List<TapSlot> _slots = [];
    private readonly ConcurrentDictionary<(PublisherId, TapSource), TapWish> _wishes = new();
    private Forwarding? _forwarding;
    private MonoTime _nextFault;
    private volatile bool _silent;

    public int Shard => shard;

    public ShardCounters Counters => counters;

    /// <summary>For one packet at a time.</summary>
    public byte[] Scratch { get; } = new byte[1500];

    /// <summary>Any thread.</summary>
    public TapWish Wish(PublisherId publisher, TapSource source) => _wishes.GetOrAdd((publisher, source), static _ => new TapWish());

    /// <summary>Nothing is handed out from now on, but a packet that is just being. Any thread.</summary>
    public void Silence() => _silent = true;

    /// <param name="feed">Null: the source is gone, or not on air.</param>
    public void Fill(PublisherId publisher, TapSource source, Feed? feed, MonoTime now)
    {
        var slot = _slots.Find(s => s.Is(publisher, source));
        if (slot is null)
        {
            slot = new TapSlot(this, publisher, source, Wish(publisher, source), (uint)_slots.Count + 1);
            _slots.Add(slot);
        }
        slot.Fill(feed, now);
    }

    public void Start(Forwarding forwarding, MonoTime now) => _forwarding = forwarding;

    public void Tick(MonoTime now)
    {
        foreach (var slot in _slots) slot.Tick(now);
    }

    public void Stop(MonoTime now)
    {
        _silent = true;
        foreach (var slot in _slots) slot.Fill(null, now);
        _forwarding = null;
    }

    public void Attach(Slot slot, Feed? feed, MonoTime now) => _forwarding?.Attach(slot, feed, now);

    public void HandOut(in TapPacket packet)
    {
        if (_silent) return;
        try
        {
            sink.OnRtp(packet);
        }
#pragma warning disable CA1031 // the sink's trouble mustn't end the shard's round; said once a second
        catch (Exception fault)
#pragma warning restore CA1031
        {
            counters.Fault();
            if (packet.Arrival < _nextFault) return;
            _nextFault = packet.Arrival + FaultInterval;
            faulted(fault);
        }
    }
}
