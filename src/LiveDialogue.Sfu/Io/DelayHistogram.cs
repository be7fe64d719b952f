namespace LiveDialogue.Sfu.Io;

/// <summary>How long packets stayed in the SFU, from socket to send queue. Written by one shard, read by anybody.</summary>
public sealed class DelayHistogram
{
    private static readonly long[] UpperMicroseconds = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];

    private readonly long[] _counts = new long[UpperMicroseconds.Length + 1];
    private long _sumMicroseconds;

    /// <summary>Inclusive upper bounds of all buckets but the last, which has none.</summary>
    public static ReadOnlySpan<long> BoundsMicroseconds => UpperMicroseconds;

    /// <param name="packets">How many packets had this delay.</param>
    internal void Add(long microseconds, int packets)
    {
        var bucket = 0;
        while (bucket < UpperMicroseconds.Length && microseconds > UpperMicroseconds[bucket]) bucket++;
        Volatile.Write(ref _counts[bucket], _counts[bucket] + packets);
        Volatile.Write(ref _sumMicroseconds, _sumMicroseconds + (microseconds * packets));
    }

    /// <summary>Adds this histogram's buckets (not cumulative) to <paramref name="counts"/>.</summary>
    internal void AddTo(long[] counts, ref long sumMicroseconds)
    {
        for (var i = 0; i < _counts.Length; i++) counts[i] += Volatile.Read(ref _counts[i]);
        sumMicroseconds += Volatile.Read(ref _sumMicroseconds);
    }
}
