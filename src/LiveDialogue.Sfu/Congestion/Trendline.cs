using System.Runtime.CompilerServices;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// Whether packets take longer and longer: the slope of the smoothed one-way delay over the last twenty groups, by least squares. A mutable struct of
/// fixed size.
/// </summary>
internal struct Trendline
{
    private const int Window = 20;
    private const double Smoothing = 0.9;
    private const int MostGroups = 60;                                // beyond this more of them make the slope no surer
    private const double Gain = 4;

    private Points _points;
    private int _count;
    private long _origin;
    private double _delay;
    private double _smoothed;
    private double _slope;

    /// <summary>Groups seen, up to 1,000.</summary>
    public int Groups { get; private set; }

    /// <summary>
    /// The slope times the groups it rests on, at most sixty, times four: to be compared with the threshold of <see cref="OveruseDetector"/>.
    /// Positive: a queue grows.
    /// </summary>
    public readonly double Value => Math.Min(Groups, MostGroups) * _slope * Gain;

    public void Add(in GroupDelta delta)
    {
        if (Groups == 0) _origin = delta.Arrival.Microseconds;
        Groups = Math.Min(Groups + 1, 1000);
        _delay += (delta.ArrivedMicroseconds - delta.SentMicroseconds) / 1000d;
        _smoothed = (Smoothing * _smoothed) + ((1 - Smoothing) * _delay);
        _points[_count++ % Window] = ((delta.Arrival.Microseconds - _origin) / 1000d, _smoothed);
        if (_count == 2 * Window) _count = Window;
        if (_count >= Window) _slope = Slope() ?? _slope;
    }

    private readonly double? Slope()
    {
        double sumX = 0, sumY = 0;
        foreach (var (x, y) in _points)
        {
            sumX += x;
            sumY += y;
        }
        double meanX = sumX / Window, meanY = sumY / Window, above = 0, below = 0;
        foreach (var (x, y) in _points)
        {
            above += (x - meanX) * (y - meanY);
            below += (x - meanX) * (x - meanX);
        }
        return below == 0 ? null : above / below;
    }

    [InlineArray(Window)]
    private struct Points
    {
        private (double Milliseconds, double Delay) _first;
    }
}
