using LiveDialogue.Wire;

namespace LiveDialogue.Testing;

/// <summary>One direction of a path in virtual time: what goes in comes out later, twice, or never. Conditions may change while it runs.</summary>
public sealed class VirtualLink(SeededRandom random, LinkConditions conditions)
{
    private readonly PriorityQueue<byte[], (long Microseconds, long Order)> _flying = new();
    private MonoTime _lastArrival;
    private MonoTime _free;
    private TraceCursor _trace;
    private bool _isBad;
    private long _order;

    public LinkConditions Conditions { get; set; } = conditions;

    public int Sent { get; private set; }
    public int Dropped { get; private set; }

    /// <summary><see cref="MonoTime.Never"/> while nothing is under way.</summary>
    public MonoTime NextArrival => _flying.TryPeek(out _, out var due) ? new(due.Microseconds) : MonoTime.Never;

    public void Send(ReadOnlySpan<byte> datagram, MonoTime now)
    {
        Sent++;
        if (random.Chance(Conditions.Loss) || IsLostInBurst() || !TryQueue(datagram.Length, now, out var leaves))
        {
            Dropped++;
            return;
        }
        Fly(datagram, leaves);
        if (random.Chance(Conditions.Duplicate)) Fly(datagram, leaves);
    }

    /// <returns>False when nothing has arrived by now.</returns>
    public bool TryReceive(MonoTime now, out byte[] datagram)
    {
        datagram = [];
        if (NextArrival > now) return false;
        datagram = _flying.Dequeue();
        return true;
    }

    /// <summary>How long a datagram that is sent now would wait for its turn.</summary>
    public TimeSpan Waiting(MonoTime now) => _free > now ? _free - now : TimeSpan.Zero;

    private bool IsLostInBurst()
    {
        if (Conditions.Bursts is not { } bursts) return false;
        _isBad = _isBad ? !random.Chance(bursts.Ends) : random.Chance(bursts.Begins);
        return _isBad && random.Chance(bursts.LossWithin);
    }

    private bool TryQueue(int length, MonoTime now, out MonoTime leaves)
    {
        leaves = now;
        if (Conditions.Trace is { } trace) return _trace.TryServe(trace, length, now, Conditions.Queue, out leaves);
        if (Conditions.BitsPerSecond == 0) return true;

        var start = _free > now ? _free : now;
        if (start - now > Conditions.Queue) return false;
        leaves = _free = start + new TimeSpan(length * 8 * TimeSpan.TicksPerSecond / Conditions.BitsPerSecond);
        return true;
    }

    private void Fly(ReadOnlySpan<byte> datagram, MonoTime leaves)
    {
        var arrival = leaves + Conditions.Delay + (Conditions.Jitter * random.NextFraction());
        if (random.Chance(Conditions.Reorder)) arrival += Conditions.ReorderBy;
        else if (arrival < _lastArrival) arrival = _lastArrival;
        else _lastArrival = arrival;
        _flying.Enqueue(datagram.ToArray(), (arrival.Microseconds, _order++));
    }
}
