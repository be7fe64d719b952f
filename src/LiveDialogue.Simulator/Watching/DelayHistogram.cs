namespace LiveDialogue.Simulator.Watching;

/// <summary>Counts delays in buckets of 20 µs up to 2 s: a percentile costs no list of samples.</summary>
internal sealed class DelayHistogram
{
    private const int MicrosecondsPerBucket = 20;
    private readonly long[] _buckets = new long[100_000];

    internal long Count { get; private set; }

    internal void Add(TimeSpan delay)
    {
        var bucket = (int)Math.Clamp(delay.TotalMicroseconds / MicrosecondsPerBucket, 0, _buckets.Length - 1);
        _buckets[bucket]++;
        Count++;
    }

    internal void Clear()
    {
        Array.Clear(_buckets);
        Count = 0;
    }

    /// <param name="fraction">0.5 for the median.</param>
    internal TimeSpan Percentile(double fraction)
    {
        var rank = (long)Math.Ceiling(Count * fraction);
        long seen = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= rank && seen > 0) return TimeSpan.FromMicroseconds((i + 1) * MicrosecondsPerBucket);
        }
        return TimeSpan.Zero;
    }
}
