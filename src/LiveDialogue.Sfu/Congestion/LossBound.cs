using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// The rate that loss allows (draft-ietf-rmcat-gcc-02 §6): down by half of the share that was lost when that is over a tenth, up again below 2 %.
/// Between the two it stays: a mobile path loses so much by itself. A mutable struct of fixed size.
/// </summary>
internal struct LossBound
{
    private const double Much = 0.10;
    private const double Little = 0.02;
    private const double GrowthPerSecond = 1.08;
    private const int Enough = 20;                                    // packets; fewer tell nothing
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private MonoTime _since;
    private MonoTime _lowered;
    private int _sent;
    private int _lost;

    public LossBound() => BitsPerSecond = long.MaxValue;

    public long BitsPerSecond { get; private set; }

    /// <summary>Of the last second or so, 0..1.</summary>
    public double FractionLost { get; private set; }

    /// <param name="told">Packets whose fate was told for the first time.</param>
    /// <param name="lost">Those of them that didn't come, less those that came after all.</param>
    /// <param name="allowed">The rate at the moment.</param>
    /// <returns>True when the rate went down.</returns>
    public bool Update(int told, int lost, long allowed, TimeSpan roundTrip, MonoTime now)
    {
        _sent += told;
        _lost += lost;
        if (_since == default) _since = now;
        if (_sent < Enough || now - _since < Window) return false;

        FractionLost = Math.Clamp(_lost / (double)_sent, 0, 1);
        var seconds = Math.Min(2, (now - _since).TotalSeconds);
        (_since, _sent, _lost) = (now, 0, 0);
        if (FractionLost < Little)
        {
            if (BitsPerSecond != long.MaxValue) BitsPerSecond = (long)(BitsPerSecond * Math.Pow(GrowthPerSecond, seconds)) + 1_000;
            // It binds no more.
            if (BitsPerSecond > 2 * allowed) BitsPerSecond = long.MaxValue;
            return false;
        }
        if (FractionLost <= Much || now - _lowered < roundTrip + TimeSpan.FromMilliseconds(300)) return false;

        BitsPerSecond = Math.Max(RateControl.Least, (long)(Math.Min(allowed, BitsPerSecond) * (1 - (FractionLost / 2))));
        _lowered = now;
        return true;
    }

    /// <summary>A probe went through.</summary>
    public void Lift(long bitsPerSecond)
    {
        if (BitsPerSecond != long.MaxValue) BitsPerSecond = Math.Max(BitsPerSecond, bitsPerSecond);
    }
}
