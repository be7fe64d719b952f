using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>Which tracks this shard carries, from whom and to whom. Belongs to the shard's thread.</summary>
internal sealed class Forwarding(int shard, ShardCounters counters, IShardMail mail)
{
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeyframeMailInterval = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<Feed, Fanout> _fanouts = [];
    private readonly List<Fanout> _burst = [];
    private readonly List<Fanout> _flushed = [];
    private readonly List<IResident> _residents = [];
    private bool _posted;
    private MonoTime _nextTrim;
    private MonoTime _nextKeyframeMail;

    public int FeedCount => _fanouts.Count;

    /// <summary>Room for the reports that are being written: one at a time, since the thread is one.</summary>
    public byte[] Reports { get; } = new byte[1200];

    /// <summary>A tap or a program comes to live on this shard.</summary>
    public void Join(IResident resident, MonoTime now)
    {
        _residents.Add(resident);
        resident.Start(this, now);
    }

    public void Leave(IResident resident, MonoTime now)
    {
        if (_residents.Remove(resident)) resident.Stop(now);
    }

    /// <summary>The node ends: residents first, since they alone are never told by a peer.</summary>
    public void LeaveAll(MonoTime now)
    {
        for (var i = _residents.Count - 1; i >= 0; i--) Leave(_residents[i], now);
    }

    /// <summary>A publisher on this shard starts to send.</summary>
    public Fanout Open(Feed feed, TrackSource track)
    {
        var fanout = new Fanout(feed, track);
        _fanouts.Add(feed, fanout);
        return fanout;
    }

    /// <summary>A publisher on this shard is gone.</summary>
    public void Close(Feed feed, MonoTime now)
    {
        feed.Ended = true;
        if (!_fanouts.Remove(feed, out var fanout)) return;
        foreach (var outpost in fanout.Outposts) mail.Tell(outpost.Shard, other => other.Lose(feed, now));
        Forget(fanout);
        fanout.Stop(now);
    }

    /// <summary>A packet of a publisher on this shard: to those here with the rest of its burst, to other shards at once.</summary>
    public void Accept(Fanout fanout, in SourcePacket packet)
    {
        if (fanout.Add(packet)) _burst.Add(fanout);
        for (var i = 0; i < fanout.Outposts.Count; i++) Post(fanout, fanout.Outposts[i], packet);
    }

    /// <summary>The same for one that never came: a later one brought it along.</summary>
    public void AcceptRestored(Fanout fanout, in SourcePacket packet)
    {
        counters.Restored();
        Accept(fanout, packet);
    }

    /// <summary>A packet from another shard, or of the program; takes over its buffer's hold.</summary>
    public void Receive(in Parcel parcel, MonoTime now)
    {
        var packet = parcel.Packet;
        if (_fanouts.TryGetValue(parcel.Feed, out var fanout))
        {
            fanout.Source.IsPublic = parcel.Feed.Gate.IsOnAir;
            switch (fanout.Source)
            {
                case RemoteTrack remote when !remote.Feed(ref packet, now):
                    counters.Drop(DropReason.Duplicate);
                    break;
                case RemoteTrack:
                    if (fanout.Add(packet)) _burst.Add(fanout);
                    break;
                case ProgramTrack program when program.Take(packet, now):
                    parcel.Feed.LastPacket = now;
                    Accept(fanout, packet);
                    break;
            }
        }
        packet.Buffer.Release();
    }

    /// <summary>Fills a slot of a subscriber on this shard, or empties it.</summary>
    public void Attach(Slot slot, Feed? feed, MonoTime now)
    {
        if (ReferenceEquals(slot.Fanout?.Feed, feed)) return;
        if (slot.Fanout is { } old) Detach(slot, old);
        if (feed is null || feed.Ended || !slot.Track.Accepts(feed.Format) || Find(feed) is not { } fanout)
        {
            slot.Fill(null, now);
            return;
        }
        fanout.Add(slot);
        slot.Fill(fanout, now);
    }

    /// <summary>The bursts that are complete: everybody gets them.</summary>
    public void Flush(MonoTime now)
    {
        for (var i = _burst.Count - 1; i >= 0; i--)
        {
            var fanout = _burst[i];
            if (fanout.Due > now) continue;
            _burst[i] = _burst[^1];
            _burst.RemoveAt(_burst.Count - 1);
            _flushed.Add(fanout);
            fanout.Flush(now);
        }
    }

    /// <summary>After they left.</summary>
    public void Clear(MonoTime now)
    {
        foreach (var fanout in _flushed) fanout.Clear(counters.Delay, now);
        _flushed.Clear();
    }

    /// <summary>When <see cref="Flush"/> has something to do; <see cref="MonoTime.Never"/> while no packets wait.</summary>
    public MonoTime BurstDue
    {
        get
        {
            var due = MonoTime.Never;
            foreach (var fanout in _burst) due = MonoTime.Earlier(due, fanout.Due);
            return due;
        }
    }

    /// <summary>What was posted to other shards since the last call wakes them.</summary>
    public void RingOthers()
    {
        if (!_posted) return;
        _posted = false;
        mail.Ring();
    }

    public void Tick(MonoTime now)
    {
        for (var i = _residents.Count - 1; i >= 0; i--) _residents[i].Tick(now);
        if (now >= _nextTrim)
        {
            _nextTrim = now + TrimInterval;
            foreach (var fanout in _fanouts.Values) fanout.Source.Trim(now);
        }
        if (now < _nextKeyframeMail) return;
        _nextKeyframeMail = now + KeyframeMailInterval;
        foreach (var (feed, fanout) in _fanouts)
        {
            if (fanout.Source is RemoteTrack remote && remote.TakeKeyframeRequests() is var layers and not 0) AskHome(feed, layers);
        }
    }

    /// <summary>A sender report arrived for a track of this shard: the others need its clock.</summary>
    public void SetClock(Fanout fanout, int layer, SenderClock clock, MonoTime now)
    {
        for (var i = 0; i < fanout.Outposts.Count; i++) TellClock(fanout.Outposts[i].Shard, fanout.Feed, layer, clock, now);
    }

    // Apart, because a method with a closure allocates it on entry.
    private void TellClock(int other, Feed feed, int layer, SenderClock clock, MonoTime now) =>
        mail.Tell(other, there => there.SetRemoteClock(feed, layer, clock, now));

    private void Post(Fanout fanout, Outpost outpost, in SourcePacket packet)
    {
        var isVideo = fanout.Feed.Kind == MediaKind.Video;
        if (outpost.Skips(packet.Layer.Index))
        {
            counters.Drop(DropReason.InboxFull);
            outpost.LeftOut(packet);
            return;
        }
        packet.Buffer.Hold();
        if (mail.TryPost(outpost.Shard, new Parcel(fanout.Feed, packet)))
        {
            _posted = true;
            return;
        }

        packet.Buffer.Release();
        counters.Drop(DropReason.InboxFull);
        if (!isVideo) return;
        outpost.LeftOut(packet);
        fanout.Source.RequestKeyframe(packet.Layer);    // what follows builds on what that shard missed
    }

    private void RequestKeyframes(Feed feed, int layers)
    {
        if (_fanouts.TryGetValue(feed, out var fanout)) fanout.Source.RequestKeyframes(layers);
    }

    private void SetRemoteClock(Feed feed, int layer, SenderClock clock, MonoTime now)
    {
        if (_fanouts.TryGetValue(feed, out var fanout) && fanout.Source is RemoteTrack remote) remote.SetClock(layer, clock, now);
    }

    private void AskHome(Feed feed, int layers) => mail.Tell(feed.Home, home => home.RequestKeyframes(feed, layers));

    /// <summary>The publisher is gone, on its own shard.</summary>
    private void Lose(Feed feed, MonoTime now)
    {
        if (!_fanouts.Remove(feed, out var fanout)) return;
        Forget(fanout);
        fanout.Stop(now);
    }

    private void Forget(Fanout fanout)
    {
        _burst.Remove(fanout);
        _flushed.Remove(fanout);
    }

    /// <summary>The track on this shard; one that lives on another is asked for.</summary>
    private Fanout? Find(Feed feed)
    {
        if (_fanouts.TryGetValue(feed, out var fanout)) return fanout;
        if (feed.Home == shard) return null;    // not started, or over

        fanout = new Fanout(feed, new RemoteTrack(feed.Format, feed.Rids));
        _fanouts.Add(feed, fanout);
        mail.Tell(feed.Home, home => home.AddOutpost(feed, shard));
        return fanout;
    }

    private void AddOutpost(Feed feed, int other)
    {
        if (!_fanouts.TryGetValue(feed, out var fanout)) return;
        fanout.AddOutpost(new Outpost(other));
        // The next report may be five seconds away; without a clock there are no reports to viewers there and no exact switch of layers.
        foreach (var layer in fanout.Source.Layers)
            if (layer.Clock.IsKnown) TellClock(other, feed, layer.Index, layer.Clock, layer.ClockArrival);
    }

    private void RemoveOutpost(Feed feed, int other)
    {
        if (_fanouts.TryGetValue(feed, out var fanout)) fanout.RemoveOutpost(other);
    }

    private void Detach(Slot slot, Fanout fanout)
    {
        fanout.Remove(slot);
        if (!fanout.IsIdle || fanout.Source is not RemoteTrack) return;

        _fanouts.Remove(fanout.Feed);
        Forget(fanout);
        mail.Tell(fanout.Feed.Home, home => home.RemoveOutpost(fanout.Feed, shard));
        fanout.Stop(default);    // no slot is left to be told
    }
}
