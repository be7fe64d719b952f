namespace LiveDialogue.Server.People;

/// <summary>Counts who did how much lately. A bucket that has filled up again is forgotten. Thread-safe.</summary>
internal sealed class TokenBuckets(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Tokens, long At)> _buckets = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    /// <returns>Null when there was a token; else how long until there is one.</returns>
    public TimeSpan? TryTake(string key, int perMinute)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Sweep(now);
            var tokens = _buckets.TryGetValue(key, out var bucket)
                ? Math.Min(perMinute, bucket.Tokens + (perMinute * (time.GetElapsedTime(bucket.At, now) / Minute)))
                : perMinute;
            var wait = tokens >= 1 ? (TimeSpan?)null : Minute * ((1 - tokens) / perMinute);
            _buckets[key] = (wait is null ? tokens - 1 : tokens, now);
            return wait;
        }
    }

    // After a minute without a request any bucket is full, which is how an unknown one begins.
    private void Sweep(long now)
    {
        if (time.GetElapsedTime(_sweptAt, now) < Minute) return;
        _sweptAt = now;
        foreach (var (key, bucket) in _buckets)
            if (time.GetElapsedTime(bucket.At, now) >= Minute) _buckets.Remove(key);
    }
}
