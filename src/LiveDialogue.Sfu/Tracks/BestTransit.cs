using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>How much longer a stream's packets are under way than at their best of the last ten to twenty seconds: what queues on their path. A mutable struct.</summary>
internal struct BestTransit
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(10);

    /// <summary>A step as large is another clock, not another queue.</summary>
    private const long Jump = 3_000_000;

    private long _best, _bestBefore, _last;
    private double _over;
    private MonoTime _halfEnds;

    /// <summary>Smoothed over some 16 packets.</summary>
    public readonly TimeSpan Over => TimeSpan.FromMicroseconds(_over);

    /// <param name="transit">Arrival minus sending time in microseconds, of whatever two clocks.</param>
    public void Add(long transit, MonoTime now)
    {
        if (_halfEnds == default || Math.Abs(transit - _last) > Jump)
        {
            (_best, _bestBefore, _over, _halfEnds) = (transit, transit, 0, now + Half);
        }
        else if (now >= _halfEnds)
        {
            // Clocks drift apart, and the best of long ago is no measure for ever.
            (_bestBefore, _best, _halfEnds) = (_best, transit, now + Half);
        }
        _last = transit;
        _best = Math.Min(_best, transit);
        _over += (transit - Math.Min(_best, _bestBefore) - _over) / 16;
    }
}
