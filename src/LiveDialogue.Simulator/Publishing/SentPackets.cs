using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Publishing;

/// <summary>Counts a publisher's stamped packets. Written by the loop's thread, read by others when the counting is over.</summary>
internal sealed class SentPackets
{
    private long _total, _inWindow;
    private MonoTime _from = MonoTime.Never, _to = MonoTime.Never;

    internal long Total => Interlocked.Read(ref _total);

    /// <summary>Packets whose stamp lies in the window.</summary>
    internal long InWindow => Interlocked.Read(ref _inWindow);

    /// <summary>Counts what is sent within [from, to). On the loop's thread.</summary>
    internal void Count(MonoTime from, MonoTime to)
    {
        (_from, _to) = (from, to);
        _inWindow = 0;
    }

    /// <summary>Stamps a payload that is about to be sent.</summary>
    internal void Stamp(Span<byte> payload, MonoTime now)
    {
        SendStamp.Write(payload, now);
        _total++;
        if (now >= _from && now < _to) _inWindow++;
    }
}
