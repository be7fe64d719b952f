using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Congestion;

/// <summary>A path that several flows share, as in RFC 8867 §3: one link with a queue, and each flow's own way back.</summary>
internal sealed class Bottleneck
{
    private readonly List<IFlow> _flows = [];
    private readonly List<VirtualLink> _back = [];
    private readonly byte[] _datagram = new byte[1500];

    /// <param name="bitsPerSecond">Of the link.</param>
    public Bottleneck(int seed, long bitsPerSecond)
    {
        Console.WriteLine($"seed {seed}");
        Network = new VirtualNetwork(seed);
        // RFC 8867 §4: one-way delay 50 ms, a drop-tail queue of 300 ms.
        Link = Network.Link(new() { Delay = 50.Milliseconds(), BitsPerSecond = bitsPerSecond, Queue = 300.Milliseconds(), Jitter = 2.Milliseconds() });
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
        return made;
    }

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
                var (flow, back, id) = (_flows[i], _back[i], (byte)i);
                while (back.TryReceive(now, out var report)) flow.Reported(report, now);
                flow.Send(now, packet =>
                {
                    _datagram[0] = id;
                    packet.CopyTo(_datagram.AsSpan(1));
                    Link.Send(_datagram.AsSpan(0, packet.Length + 1), now);
                });
            }
            while (Link.TryReceive(now, out var datagram))
            {
                var id = datagram[0];
                _flows[id].Arrived(datagram.AsSpan(1), now, report => _back[id].Send(report, now));
            }
            for (var i = 0; i < _flows.Count; i++)
            {
                var back = _back[i];
                _flows[i].Run(now, report => back.Send(report, now));
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
