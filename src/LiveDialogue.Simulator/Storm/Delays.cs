using System.Globalization;

namespace LiveDialogue.Simulator.Storm;

/// <summary>How long something took, each time. Thread-safe.</summary>
internal sealed class Delays
{
    private readonly Lock _gate = new();
    private readonly List<double> _milliseconds = [];

    public void Add(TimeSpan took)
    {
        lock (_gate) _milliseconds.Add(took.TotalMilliseconds);
    }

    public void AddRange(IEnumerable<double> milliseconds)
    {
        lock (_gate) _milliseconds.AddRange(milliseconds);
    }

    public int Count
    {
        get
        {
            lock (_gate) return _milliseconds.Count;
        }
    }

    /// <param name="share">0.99: only one in a hundred took longer. In milliseconds; 0 where nothing was measured.</param>
    public double Percentile(double share)
    {
        lock (_gate)
        {
            if (_milliseconds.Count == 0) return 0;
            _milliseconds.Sort();
            return _milliseconds[Math.Min(_milliseconds.Count - 1, (int)Math.Ceiling(share * _milliseconds.Count) - 1)];
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p50 {Percentile(0.5):0.0} ms, p95 {Percentile(0.95):0.0} ms, p99 {Percentile(0.99):0.0} ms of {Count}");
}
