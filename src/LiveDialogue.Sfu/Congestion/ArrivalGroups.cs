using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// Puts packets that were sent within 5 ms together, and those that arrived in one burst because the path held them back; tells by how much the
/// distance of two groups changed on the way (draft-ietf-rmcat-gcc-02 §5.2; Carlucci et al. 2016 §3.1). A mutable struct of fixed size.
/// </summary>
internal struct ArrivalGroups
{
    private const long SentTogether = 5_000;                          // microseconds, all of these
    private const long ArrivedTogether = 5_000;
    private const long LongestBurst = 100_000;
    private const int MaxDisorder = 3;

    private Group _present;
    private Group _before;
    private int _disorder;

    /// <summary>A packet arrived; call in the order of sending.</summary>
    /// <param name="sent">Our clock.</param>
    /// <param name="arrived">The viewer's.</param>
    /// <param name="delta">Between the last two groups that are complete.</param>
    /// <returns>True when this packet began a group, and two before it can be compared.</returns>
    public bool TryAdd(MonoTime sent, MonoTime arrived, out GroupDelta delta)
    {
        var (at, came) = (sent.Microseconds, arrived.Microseconds);
        delta = default;
        if (!_present.Exists)
        {
            _present = new Group(at, came);
            return false;
        }
        if (at < _present.FirstSent) return false;                     // of a group that is closed
        if (_present.Takes(at, came))
        {
            _present.LastSent = Math.Max(_present.LastSent, at);
            _present.LastArrived = came;
            return false;
        }

        var comparable = _before.Exists;
        if (comparable)
        {
            delta = new GroupDelta(_present.LastSent - _before.LastSent, _present.LastArrived - _before.LastArrived, new MonoTime(_present.LastArrived));
            if (delta.ArrivedMicroseconds < 0)
            {
                // Overtaken groups say nothing; many of them mean that the clock was set.
                if (++_disorder >= MaxDisorder) this = default;
                return false;
            }
            _disorder = 0;
        }
        (_before, _present) = (_present, new Group(at, came));
        return comparable;
    }

    private struct Group(long sent, long arrived)
    {
        public bool Exists = true;
        public long FirstSent = sent;
        public long LastSent = sent;
        public long FirstArrived = arrived;
        public long LastArrived = arrived;

        public readonly bool Takes(long sent, long arrived)
        {
            if (sent - FirstSent <= SentTogether) return true;
            // Closer behind the one before than it was sent, and close at all: they waited together.
            var apart = arrived - LastArrived;
            return apart < sent - LastSent && apart <= ArrivedTogether && arrived - FirstArrived < LongestBurst;
        }
    }
}

/// <summary>What lies between two groups of packets.</summary>
/// <param name="Arrival">Of the later one, by the viewer's clock.</param>
internal readonly record struct GroupDelta(long SentMicroseconds, long ArrivedMicroseconds, MonoTime Arrival);
