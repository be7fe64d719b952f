using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Congestion;

/// <summary>A path that several flows share, as in RFC 8867 §3: one link with a queue, and each flow's own way back.</summary>
internal sealed class Bottleneck
{
    private readonly List<IFlow> _flows = [];
    private readonly List<VirtualLink> _back = [];
    private readonly List<bool> _isBackward = [];
    private VirtualLink? _wayBack;
    private readonly byte[] _datagram = new byte[1500];

    /// <param name="bitsPerSecond">Of the link.</param>
    public Bottleneck(int seed, long bitsPerSecond)
    {
        Console.WriteLine($"seed {seed}");
        Network = new VirtualNetwork(seed);
        Link = Network.Link(Conditions(bitsPerSecond));
    }

    public VirtualNetwork Network { get; }
    public VirtualLink Link { get; }
    public MonoTime Now => Network.Now;

    /// <summary>Of the queue, each millisecond.</summary>
    public List<double> QueueMilliseconds { get; } = [];

    public T Add<T>(Func<VirtualNetwork, T> flow, LinkConditions? back = null)
        where T : IFlow
    {
        var made = flow(Network);
        _flows.Add(made);
        _back.Add(Network.Link(back ?? new() { Delay = 50.Milliseconds() }));
        _isBackward.Add(false);
        return made;
    }

    /// <summary>From now on reports go over a link that all share, and media may come the other way.</summary>
    public void OpenWayBack(long bitsPerSecond) => _wayBack = Network.Link(Conditions(bitsPerSecond));

    /// <summary>A flow whose media takes the way back, and whose reports the link.</summary>
    public T AddBackward<T>(Func<VirtualNetwork, T> flow)
        where T : IFlow
    {
        var made = Add(flow);
        _isBackward[^1] = true;
        return made;
    }

    public void SetRateBack(long bitsPerSecond) => _wayBack!.Conditions = _wayBack.Conditions with { BitsPerSecond = bitsPerSecond };    // opened

    public void SetRate(long bitsPerSecond) => Link.Conditions = Link.Conditions with { BitsPerSecond = bitsPerSecond };

    public void RunFor(TimeSpan span)
    {
        var end = Now + span;
        while (Now < end)
        {
            var now = Network.Clock.Advance(1.Milliseconds());
            QueueMilliseconds.Add(Link.Waiting(now).TotalMilliseconds);
            for (var i = 0; i < _flows.Count; i++)
            {
                var (flow, media, id) = (_flows[i], _isBackward[i] ? _wayBack! : Link, i);    // opened, or there is no such flow
                if (_wayBack is null)
                    while (_back[i].TryReceive(now, out var report)) flow.Reported(report, now);
                flow.Send(now, packet => Send(media, id, isReport: false, packet, now));
            }
            Deliver(Link, now);
            if (_wayBack is not null) Deliver(_wayBack, now);
            for (var i = 0; i < _flows.Count; i++)
            {
                var id = i;
                _flows[i].Run(now, report => Report(id, report, now));
            }
        }
    }

    /// <summary>Of the queue's waiting since a moment, the share-th smallest.</summary>
    public double Queue(double share, TimeSpan last)
    {
        var part = QueueMilliseconds[^(int)last.TotalMilliseconds..];
        part.Sort();
        return part[(int)(share * (part.Count - 1))];
    }

    private void Deliver(VirtualLink link, MonoTime now)
    {
        while (link.TryReceive(now, out var datagram))
        {
            var id = datagram[0];
            if (datagram[1] != 0) _flows[id].Reported(datagram.AsSpan(2), now);
            else _flows[id].Arrived(datagram.AsSpan(2), now, report => Report(id, report, now));
        }
    }

    private void Report(int id, ReadOnlySpan<byte> report, MonoTime now)
    {
        if (_wayBack is null) _back[id].Send(report, now);
        else Send(_isBackward[id] ? Link : _wayBack, id, isReport: true, report, now);
    }

    private void Send(VirtualLink link, int id, bool isReport, ReadOnlySpan<byte> bytes, MonoTime now)
    {
        _datagram[0] = (byte)id;
        _datagram[1] = isReport ? (byte)1 : (byte)0;
        bytes.CopyTo(_datagram.AsSpan(2));
        link.Send(_datagram.AsSpan(0, bytes.Length + 2), now);
    }

    /// <summary>RFC 8867 §4: one-way delay 50 ms, a drop-tail queue of 300 ms.</summary>
    private static LinkConditions Conditions(long bitsPerSecond) =>
        new() { Delay = 50.Milliseconds(), BitsPerSecond = bitsPerSecond, Queue = 300.Milliseconds(), Jitter = 2.Milliseconds() };
}

/// <summary>One sender and its receiver.</summary>
internal interface IFlow
{
    void Send(MonoTime now, Media sink);
    void Arrived(ReadOnlySpan<byte> packet, MonoTime now, Media report);
    void Reported(ReadOnlySpan<byte> report, MonoTime now);
    void Run(MonoTime now, Media report);
}

internal delegate void Media(ReadOnlySpan<byte> bytes);
