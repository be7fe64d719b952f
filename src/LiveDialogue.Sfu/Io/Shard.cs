using System.Buffers.Binary;
using System.Collections.Concurrent;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Sfu.Io;

/// <summary>
/// One media thread with one port per advertised address, and everything about the peers pinned to it. Others speak to it only through
/// <see cref="Post"/> (commands) and <see cref="Inbox"/> (packets), so nothing here is locked.
/// </summary>
/// <remarks>
/// The thread sleeps in the first port's Receive, which wakes for any of them. Where ports can't wait together it sleeps for at most 5 ms and drains
/// the others each round. A peer belongs to one thread whichever address it uses.
/// </remarks>
internal sealed class Shard : IPeerOutput
{
    private const int BatchSize = 64;
    private const int InboxCapacity = 8192;

    /// <summary>Datagrams for which what is needed is fetched at the same time.</summary>
    private const int Together = 8;

    /// <summary>Peers that its tables have room for from the start: to grow is to ask for a large object, and may wait for a collection that runs beside.</summary>
    private const int Many = 4000;
    private const int TriesPerSecond = 100;
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Viewers' reports wait for each other, while publishers are heard at once.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);

    /// <summary>The same where a publisher's packets can't be told apart, while no frame is coming in.</summary>
    private static readonly TimeSpan ShortGather = TimeSpan.FromMilliseconds(1);

    /// <summary>The same while a newcomer joins, which takes several round trips.</summary>
    private static readonly TimeSpan JoinGather = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a newcomer's checks and handshake are waited for so: who needs longer has the longer round trips, too.</summary>
    private static readonly TimeSpan JoinsFor = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SeveralPortsPatience = TimeSpan.FromMilliseconds(5);

    private readonly IDatagramPort[] _ports;
    private readonly bool _mustLookAround;
    private readonly IMonoClock _clock;
    private readonly IHandshakes _handshakes;
    private readonly IShardEvents _events;
    private readonly ConcurrentQueue<Action<Shard, MonoTime>> _commands = new();
    private readonly ReceivedDatagram[] _batch = new ReceivedDatagram[BatchSize];
    private readonly Dictionary<ulong, Peer> _byUfrag = new(Many);
    private readonly Dictionary<PeerPath, Peer> _byPath = new(Many);
    private readonly Dictionary<SessionId, Peer> _bySession = new(Many);
    private readonly List<Peer> _peers = new(Many);
    private readonly List<(Peer Peer, Publication Publication)> _publishers = [];
    private readonly List<Peer> _faulted = [];
    private readonly Dictionary<Peer, PeerPath> _hurried = [];
    private readonly HashSet<PeerPath> _amongOthers = [];
    private MonoTime _nextTick;
    private MonoTime _joinsUntil;
    private int _connecting;
    private int _connected;
    private int _sleeping;
    private MonoTime _triesSince;
    private int _tries;
    private int _preloaded;

    public Shard(int index, IDatagramPort[] ports, IMonoClock clock, IHandshakes handshakes, IShardEvents events, IShardMail mail)
    {
        (Index, _ports, _clock, _handshakes, _events) = (index, ports, clock, handshakes, events);
        foreach (var other in ports.AsSpan(1)) _mustLookAround |= !other.TryWake(ports[0]) && !ports[0].TryWaitWith(other);
        Forwarding = new(index, Counters, mail);
    }

    public int Index { get; }

    public ShardCounters Counters { get; } = new();

    public Forwarding Forwarding { get; }

    public Inbox<Parcel> Inbox { get; } = new(InboxCapacity);

    public IReadOnlyList<IDatagramPort> Ports => _ports;

    /// <summary>Runs a command on the shard's thread, in the order of posting. Any thread.</summary>
    public void Post(Action<Shard, MonoTime> command)
    {
        _commands.Enqueue(command);
        Ring();
    }

    /// <summary>Ends the shard's sleep, if it sleeps. Any thread.</summary>
    public void Ring()
    {
        Interlocked.MemoryBarrier();    // what was queued is visible before we look whether it sleeps
        if (Volatile.Read(ref _sleeping) != 0) _ports[0].Wake();
    }

    /// <summary>One round of the shard's life. Its own thread only.</summary>
    public void RunOnce(TimeSpan maxPatience)
    {
        RunCommands(_clock.Now);
        DrainInbox(_clock.Now);
        var patience = Patience(maxPatience);
        for (var port = 0; port < _ports.Length; port++) ReceiveFrom(port, port == 0 ? patience : TimeSpan.Zero);

        SendBursts();
        var now = _clock.Now;
        if (now >= _nextTick) Tick(now);
        CloseFaulted(now);
        foreach (var port in _ports) port.Flush();
    }

    public void Add(PeerSetup setup, IDtlsFactory factory, PacketPool pool, SfuOptions options, MonoTime now)
    {
        var peer = new Peer(setup, factory, pool, options, this, Returned, now);
        _peers.Add(peer);
        if (setup.Media is Publication publication) _publishers.Add((peer, publication));
        _bySession[setup.Session] = peer;
        _byUfrag[setup.Ice.UfragKey] = peer;
        _joinsUntil = now + JoinsFor;
        Count(connecting: +1, connected: 0);
    }

    public Peer? Find(SessionId session) => _bySession.GetValueOrDefault(session);

    public void RestartIce(SessionId session, IceCredentials fresh)
    {
        if (Find(session) is not { } peer) return;
        if (peer.Ice.Restart(fresh) is { } forgotten) _byUfrag.Remove(forgotten.UfragKey);
        _byUfrag[fresh.UfragKey] = peer;
    }

    public void CloseAll(SessionEnd reason, MonoTime now)
    {
        foreach (var peer in _peers.ToArray()) peer.Close(reason, now);
        Forwarding.LeaveAll(now);
        while (Inbox.TryTake(out var parcel)) parcel.Packet.Buffer.Release();
        foreach (var port in _ports) port.Flush();
    }

    /// <summary>After the last round, on whichever thread: what came too late for it is run, so that steps still out, and who joined meanwhile, are freed.</summary>
    public void Finish(SessionEnd reason, MonoTime now)
    {
        for (var rounds = 0; rounds < 10 && !_commands.IsEmpty; rounds++) RunCommands(now);
        CloseAll(reason, now);
    }

    Span<byte> IPeerOutput.Reserve(int port) => _ports[port].Reserve();

    void IPeerOutput.Queue(int port, int length, in TransportAddress destination)
    {
        _ports[port].Queue(length, destination);
        Counters.Out(length);
    }

    bool IPeerOutput.IsStream(int port) => _ports[port].IsStream;

    void IPeerOutput.PathProven(Peer peer, PeerPath path)
    {
        _byPath[path] = peer;
        _ports[path.Port].Keep(path.Remote);
        if (peer.Path == path) Hurry(peer, path);
    }

    void IPeerOutput.PathHeard(Peer peer, PeerPath path) => Hurry(peer, path);

    void IPeerOutput.PathForgotten(Peer peer, PeerPath path)
    {
        if (_hurried.TryGetValue(peer, out var hurried) && hurried == path) _hurried.Remove(peer);
        if (!_byPath.TryGetValue(path, out var owner) || owner != peer) return;
        _byPath.Remove(path);
        _amongOthers.Remove(path);
        _ports[path.Port].Leave(path.Remote);
    }

    void IPeerOutput.Handshake(HandshakeStep step) => _handshakes.Run(step);

    void IPeerOutput.Connected(Peer peer)
    {
        Count(connecting: -1, connected: +1);
        if (peer.Path is { } path) Hurry(peer, path);
        _events.Connected(peer.Session);
    }

    void IPeerOutput.Ended(Peer peer, PeerState before, SessionEnd reason)
    {
        Count(connecting: before == PeerState.Connecting ? -1 : 0, connected: before == PeerState.Connected ? -1 : 0);
        _byUfrag.Remove(peer.Ice.Current.UfragKey);
        if (peer.Ice.Previous is { } previous) _byUfrag.Remove(previous.UfragKey);
        foreach (var path in peer.Ice.Paths) ((IPeerOutput)this).PathForgotten(peer, path);
        _peers.Remove(peer);
        _publishers.RemoveAll(publisher => publisher.Peer == peer);
        _bySession.Remove(peer.Session);
        _events.Ended(peer.Session, reason);
    }

    void IPeerOutput.Faulted(Peer peer, Exception fault)
    {
        Counters.Fault();
        _events.Faulted(peer.Session, fault);
        _faulted.Add(peer);
    }

    /// <summary>
    /// Of each publisher one path, where its media comes from: every other that it has proven would cost a socket, and a place among those that are read
    /// before the audience.
    /// </summary>
    private void Hurry(Peer peer, PeerPath path)
    {
        if (peer.Media is not Publication) return;
        if (_hurried.TryGetValue(peer, out var before) && before != path)
        {
            _amongOthers.Remove(before);
            if (_byPath.TryGetValue(before, out var owner) && owner == peer) _ports[before.Port].Calm(before.Remote);
        }
        _hurried[peer] = path;
        if (_ports[path.Port].TryHurry(path.Remote)) _amongOthers.Remove(path);
        else _amongOthers.Add(path);
    }

    /// <summary>A handshake step was run: called on a worker's thread.</summary>
    private void Returned(Peer peer, HandshakeStep step) => Post((_, now) => Guard(peer, step, now, static (p, s, n) => p.StepReturned(s, n)));

    private void RunCommands(MonoTime now)
    {
        // Only those that are there: a command that posts another must not keep the packets waiting.
        for (var left = _commands.Count; left > 0 && _commands.TryDequeue(out var command); left--)
        {
            try
            {
                command(this, now);
            }
#pragma warning disable CA1031 // a command that fails is our bug: said, and survived by everybody else on this shard
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Counters.Fault();
                _events.Faulted(default, fault);
            }
        }
    }

    private void Guard<T>(Peer peer, T argument, MonoTime now, Action<Peer, T, MonoTime> action)
    {
        try
        {
            action(peer, argument, now);
        }
#pragma warning disable CA1031 // one peer's trouble, whatever it is, stays that peer's
        catch (Exception fault)
#pragma warning restore CA1031
        {
            ((IPeerOutput)this).Faulted(peer, fault);
        }
    }

    private void DrainInbox(MonoTime now)
    {
        for (var left = InboxCapacity; left > 0 && Inbox.TryTake(out var parcel); left--) Forwarding.Receive(parcel, now);
    }

    private TimeSpan Patience(TimeSpan max)
    {
        Volatile.Write(ref _sleeping, 1);
        Interlocked.MemoryBarrier();    // a poster that didn't see us sleep has queued before this line
        if (!_commands.IsEmpty || !Inbox.IsEmpty) return TimeSpan.Zero;

        var untilDue = MonoTime.Earlier(_nextTick, Forwarding.BurstDue) - _clock.Now;
        var patience = untilDue < TimeSpan.Zero ? TimeSpan.Zero : untilDue < max ? untilDue : max;
        return _mustLookAround && patience > SeveralPortsPatience ? SeveralPortsPatience : patience;
    }

    private void ReceiveFrom(int port, TimeSpan patience)
    {
        var count = _ports[port].ReceiveGathering(_batch, patience, GatherFor());
        if (port == 0) Volatile.Write(ref _sleeping, 0);
        if (count == 0) return;
        Counters.Took();

        var now = _clock.Now;
        for (var i = 0; i < count; i++)
        {
            if (i % Together == 0) Preload(port, _batch.AsSpan(i, Math.Min(Together, count - i)));
            var buffer = _batch[i].Buffer;
            _batch[i].Buffer = null!;    // ours no longer after Release below
            Counters.In(buffer.Length);
            Dispatch(buffer, new(port, _batch[i].Source), now);
            buffer.Release();
        }
    }

    private TimeSpan GatherFor()
    {
        if (_amongOthers.Count > 0) return Forwarding.BurstDue == MonoTime.Never ? ShortGather : TimeSpan.Zero;
        return _connecting > 0 && _clock.Now < _joinsUntil ? JoinGather : Gather;
    }

    /// <summary>Of hundreds of viewers each reports now and then, so what is known of one is far from the processor: see <see cref="ISlotOwner.Preload"/>.</summary>
    private void Preload(int port, ReadOnlySpan<ReceivedDatagram> batch)
    {
        foreach (ref readonly var datagram in batch)
            if (_byPath.TryGetValue(new(port, datagram.Source), out var peer)) _preloaded ^= peer.PreloadReceived();
    }

    private void Dispatch(PacketBuffer buffer, PeerPath path, MonoTime now)
    {
        if (path.Remote.Port == 0)
        {
            Note(DropReason.UnanswerableSource);
            return;
        }
        var kind = Datagram.KindOf(buffer.Bytes);
        if (kind == DatagramKind.Stun)
        {
            Counters.Stun();
            Note(ReceiveStun(buffer, path, now));
            return;
        }
        if (!_byPath.TryGetValue(path, out var peer))
        {
            if (FindRoaming(buffer, kind, now) is { } roaming)
            {
                try
                {
                    Note(roaming.ReceiveRoaming(buffer, kind, path, now));
                }
#pragma warning disable CA1031 // as below
                catch (Exception fault)
#pragma warning restore CA1031
                {
                    ((IPeerOutput)this).Faulted(roaming, fault);
                }
                return;
            }
            Note(kind == DatagramKind.Unknown ? DropReason.UnknownDatagram : kind == DatagramKind.Dtls ? DropReason.DtlsBeforeIce : DropReason.UnknownAddress);
            return;
        }
        try
        {
            Note(kind switch
            {
                DatagramKind.Rtp => peer.ReceiveRtp(buffer, now),
                DatagramKind.Rtcp => peer.ReceiveRtcp(buffer, now),
                DatagramKind.Dtls => ReceiveDtls(peer, buffer, path, now),
                _ => DropReason.UnknownDatagram,
            });
        }
#pragma warning disable CA1031 // one peer's trouble, whatever it is, stays that peer's
        catch (Exception fault)
#pragma warning restore CA1031
        {
            ((IPeerOutput)this).Faulted(peer, fault);
        }
    }

    /// <summary>
    /// Whose media it says to be. That costs a few comparisons a speaker; what is then tried with the speaker's keys, <see cref="TriesPerSecond"/> times a
    /// second. So strangers who only guess take none of these tries from a speaker whose address changed.
    /// </summary>
    private Peer? FindRoaming(PacketBuffer buffer, DatagramKind kind, MonoTime now)
    {
        var at = kind == DatagramKind.Rtp ? 8 : 4;    // RFC 3550 §5.1, §6.4: where the sender's SSRC stands
        if (kind is not (DatagramKind.Rtp or DatagramKind.Rtcp) || buffer.Length < at + 4) return null;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer.Bytes[at..]);
        foreach (var (peer, publication) in _publishers)
        {
            if (!publication.Owns(ssrc)) continue;
            if (now - _triesSince >= TimeSpan.FromSeconds(1)) (_triesSince, _tries) = (now, 0);
            return ++_tries > TriesPerSecond ? null : peer;
        }
        return null;
    }

    private DropReason? ReceiveStun(PacketBuffer buffer, PeerPath path, MonoTime now)
    {
        if (!StunMessage.TryParse(buffer.Bytes, out var message)) return DropReason.MalformedStun;
        if (!IceCredentials.TryReadKey(message.Username, out var ufrag) || !_byUfrag.TryGetValue(ufrag, out var peer)) return DropReason.UnknownUfrag;
        // Who may check may also forge a source address: another's path isn't theirs to take, while that other shows signs of life on it.
        if (_byPath.TryGetValue(path, out var owner) && owner != peer && owner.Uses(path, now)) return DropReason.AddressInUse;
        return peer.ReceiveStun(message, ufrag, path, now);
    }

    private DropReason? ReceiveDtls(Peer peer, PacketBuffer buffer, PeerPath path, MonoTime now)
    {
        Counters.Dtls();
        return peer.ReceiveDtls(buffer, path, now);
    }

    private void SendBursts()
    {
        Forwarding.RingOthers();    // first: their part of the work goes on beside ours
        if (Forwarding.BurstDue == MonoTime.Never) return;
        Forwarding.Flush(_clock.Now);
        foreach (var port in _ports) port.Flush();
        Forwarding.Clear(_clock.Now);
    }

    private void Tick(MonoTime now)
    {
        _nextTick = now + TickInterval;
        Counters.NoteAllocation();
        for (var i = _peers.Count - 1; i >= 0; i--)
        {
            var peer = _peers[i];
            if (peer.Due > now) continue;
            Guard(peer, 0, now, static (p, _, n) => p.Tick(n));
        }
        Forwarding.Tick(now);
    }

    private void CloseFaulted(MonoTime now)
    {
        foreach (var peer in _faulted) peer.Close(SessionEnd.Faulted, now);
        _faulted.Clear();
    }

    private void Count(int connecting, int connected)
    {
        _connecting += connecting;
        _connected += connected;
        Counters.Peers(_connecting, _connected);
    }

    private void Note(DropReason? drop)
    {
        if (drop is { } reason) Counters.Drop(reason);
    }
}
