using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// What the path to one viewer carries, by its transport-wide feedback: the delay's trend, the loss, and probes. A state machine: it changes by calls
/// that carry <c>now</c>. Some 3 KB a viewer, most of it <see cref="SentPackets"/>.
/// </summary>
/// <remarks>
/// Written after draft-ietf-rmcat-gcc-02 and Carlucci et al., "Analysis and design of the Google congestion control" (MMSys 2016). A stage sends what
/// its speakers send, seldom what the path would carry, so the estimate grows by probes more than by itself.
/// </remarks>
internal sealed class PathEstimator
{
    /// <summary>Assumed where no answer comes in time: a path that slow carries no more than the lowest layer.</summary>
    public const long Start = 300_000;

    /// <summary>Enough for a large picture; in all 11 KB, which a path of 150 kbit/s carries in half a second.</summary>
    public const long FirstProbe = 3_000_000;

    /// <summary>Of what a probe asked for, what must go through for it to have passed.</summary>
    public const double Passed = 0.9;

    private const long AfterSilence = 300_000;
    private const long Epoch = 1L << 24;                              // of the viewer's clock, in 64 ms
    private const int FewPackets = 10;
    private static readonly TimeSpan FeedbackLate = TimeSpan.FromMilliseconds(600);

    /// <summary>Of the calm before a step up, what needn't be waited for after a silence.</summary>
    private static readonly TimeSpan ShortCalm = TimeSpan.FromSeconds(3);

    private SentPackets _sent = new();
    private ArrivalGroups _groups;
    private Trendline _trend;
    private OveruseDetector _detector;
    private DeliveryRate _delivery;
    private RateControl _rate = new(Start);
    private LossBound _loss = new();
    private Probe _probe;
    private MonoTime _lastFeedback;
    private MonoTime _newestTold;
    private MonoTime _silentSince;
    private long _reference = Epoch;
    private int _unanswered;
    private long _silencedFrom;

    /// <summary>Whether the viewer ever sent feedback: else the others (<see cref="DownlinkEstimate"/>) must do.</summary>
    public bool HasFeedback => _lastFeedback != default;

    /// <summary>For everything that is sent, sound, repairs and padding included.</summary>
    public long BitsPerSecond => Math.Min(_rate.BitsPerSecond, _loss.BitsPerSecond);

    /// <summary>The highest rate that really went through since the path last got worse.</summary>
    public long Proven { get; private set; }

    /// <summary>The estimate is where the path was found full; else it is what was asked of it so far.</summary>
    public bool IsLimit { get; private set; }

    /// <summary>What arrived over the last half second; 0 while unknown.</summary>
    public long Delivered => _delivery.BitsPerSecond ?? 0;

    /// <summary>From sending a packet to its report: the path and at most the viewer's interval of reports. Smoothed; zero before the first.</summary>
    public TimeSpan RoundTrip { get; private set; }

    /// <summary>0..1, of the last second or so.</summary>
    public double FractionLost => _loss.FractionLost;

    /// <summary>When the path last got worse; default: never.</summary>
    public MonoTime LastDecrease { get; private set; }

    /// <summary>The answer to the last probe; null while it is out. 0: failed.</summary>
    public long? ProbeResult { get; private set; } = 0;

    public bool IsProbing => _probe.IsOpen;

    /// <summary>When the viewer last told something, if it has been silent for too long since; null: it hasn't.</summary>
    public MonoTime? SilentSince => _silencedFrom != 0 ? _lastFeedback : null;

    public MonoTime NextDeadline => _probe.NextDeadline;

    /// <summary>Reads what <see cref="OnSent"/> will look at: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public int Preload(ushort sequence) => (_probe.IsOpen ? 1 : 0) ^ _unanswered ^ _sent.Preload(sequence);

    /// <summary>The same for <see cref="OnFeedback"/>: it tells of packets of a little while ago.</summary>
    public int PreloadReceived(ushort sequence) =>
        _unanswered ^ _trend.Groups ^ (int)_reference ^ _sent.Preload(unchecked((ushort)(sequence - _unanswered))) ^ _sent.Preload(unchecked((ushort)(sequence - (_unanswered / 2))));

    /// <summary>A packet with the transport-wide number left.</summary>
    /// <param name="length">As it goes over the wire.</param>
    public void OnSent(ushort sequence, int length, MonoTime now)
    {
        var cluster = 0;
        if (_probe.IsOpen && (cluster = _probe.ClusterAt(now)) != 0) _probe.OnSent(length);
        _sent.Add(sequence, length, cluster, now);
        if (_unanswered++ == 0) _silentSince = now;
    }

    /// <summary>Asks the path whether it carries this much.</summary>
    public void BeginProbe(long bitsPerSecond, MonoTime now)
    {
        _probe.Begin(Math.Min(bitsPerSecond, RateControl.Most), now);
        ProbeResult = null;
    }

    /// <summary>How much padding the probe wants sent now.</summary>
    public int TakePadding(MonoTime now) => _probe.Take(now);

    /// <returns>True when the estimate went down.</returns>
    public bool OnFeedback(in TransportFeedback feedback, MonoTime now)
    {
        var first = _lastFeedback == default;
        (_lastFeedback, _unanswered) = (now, 0);
        if (_silencedFrom != 0) Resume(now);
        var clock = ReferenceMicroseconds(feedback.ReferenceTime, first);
        int told = 0, lost = 0;
        var newest = default(MonoTime);
        foreach (var arrival in feedback)
        {
            clock += arrival.DeltaMicroseconds;
            if (!arrival.Received)
            {
                if (!_sent.TryLose(arrival.Sequence.Value)) continue;
                told++;
                lost++;
                continue;
            }
            if (!_sent.TryTake(arrival.Sequence.Value, now, out var packet)) continue;
            if (packet.WasLost) lost--;
            else told++;
            newest = packet.Sent;
            Arrived(packet, new MonoTime(clock));
        }
        if (newest != default) Measure(now - newest);
        if (newest > _newestTold) _newestTold = newest;
        return Decide(told, lost, now);
    }

    /// <summary>
    /// Every 10 ms or so: a viewer that says nothing while it is sent to has lost its path, or its reports can't come through.
    /// </summary>
    /// <returns>True when the estimate went down.</returns>
    public bool Tick(MonoTime now)
    {
        if (_probe.IsOpen) Conclude(now);
        if (!HasFeedback || _unanswered < FewPackets || now - _silentSince < FeedbackLate + (RoundTrip * 2)) return false;
        _silentSince = now;
        if (_silencedFrom == 0) _silencedFrom = BitsPerSecond;
        Lower(BitsPerSecond / 2, now);
        return true;
    }

    /// <summary>The path is back. What it carries now nobody knows; a few layers' worth is tried, and more asked for soon.</summary>
    private void Resume(MonoTime now)
    {
        _rate.Set(Math.Max(BitsPerSecond, Math.Min(_silencedFrom, AfterSilence)), now);
        (_silencedFrom, LastDecrease) = (0, now - ShortCalm);
    }

    private void Arrived(in SentPacket packet, MonoTime arrival)
    {
        _delivery.Add(packet.Length, arrival);
        if (packet.Cluster != 0)
        {
            // A probe is meant to fill a queue: its delay says nothing of what is sent otherwise.
            if (_probe.Owns(packet.Cluster)) _probe.OnArrived(packet, arrival);
            return;
        }
        if (!_groups.TryAdd(packet.Sent, arrival, out var delta)) return;

        _trend.Add(delta);
        if (_trend.Groups > 1) _detector.Update(_trend.Value, delta);
    }

    private bool Decide(int told, int lost, MonoTime now)
    {
        var (before, use) = (BitsPerSecond, _detector.Use);
        var delivered = _delivery.BitsPerSecond;
        var lowered = _rate.Update(use, use == PathUse.Over ? _delivery.Peak : delivered, RoundTrip, now);
        lowered |= _loss.Update(told, lost, before, RoundTrip, now);
        if (lowered && BitsPerSecond < before)
        {
            (LastDecrease, IsLimit) = (now, true);
            Proven = Math.Min(Proven, BitsPerSecond);
        }
        else if (use == PathUse.Normal && delivered is { } rate && rate > Proven)
        {
            Proven = Math.Min(rate, BitsPerSecond);
        }
        Conclude(now);
        return lowered;
    }

    private void Conclude(MonoTime now)
    {
        if (_probe.Conclude(_newestTold, now) is not { } result) return;
        IsLimit = result < _probe.Target * Passed;
        ProbeResult = result;
        if (result == 0) return;

        Proven = Math.Max(Proven, result);
        // Before anything else is known a slow answer is an answer, too.
        if (result > BitsPerSecond || LastDecrease == default) _rate.Set(result, now);
        _loss.Lift(result);
    }

    private void Lower(long bitsPerSecond, MonoTime now)
    {
        (LastDecrease, IsLimit) = (now, true);
        _rate.Set(bitsPerSecond, now);
        Proven = Math.Min(Proven, BitsPerSecond);
    }

    private void Measure(TimeSpan sample) => RoundTrip = RoundTrip == TimeSpan.Zero ? sample : ((RoundTrip * 7) + sample) / 8;

    /// <summary>24 bits that wrap: followed from one message to the next, which may be an earlier one.</summary>
    private long ReferenceMicroseconds(int reference, bool first)
    {
        if (first) _reference = Epoch + reference;
        else
        {
            var step = (reference - _reference) & (Epoch - 1);
            _reference += step >= Epoch / 2 ? step - Epoch : step;
        }
        return _reference * 64_000;
    }
}
