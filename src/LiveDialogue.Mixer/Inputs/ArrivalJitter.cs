using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>
/// How unevenly packets arrive: their delay beyond the shortest of the last seconds, as a histogram that forgets. The shortest is taken anew all the time, so that
/// a sender's clock may run at a rate of its own.
/// </summary>
internal sealed class ArrivalJitter
{
    private const int BucketMilliseconds = 5;
    private const int Buckets = 200;

    /// <summary>Per packet: half forgotten after 700 of them, fourteen seconds of speech. What is rare must be remembered for long to be seen at all.</summary>
    private const float Keep = 0.999f;

    /// <summary>On a path that loses much, repairs are the last few in a hundred: they count, or waiting for them would never begin.</summary>
    private const float Share = 0.99f;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly float[] _histogram = new float[Buckets];
    private long _shortest = long.MaxValue;
    private long _shortestBefore = long.MaxValue;
    private MonoTime _windowStart;
    private float _total;

    /// <param name="timestamp">Extended, of 48 kHz.</param>
    public void Add(long timestamp, MonoTime arrival)
    {
        var delay = arrival.Microseconds - (timestamp * 125 / 6);
        if (arrival - _windowStart > Window) (_shortestBefore, _shortest, _windowStart) = (_shortest, long.MaxValue, arrival);
        _shortest = Math.Min(_shortest, delay);
        var beyond = delay - Math.Min(_shortest, _shortestBefore);

        for (var i = 0; i < Buckets; i++) _histogram[i] *= Keep;
        _histogram[Math.Clamp((int)(beyond / (BucketMilliseconds * 1000)), 0, Buckets - 1)]++;
        _total = (_total * Keep) + 1;
    }

    /// <summary>All but a hundredth of the packets came within this after the fastest.</summary>
    public TimeSpan Spread
    {
        get
        {
            var below = 0f;
            for (var i = 0; i < Buckets; i++)
            {
                below += _histogram[i];
                if (below >= _total * Share) return TimeSpan.FromMilliseconds(i * BucketMilliseconds);
            }
            return TimeSpan.FromMilliseconds(Buckets * BucketMilliseconds);
        }
    }

    public void Clear()
    {
        Array.Clear(_histogram);
        (_total, _shortest, _shortestBefore) = (0, long.MaxValue, long.MaxValue);
    }
}
