using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// How fast one viewer's pictures may leave: so that a keyframe doesn't fill the queue of a narrow path, in which the sound would stand behind it.
/// Holds no packets: what may not go yet stays in its layer's history. Sound never waits; it only counts.
/// </summary>
internal sealed class Pacer
{
    // Times the estimate: for bursts on a path with room; on one that is nearly full, where a keyframe that hurries is a queue; on one where less is
    // known than may be; and where not even the lowest layers fit, so that the estimate has something to grow by.
    private const double Hurry = 2.5;
    private const double Patience = 1;
    private const double Care = 1.2;
    private const double Trickle = 1.15;
    private const double Room = 1.5;
    private const int LeastBurst = 2_400;                             // two packets
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MostDebt = TimeSpan.FromMilliseconds(100);

    private long _budget;
    private long _bitsPerSecond;
    private MonoTime _refilled;

    /// <summary>Nothing waits: the path carries several times what is sent, or nothing is known of it.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The path is nearly full with what should be sent.</summary>
    public bool IsTight { get; private set; }

    /// <summary>While it isn't open.</summary>
    public long BitsPerSecond => _bitsPerSecond;

    public void Open() => (IsOpen, IsTight) = (true, false);

    /// <param name="planned">What the layers come to that should be sent.</param>
    /// <param name="steppingDown">More than that is sent until a lower layer's keyframe comes: not beyond the estimate, then.</param>
    public void Close(PathEstimator path, long planned, bool steppingDown, MonoTime now)
    {
        var estimate = path.BitsPerSecond;
        if (IsOpen) (_budget, _refilled) = (0, now);
        Refill(now);
        var wasBad = path.IsLimit || path.LastDecrease != default;
        IsTight = steppingDown || (wasBad && estimate < planned * Room);
        var factor = !IsTight ? Hurry : steppingDown ? Patience : estimate < planned ? Trickle : path.IsLimit ? Patience : Care;
        (IsOpen, _bitsPerSecond) = (false, (long)(estimate * factor));
    }

    /// <returns>Whether a packet may go now.</returns>
    public bool MayGo(MonoTime now)
    {
        if (IsOpen) return true;
        Refill(now);
        return _budget >= 0;
    }

    /// <summary>Something went, paced or not.</summary>
    public void Spend(int bytes)
    {
        if (!IsOpen) _budget -= bytes;
    }

    private void Refill(MonoTime now)
    {
        if (now <= _refilled) return;
        var elapsed = now - _refilled;
        _refilled = now;
        var most = Math.Max(LeastBurst, BytesIn(Burst));
        _budget = Math.Clamp(_budget + BytesIn(elapsed), -BytesIn(MostDebt) - LeastBurst, most);
    }

    private long BytesIn(TimeSpan span) => span.Ticks * _bitsPerSecond / (8 * TimeSpan.TicksPerSecond);
}
