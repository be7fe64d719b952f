using System.Runtime.CompilerServices;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>What arrived over the last half second, in the viewer's time. A mutable struct of fixed size.</summary>
internal struct DeliveryRate
{
    private const int Buckets = 10;
    private const long BucketMicroseconds = 50_000;
    private const int Least = 4;                                      // a fifth of a second says something

    private Bytes _bytes;
    private long _newest;
    private long _oldest;
    private bool _started;

    public void Add(int length, MonoTime arrival)
    {
        var bucket = arrival.Microseconds / BucketMicroseconds;
        if (!_started || bucket - _newest >= Buckets)
        {
            _bytes = default;
            (_started, _newest, _oldest) = (true, bucket, bucket);
        }
        for (; _newest < bucket; _newest++) _bytes[(int)((_newest + 1) % Buckets)] = 0;
        if (bucket > _newest - Buckets) _bytes[(int)(bucket % Buckets)] += length;
    }

    /// <summary>Bits per second; null while too little is known.</summary>
    public readonly long? BitsPerSecond => Over(Buckets - 1);

    /// <summary>The same over the last fifth of a second, where that is more: a path that is full since a moment carries what it carried since then.</summary>
    public readonly long? Peak => BitsPerSecond is { } all && Over(Least) is { } last ? Math.Max(all, last) : null;

    private readonly long? Over(int buckets)
    {
        var spanned = Math.Min(buckets, _newest - _oldest);
        if (!_started || spanned < Least) return null;
        long sum = 0;
        // The newest bucket is still filling: left out.
        for (var back = 1; back <= spanned; back++) sum += _bytes[(int)((_newest - back) % Buckets)];
        return sum * 8 * 1_000_000 / (spanned * BucketMicroseconds);
    }

    [InlineArray(Buckets)]
    private struct Bytes
    {
        private long _first;
    }
}
