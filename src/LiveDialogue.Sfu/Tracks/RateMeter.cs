using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>Bits per second over the last second, in tenths; a mutable struct of fixed size.</summary>
internal struct RateMeter
{
    private const int Buckets = 10;
    private const long BucketMicroseconds = 100_000;

    private Tenths _bytes;
    private long _bucket;
    private long _bucketEnd;
    private long _first;

    /// <summary>Reads what <see cref="Add"/> will change: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public readonly int Preload() => (int)(_bucketEnd ^ _bytes[(int)(_bucket % Buckets)]);

    public void Add(int bytes, MonoTime now)
    {
        Advance(now);
        _bytes[(int)(_bucket % Buckets)] += bytes;
    }

    public long BitsPerSecond(MonoTime now)
    {
        Advance(now);
        long sum = 0;
        for (var i = 0; i < Buckets; i++) sum += _bytes[i];

        // Shortly after the start a whole second isn't there yet; less than 200 ms says nothing.
        var tenths = Math.Clamp(_bucket - _first + 1, 2, Buckets);
        return sum * 8 * Buckets / tenths;
    }

    private void Advance(MonoTime now)
    {
        if (now.Microseconds < _bucketEnd) return;    // most packets: without a division
        var bucket = now.Microseconds / BucketMicroseconds;
        _bucketEnd = (bucket + 1) * BucketMicroseconds;
        if (bucket <= _bucket) return;

        if (bucket - _bucket >= Buckets)
        {
            for (var i = 0; i < Buckets; i++) _bytes[i] = 0;
            _first = bucket;
        }
        else
        {
            for (var b = _bucket + 1; b <= bucket; b++) _bytes[(int)(b % Buckets)] = 0;
        }
        _bucket = bucket;
    }

    [System.Runtime.CompilerServices.InlineArray(Buckets)]
    private struct Tenths
    {
        private long _element0;
    }
}
