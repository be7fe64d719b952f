namespace LiveDialogue.Server.People;

/// <summary>Counts who did how much lately. A bucket that has filled up again is forgotten. Thread-safe.</summary>
internal sealed class TokenBuckets(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Tokens, long At, TimeSpan Fill)> _buckets = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    /// <returns>Null when there was a token; else how long until there is one.</returns>
    public TimeSpan? TryTake(string key, int perMinute) => TryTake(key, perMinute, Minute);

    /// <param name="most">In a full bucket.</param>
    /// <param name="fill">How long an empty one takes to be full again.</param>
    /// <returns>Null when there was a token; else how long until there is one.</returns>
    public TimeSpan? TryTake(string key, int most, TimeSpan fill)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Sweep(now);
            var tokens = _buckets.TryGetValue(key, out var bucket)
                ? Math.Min(most, bucket.Tokens + (most * (time.GetElapsedTime(bucket.At, now) / fill)))
                : most;
            var wait = tokens >= 1 ? (TimeSpan?)null : fill * ((1 - tokens) / most);
            _buckets[key] = (wait is null ? tokens - 1 : tokens, now, fill);
            return wait;
        }
    }

    // After as long without a request as it takes to fill it a bucket is full, which is how an unknown one begins.
    private void Sweep(long now)
    {
        if (time.GetElapsedTime(_sweptAt, now) < Minute) return;
        _sweptAt = now;
        foreach (var (key, bucket) in _buckets)
            if (time.GetElapsedTime(bucket.At, now) >= bucket.Fill) _buckets.Remove(key);
    }
}
