using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// When a viewer's layers may be raised: after a calm of five seconds on a path that a probe found wide enough; after a step that failed the calm is
/// twice as long, up to twenty. Lowering asks nobody.
/// </summary>
internal sealed class LayerSteps
{
    /// <summary>Of what is sent, what a path must carry to be left alone: no pacing.</summary>
    public const int Ample = 2;

    private const double ProbeBeyond = 1.15;
    private const double AmpleProbe = 2.4;                            // less a tenth, that is still ample
    private const int Stride = 3;
    private static readonly TimeSpan ShortestCalm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenFailedProbes = TimeSpan.FromSeconds(10);

    /// <summary>On a path that was bad once and now carries all that is wanted: whether it is ample again.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(60);

    /// <summary>While not even the lowest layers fit.</summary>
    private static readonly TimeSpan BetweenRescues = TimeSpan.FromSeconds(2);

    /// <summary>A path that gets worse within this after a step up got worse by it.</summary>
    private static readonly TimeSpan TrialFor = TimeSpan.FromSeconds(8);

    /// <summary>After which earlier failures are forgotten.</summary>
    private static readonly TimeSpan Forgiveness = TimeSpan.FromSeconds(60);

    private MonoTime _calmSince;
    private MonoTime _raised;
    private MonoTime _nextProbe;
    private MonoTime _nextRescue;
    private MonoTime _nextLook;
    private MonoTime _failed;
    private long _asked;
    private long _reached;

    /// <summary>An answer is awaited, or hasn't been thought about.</summary>
    public bool IsAsking => _asked != 0;

    /// <summary>How long the path must have been calm.</summary>
    public TimeSpan Calm { get; private set; } = ShortestCalm;

    /// <summary>The path got worse.</summary>
    /// <param name="at">When; may be a little earlier, where the calm is to be shorter.</param>
    public void WentDown(MonoTime at, MonoTime now)
    {
        if (_raised != default && now - _raised < TrialFor)
        {
            Calm = Calm * 2 < LongestCalm ? Calm * 2 : LongestCalm;
            (_failed, _nextProbe, _raised) = (now, now + Calm, default);
        }
        _calmSince = at;
    }

    public void Raised(MonoTime now) => _raised = now;

    /// <summary>Asks for a probe when there is something to gain.</summary>
    /// <returns>Its rate; null: not now.</returns>
    public long? ProbeFor(in LayerPlan plan, PathEstimator path, MonoTime now)
    {
        if (path.IsProbing || path.ProbeResult is not { } result) return null;
        if (_asked != 0)
        {
            // Near enough to what was asked: the next may go further at once.
            var passed = result >= _asked * PathEstimator.Passed;
            _nextProbe = passed ? now : now + BetweenFailedProbes;
            _reached = passed ? _asked : 0;
            _asked = 0;
        }
        if (_failed != default && now - _failed > Forgiveness) (Calm, _failed) = (ShortestCalm, default);
        if (path.BitsPerSecond < plan.BitsPerSecond && now >= _nextRescue && now - _calmSince >= BetweenRescues)
        {
            _nextRescue = now + BetweenRescues;
            return (long)(plan.BitsPerSecond * ProbeBeyond);
        }
        if (now < _nextProbe || !IsCalm(now)) return null;

        // On a path that was never bad all that could be wanted is asked for, in a few strides; later only the next step.
        // From the lowest layer to the highest in one step is one switch instead of two, so what passed is asked for twice as much before it is used.
        long wanted;
        if (path.LastDecrease == default) wanted = (long)(plan.Highest * AmpleProbe);
        else if (plan.NextRaise == long.MaxValue)
        {
            if (now < _nextLook || now - path.LastDecrease < LongestCalm) return null;
            wanted = (long)(plan.Highest * AmpleProbe);
        }
        else wanted = (long)Math.Min(Math.Max((plan.BitsPerSecond + plan.NextRaise) * ProbeBeyond, 2 * _reached), plan.Highest * ProbeBeyond);
        _reached = 0;
        var known = Math.Min(path.BitsPerSecond, path.Proven);
        if (known >= wanted * PathEstimator.Passed) return null;

        var target = Math.Min(wanted, Stride * Math.Max(path.BitsPerSecond, plan.BitsPerSecond));
        (_nextProbe, _nextLook) = (now + Calm, now + BetweenLooks);
        return _asked = target;
    }

    /// <summary>Whether layers may be raised, as far as the path was shown to carry them.</summary>
    public bool IsCalm(MonoTime now) => _calmSince == default || now - _calmSince >= Calm;
}
