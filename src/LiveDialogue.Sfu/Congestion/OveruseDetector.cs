using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>What the delay says of the path.</summary>
internal enum PathUse
{
    Normal,

    /// <summary>A queue grows.</summary>
    Over,

    /// <summary>A queue empties: to be waited for.</summary>
    Under,
}

/// <summary>
/// Compares the trend of the delay with a threshold that follows it slowly up and quickly down, so that the flow neither starves beside TCP nor takes
/// jitter for a queue (draft-ietf-rmcat-gcc-02 §5.4; Carlucci et al. 2016 §3.3). A mutable struct of fixed size.
/// </summary>
internal struct OveruseDetector
{
    private const double FirstThreshold = 12.5;                       // milliseconds, times the gain
    private const double LeastThreshold = 6;
    private const double MostThreshold = 600;
    private const double Outlier = 15;
    private const double Up = 0.0087;
    private const double Down = 0.039;
    private const double OveruseFor = 10;                             // milliseconds of sending
    private const double MostBetweenUpdates = 100;

    private double _threshold;
    private double _before;
    private double _over;
    private int _groupsOver;
    private long _updated;

    public PathUse Use { get; private set; }

    /// <param name="trend"><see cref="Trendline.Value"/>.</param>
    public void Update(double trend, in GroupDelta delta)
    {
        if (_threshold == 0) (_threshold, _over, _updated) = (FirstThreshold, -1, delta.Arrival.Microseconds);
        if (trend > _threshold)
        {
            _over += _over < 0 ? 1 + (delta.SentMicroseconds / 2000d) : delta.SentMicroseconds / 1000d;
            _groupsOver++;
            if (_over > OveruseFor && _groupsOver > 1 && trend >= _before)
            {
                (_over, _groupsOver) = (0, 0);
                Use = PathUse.Over;
            }
        }
        else
        {
            (_over, _groupsOver) = (-1, 0);
            Use = trend < -_threshold ? PathUse.Under : PathUse.Normal;
        }
        _before = trend;
        Follow(Math.Abs(trend), delta.Arrival);
    }

    private void Follow(double trend, MonoTime now)
    {
        var elapsed = Math.Clamp((now.Microseconds - _updated) / 1000d, 0, MostBetweenUpdates);
        _updated = now.Microseconds;
        if (trend > _threshold + Outlier) return;                      // a leap (another route) teaches nothing
        _threshold = Math.Clamp(_threshold + ((trend < _threshold ? Down : Up) * (trend - _threshold) * elapsed), LeastThreshold, MostThreshold);
    }
}
