using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Watching;

/// <summary>What an audience has received, over all viewers of one loop. Written by the loop's thread, read by others when the counting is over.</summary>
internal sealed class ViewerTotals
{
    private long _connected, _lost, _began, _packets, _bytes, _inWindow;
    private MonoTime _from = MonoTime.Never, _to = MonoTime.Never;

    internal long Connected => Interlocked.Read(ref _connected);

    /// <summary>Connections that ended.</summary>
    internal long Lost => Interlocked.Read(ref _lost);

    /// <summary>Viewers who were sent something.</summary>
    internal long Began => Interlocked.Read(ref _began);

    internal long Packets => Interlocked.Read(ref _packets);
    internal long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Packets whose stamp lies in the window.</summary>
    internal long InWindow => Interlocked.Read(ref _inWindow);

    /// <summary>From sending until this program read it: the simulator's own scheduling is in it.</summary>
    internal DelayHistogram Delays { get; } = new();

    /// <summary>From sending until it lay at the viewer's socket.</summary>
    internal DelayHistogram SocketDelays { get; } = new();

    /// <summary>Counts what was sent within [from, to), whenever it arrives. On the loop's thread.</summary>
    internal void Count(MonoTime from, MonoTime to)
    {
        (_from, _to) = (from, to);
        _inWindow = 0;
        Delays.Clear();
        SocketDelays.Clear();
    }

    internal void ViewerConnected() => Interlocked.Increment(ref _connected);

    internal void ViewerBegan() => Interlocked.Increment(ref _began);

    internal void ViewerLost()
    {
        Interlocked.Decrement(ref _connected);
        Interlocked.Increment(ref _lost);
    }

    internal void Arrived(int length)
    {
        _packets++;
        _bytes += length;
    }

    internal void Stamped(MonoTime sent, MonoTime arrival, MonoTime taken)
    {
        if (sent < _from || sent >= _to) return;
        _inWindow++;
        Delays.Add(taken - sent);
        SocketDelays.Add(arrival - sent);
    }
}
