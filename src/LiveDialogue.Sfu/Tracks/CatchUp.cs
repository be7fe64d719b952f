using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// What a viewer who started in the past has yet to be sent, and how fast: several times the layer's rate, so that it meets the live packets soon,
/// but not in one burst that its path would lose.
/// </summary>
internal struct CatchUp
{
    /// <summary>Goes at once: most keyframes whole.</summary>
    private const int FirstBurst = 48_000;
    private const long LeastBitsPerSecond = 12_000_000;
    private const int TimesTheRate = 8;

    private long _budget;
    private long _bitsPerSecond;
    private MonoTime _refilled;

    /// <summary>The next source sequence to be sent.</summary>
    public long Next { get; set; }

    /// <summary>The last one; moves on with the live packets until caught up.</summary>
    public long End { get; set; }

    public static CatchUp None => new() { End = -1 };

    public readonly bool IsPending => Next <= End;

    /// <summary>How old its first packet was when it began.</summary>
    public TimeSpan Lag { get; private init; }

    /// <summary>All of it at once, for a receiver in this process, or as fast as the viewer's pacer lets it.</summary>
    public static CatchUp AtOnce(long next, long end) => new() { Next = next, End = end, _budget = long.MaxValue };

    public static CatchUp Begin(long next, long end, long layerBitsPerSecond, TimeSpan lag, MonoTime now) => new()
    {
        Next = next,
        End = end,
        Lag = lag,
        _budget = FirstBurst,
        _bitsPerSecond = Math.Max(LeastBitsPerSecond, layerBitsPerSecond * TimesTheRate),
        _refilled = now,
    };

    /// <returns>Whether something may go now.</returns>
    public bool MayGo(MonoTime now)
    {
        if (!IsPending) return false;
        if (_bitsPerSecond != 0 && now > _refilled)
        {
            _budget = Math.Min(FirstBurst, _budget + ((now - _refilled).Ticks * _bitsPerSecond / (8 * TimeSpan.TicksPerSecond)));
            _refilled = now;
        }
        return _budget > 0;
    }

    public void Spend(int bytes) => _budget -= bytes;
}
