using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// The rate that the delay allows: 15 % below what arrived when a queue grows, a wait while it empties, then up again,
/// by 8 % a second, or near the rate at which it last overflowed by about a packet a round trip (draft-ietf-rmcat-gcc-02 §5.5).
/// A mutable struct of fixed size.
/// </summary>
internal struct RateControl
{
    public const long Least = 30_000;
    public const long Most = 50_000_000;

    private const double Beta = 0.85;
    private const double GrowthPerSecond = 1.08;
    private const double BeyondDelivered = 1.5;
    private const int PacketBits = 1200 * 8;
    private static readonly TimeSpan Feedback = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Quickest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Slowest = TimeSpan.FromMilliseconds(200);

    private Capacity _capacity;
    private MonoTime _changed;
    private MonoTime _updated;
    private bool _increases;

    public RateControl(long start) => BitsPerSecond = start;

    public long BitsPerSecond { get; private set; }

    /// <summary>A report came.</summary>
    /// <param name="delivered">What arrived lately, in bits per second; null while unknown.</param>
    /// <returns>True when the rate went down.</returns>
    public bool Update(PathUse use, long? delivered, TimeSpan roundTrip, MonoTime now)
    {
        var elapsed = _updated == default ? TimeSpan.Zero : now - _updated;
        _updated = now;
        switch (use)
        {
            case PathUse.Over:
                _increases = false;
                if (!MayLower(delivered, roundTrip, now)) return false;
                Lower(delivered, now);
                return true;
            case PathUse.Under:
                _increases = false;                                   // the queue empties: whoever raises now fills it again
                return false;
            default:
                if (_increases) Raise(delivered, roundTrip, elapsed, now);
                _increases = true;
                return false;
        }
    }

    /// <summary>A probe showed that there is more, or that there is less.</summary>
    public void Set(long bitsPerSecond, MonoTime now)
    {
        BitsPerSecond = Math.Clamp(bitsPerSecond, Least, Most);
        _changed = now;
    }

    private readonly bool MayLower(long? delivered, TimeSpan roundTrip, MonoTime now)
    {
        if (delivered < BitsPerSecond / 2) return true;
        var interval = roundTrip < Quickest ? Quickest : roundTrip > Slowest ? Slowest : roundTrip;
        return now - _changed >= interval;
    }

    private void Lower(long? delivered, MonoTime now)
    {
        var lower = delivered is { } known ? (long)(known * Beta) : (long)(BitsPerSecond * Beta);
        // More arrived than the estimate: the path was better than thought, and now it isn't.
        if (lower > BitsPerSecond && _capacity.IsKnown) lower = (long)(_capacity.Estimate * Beta);
        if (delivered is { } rate)
        {
            if (rate < _capacity.Lower) _capacity = default;
            _capacity.Add(rate);
        }
        BitsPerSecond = Math.Clamp(Math.Min(lower, BitsPerSecond), Least, Most);
        _changed = now;
    }

    private void Raise(long? delivered, TimeSpan roundTrip, TimeSpan elapsed, MonoTime now)
    {
        // Nobody knows of a path what wasn't asked of it.
        var most = delivered is { } rate ? (long)(rate * BeyondDelivered) + 10_000 : BitsPerSecond;
        if (BitsPerSecond >= most) return;
        if (delivered > _capacity.Upper) _capacity = default;

        var seconds = Math.Min(1, elapsed.TotalSeconds);
        var more = _capacity.IsKnown
            ? Math.Max(4_000, PacketBits / (roundTrip + Feedback).TotalSeconds) * seconds
            : Math.Max(1_000 * seconds, BitsPerSecond * (Math.Pow(GrowthPerSecond, seconds) - 1));
        BitsPerSecond = Math.Min(BitsPerSecond + (long)more, Math.Min(most, Most));
        _changed = now;
    }

    /// <summary>Where the path was full, and how much that varies.</summary>
    private struct Capacity
    {
        private double _kilobits;
        private double _variance;

        public readonly bool IsKnown => _kilobits > 0;
        public readonly long Estimate => (long)(_kilobits * 1000);
        public readonly long Upper => IsKnown ? (long)((_kilobits + (3 * Deviation)) * 1000) : long.MaxValue;
        public readonly long Lower => IsKnown ? (long)(Math.Max(0, _kilobits - (3 * Deviation)) * 1000) : 0;

        private readonly double Deviation => Math.Sqrt(_variance * _kilobits);

        public void Add(long bitsPerSecond)
        {
            var sample = bitsPerSecond / 1000d;
            if (!IsKnown) (_kilobits, _variance) = (sample, 0.4);
            else _kilobits = (0.95 * _kilobits) + (0.05 * sample);
            var error = _kilobits - sample;
            _variance = Math.Clamp((0.95 * _variance) + (0.05 * error * error / Math.Max(_kilobits, 1)), 0.4, 2.5);
        }
    }
}
