using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// One viewer's path: how its packets are counted, what it carries, and how fast pictures may leave. Estimated by transport feedback where that is
/// negotiated and comes, else by REMB and receiver reports.
/// </summary>
/// <param name="counted">Transport-wide feedback is negotiated.</param>
internal sealed class Downlink(bool counted)
{
    /// <summary>Browsers tell several times a second. Who hasn't by then never will.</summary>
    private static readonly TimeSpan FeedbackWithin = TimeSpan.FromSeconds(2);

    /// <summary>Times what is sent: above this a pacer that is open stays so.</summary>
    private const double StillAmple = 1.6;

    private readonly LayerSteps _steps = new();
    private MonoTime _firstSent;
    private MonoTime _knownDecrease;
    private ushort _noted;
    private long _planned;

    /// <summary>Null where nothing is counted.</summary>
    public TransportSequence? Numbers { get; } = counted ? new() : null;

    /// <summary>Null where nothing is counted.</summary>
    public PathEstimator? Path { get; } = counted ? new() : null;

    public DownlinkEstimate Reports { get; } = new();

    public Pacer Pacer { get; } = new();

    public LayerSteps Steps => _steps;

    /// <summary>Whether the estimate is by transport feedback.</summary>
    public bool IsCounting { get; private set; } = counted;

    /// <summary>For everything that is sent; <see cref="long.MaxValue"/>: nothing speaks against any.</summary>
    public long BitsPerSecond => IsCounting ? Path!.BitsPerSecond : Reports.BitsPerSecond;    // counting: it is there

    /// <summary>The path has answered.</summary>
    public bool IsKnown => Path is { HasFeedback: true, IsProbing: false };

    /// <summary>When <see cref="Tick"/> has something to do that can't wait for the next choice of layers.</summary>
    public MonoTime NextDeadline => Path?.NextDeadline ?? MonoTime.Never;

    /// <summary>What layers may be chosen for: the estimate, but no more than the path has shown it carries, or than is sent already.</summary>
    public long Available => IsCounting && _planned != 0 ? Math.Min(Path!.BitsPerSecond, Math.Max(Path.Proven, _planned)) : BitsPerSecond;    // as above

    /// <summary>Reads what <see cref="OnSent"/> will look at: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public int Preload() => (Pacer.IsOpen ? 1 : 0) ^ (Path is { } path && Numbers is { } numbers ? path.Preload(numbers.Next) : 0);

    /// <summary>The same of what a report will look at.</summary>
    public int PreloadReceived() => Path?.PreloadReceived(_noted) ?? 0;

    /// <summary>A packet left.</summary>
    /// <param name="length">As it goes over the wire.</param>
    public void OnSent(int length, MonoTime now)
    {
        Pacer.Spend(length);
        if (Path is null || Numbers!.Next == _noted) return;           // with a path there are numbers; without RTX a repair has no new one
        _noted = Numbers.Next;
        if (_firstSent == default) _firstSent = now;
        Path.OnSent(unchecked((ushort)(_noted - 1)), length, now);
    }

    /// <summary>Sending is possible from now on: the path is asked for what it carries.</summary>
    /// <returns>Whether there will be an answer to wait for.</returns>
    public bool Begin(MonoTime now)
    {
        Path?.BeginProbe(PathEstimator.FirstProbe, now);
        return Path is not null;
    }

    /// <summary>Every 10 ms or when something is due.</summary>
    /// <returns>True when the estimate went down: layers should be chosen anew at once.</returns>
    public bool Tick(MonoTime now)
    {
        if (Path is not { } path) return false;
        IsCounting = path.HasFeedback || _firstSent == default || now - _firstSent <= FeedbackWithin;
        return path.Tick(now);
    }

    /// <summary>What the layers that were just chosen mean for the path.</summary>
    /// <param name="sent">What was sent over the last second.</param>
    /// <param name="plan">What is chosen.</param>
    /// <param name="steppingDown">A slot still sends a higher layer than chosen.</param>
    public void Plan(long sent, in LayerPlan plan, bool steppingDown, MonoTime now)
    {
        _planned = plan.BitsPerSecond;
        if (!IsCounting)
        {
            Pacer.Open();
            if (!plan.IsHeld) Reports.Probe(sent, plan.NextRaise, now);    // a trial that isn't made finds nothing
            return;
        }
        var path = Path!;                                              // counting: it is there
        if (path.LastDecrease > _knownDecrease) _steps.WentDown(_knownDecrease = path.LastDecrease, now);
        if (_steps.ProbeFor(plan, path, now) is { } target) path.BeginProbe(target, now);

        // What is sent rises and falls with the pictures: once open, it isn't closed for that.
        var room = Pacer.IsOpen ? StillAmple : LayerSteps.Ample;
        if (!steppingDown && path.BitsPerSecond >= room * Math.Max(sent, plan.BitsPerSecond)) Pacer.Open();
        else Pacer.Close(path, plan.BitsPerSecond, steppingDown, now);
    }
}
