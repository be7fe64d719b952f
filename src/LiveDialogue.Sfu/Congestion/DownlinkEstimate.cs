using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// What one viewer's path carries, as far as REMB or loss tell: no bound until something is wrong, down at once on loss or a low REMB, and after
/// a calm a single step up as a trial, with a longer calm after each trial that failed. For clients
/// without transport feedback; with it, <see cref="PathEstimator"/> estimates.
/// </summary>
internal sealed class DownlinkEstimate
{
    private const double MuchLoss = 0.09;
    private const double LittleLoss = 0.02;

    /// <summary>Below this a path carries no picture at all, and the lowest layer trickles anyway.</summary>
    private const long Least = 50_000;
    private static readonly TimeSpan RembFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestCalm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TrialFor = TimeSpan.FromSeconds(4);

    private TimeSpan _calm = ShortestCalm;
    private MonoTime _calmSince;
    private MonoTime _lastDown;
    private MonoTime _trialUntil;
    private MonoTime _rembAt;
    private long _remb;
    private bool _wentDown;

    /// <summary>For everything that is sent, audio and repairs included; <see cref="long.MaxValue"/>: nothing speaks against any.</summary>
    public long BitsPerSecond { get; private set; } = long.MaxValue;

    /// <summary>The viewer's own estimate (goog-remb).</summary>
    /// <param name="sent">What we sent it lately, in bits per second: REMB knows little above that.</param>
    public void OnRemb(long bitsPerSecond, long sent, MonoTime now)
    {
        (_remb, _rembAt) = (bitsPerSecond, now);
        if (bitsPerSecond < sent * 0.95) Lower(bitsPerSecond, now);
        else if (BitsPerSecond != long.MaxValue && bitsPerSecond > BitsPerSecond && now - _calmSince >= _calm) BitsPerSecond = bitsPerSecond;
    }

    /// <summary>A receiver report: the worst loss of the viewer's streams.</summary>
    /// <param name="fractionLost">0..1.</param>
    public void OnLoss(double fractionLost, long sent, MonoTime now)
    {
        if (fractionLost > LittleLoss) _calmSince = now;
        if (fractionLost <= MuchLoss || (_wentDown && now - _lastDown < BetweenSteps)) return;

        // A REMB that is current saw the loss, too, and knows better how far to go.
        if (HasRemb(now) && _remb >= sent) return;
        Lower((long)(Math.Min(sent, BitsPerSecond) * (1 - (fractionLost / 2))), now);
    }

    /// <summary>Called with each choice of layers.</summary>
    /// <param name="sent">As above.</param>
    /// <param name="nextRaise">What one more step would take on top, as <see cref="LayerPlan"/> has it.</param>
    public void Probe(long sent, long nextRaise, MonoTime now)
    {
        if (BitsPerSecond == long.MaxValue) return;
        if (nextRaise == long.MaxValue)
        {
            // Everything is sent, and calmly: nothing binds.
            if (now - _calmSince >= _calm) (BitsPerSecond, _calm) = (long.MaxValue, ShortestCalm);
            return;
        }
        if (now - _calmSince < _calm) return;
        BitsPerSecond = Math.Max(BitsPerSecond, sent) + nextRaise;
        (_calmSince, _trialUntil) = (now, now + TrialFor);
    }

    private bool HasRemb(MonoTime now) => _remb != 0 && now - _rembAt <= RembFor;

    private void Lower(long bitsPerSecond, MonoTime now)
    {
        if (now < _trialUntil) _calm = _calm * 2 < LongestCalm ? _calm * 2 : LongestCalm;
        BitsPerSecond = Math.Min(BitsPerSecond, Math.Max(Least, bitsPerSecond));
        (_calmSince, _lastDown, _wentDown) = (now, now, true);
        _trialUntil = default;
    }
}
