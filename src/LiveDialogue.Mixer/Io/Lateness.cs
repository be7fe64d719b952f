namespace LiveDialogue.Mixer.Io;

/// <summary>How late things due at a fixed rate began, in steps of 100 µs up to 100 ms. One writer; readers see it a moment old.</summary>
internal sealed class Lateness
{
    /// <summary>Later than this counts as late.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(5);

    private const long MicrosecondsPerBucket = 100;
    private readonly long[] _buckets = new long[1001];
    private long _count;
    private long _late;
    private long _worst;

    public long Count => Volatile.Read(ref _count);

    public long Late => Volatile.Read(ref _late);

    public TimeSpan Worst => TimeSpan.FromMicroseconds(Volatile.Read(ref _worst));

    public void Note(TimeSpan late)
    {
        var microseconds = Math.Max(0, late.Ticks / TimeSpan.TicksPerMicrosecond);
        _buckets[Math.Min(microseconds / MicrosecondsPerBucket, _buckets.Length - 1)]++;
        if (microseconds > _worst) Volatile.Write(ref _worst, microseconds);
        if (late > Limit) Volatile.Write(ref _late, _late + 1);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <param name="share">0..1; 0.99 for the hundredth part that was later.</param>
    /// <returns>The upper end of the step it falls into; zero before the first.</returns>
    public TimeSpan Percentile(double share)
    {
        var rest = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < _buckets.Length && rest > 0; i++)
        {
            rest -= _buckets[i];
            if (rest <= 0) return TimeSpan.FromMicroseconds((i + 1) * MicrosecondsPerBucket);
        }
        return TimeSpan.Zero;
    }
}
