using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Testing;

/// <summary>
/// A network in virtual time: links between addresses, ports that shards or peers read from, and whoever takes part. The same seed gives the same run.
/// </summary>
public sealed class VirtualNetwork
{
    private readonly Dictionary<(TransportAddress From, TransportAddress To), VirtualLink> _links = [];
    private readonly Dictionary<TransportAddress, VirtualPort> _ports = [];
    private readonly List<(TransportAddress From, TransportAddress To, VirtualLink Link)> _paths = [];
    private readonly List<Action<MonoTime>> _participants = [];

    public VirtualNetwork(int seed) => Random = new SeededRandom(seed);

    public SeededRandom Random { get; }
    public VirtualClock Clock { get; } = new();
    public MonoTime Now => Clock.Now;

    /// <summary>A path that isn't set has none of this.</summary>
    public LinkConditions DefaultConditions { get; set; } = new();

    /// <summary>How far one step of <see cref="RunFor"/> goes.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>One direction, not bound to addresses: for tests below the socket.</summary>
    public VirtualLink Link(LinkConditions conditions) => new(Random, conditions);

    /// <summary>The path from one address to another, made with the default conditions on first use.</summary>
    public VirtualLink Path(TransportAddress from, TransportAddress to)
    {
        if (_links.TryGetValue((from, to), out var link)) return link;
        link = new VirtualLink(Random, DefaultConditions);
        _links.Add((from, to), link);
        _paths.Add((from, to, link));
        return link;
    }

    /// <summary>Sets both directions.</summary>
    public void Connect(TransportAddress left, TransportAddress right, LinkConditions conditions)
    {
        Path(left, right).Conditions = conditions;
        Path(right, left).Conditions = conditions;
    }

    /// <summary>A bound port; datagrams to its address go there, those to nobody are lost.</summary>
    public VirtualPort Bind(TransportAddress address, PacketPool pool)
    {
        var port = new VirtualPort(this, address, pool);
        _ports.Add(address, port);
        return port;
    }

    /// <summary>Someone who is given each step's time, in the order of joining, after the datagrams due have arrived.</summary>
    public void Join(Action<MonoTime> participant) => _participants.Add(participant);

    public void RunFor(TimeSpan span)
    {
        var end = Clock.Now + span;
        while (Clock.Now < end)
        {
            Clock.AdvanceTo(MonoTime.Earlier(end, Clock.Now + Step));
            Deliver();
            foreach (var participant in _participants) participant(Clock.Now);
        }
    }

    /// <summary>Runs until it is so, or the time is over.</summary>
    /// <returns>Whether it came to be so.</returns>
    public bool RunUntil(Func<bool> isSo, TimeSpan atMost)
    {
        var end = Clock.Now + atMost;
        while (!isSo() && Clock.Now < end) RunFor(Step);
        return isSo();
    }

    /// <summary>Bytes that <see cref="VirtualPort"/> allocated while sending: to be left out where a sender is held to allocate nothing.</summary>
    public long AllocatedBySending { get; private set; }

    internal void Send(TransportAddress from, TransportAddress to, ReadOnlySpan<byte> datagram)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Path(from, to).Send(datagram, Clock.Now);
        AllocatedBySending += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    internal void Unbind(TransportAddress address) => _ports.Remove(address);

    private void Deliver()
    {
        for (var i = 0; i < _paths.Count; i++)
        {
            var (from, to, link) = _paths[i];
            while (link.TryReceive(Clock.Now, out var datagram))
                if (_ports.TryGetValue(to, out var port)) port.Arrive(datagram, from);
        }
    }
}
