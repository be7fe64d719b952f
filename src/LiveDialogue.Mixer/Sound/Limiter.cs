namespace LiveDialogue.Mixer.Sound;

/// <summary>
/// Keeps the sum below <see cref="Ceiling"/>, true peaks included, by turning it down before a peak comes: it delays the sound by <see cref="Delay"/>. What stays
/// below isn't changed. Fixed memory.
/// </summary>
internal sealed class Limiter
{
    /// <summary>-1 dBTP.</summary>
    public const float Ceiling = 0.8912509f;

    /// <summary>Samples of look-ahead: 5 ms, over which the gain comes down.</summary>
    private const int LookAhead = 240;

    /// <summary>Samples: the look-ahead and the peak filter.</summary>
    public const int Delay = LookAhead - 1 + TruePeak.Delay;

    /// <summary>Of what is missing to full gain, per sample: back within some 200 ms.</summary>
    private const float Release = 1f / 4800;

    private const int Buffered = 512;                               // a power of two above Delay

    private readonly TruePeak _left = new(), _right = new();
    private readonly float[] _past = new float[Buffered * 2];
    private readonly float[] _lowest = new float[LookAhead];        // the last values of the sliding minimum, to average
    private readonly (long At, float Gain)[] _falling = new (long, float)[LookAhead + 1];
    private int _head, _count;
    private double _sum = LookAhead;
    private float _released = 1;
    private long _at;

    public Limiter() => Array.Fill(_lowest, 1f);

    /// <summary>In place.</summary>
    public void Process(Span<float> stereo)
    {
        for (var i = 0; i + 1 < stereo.Length; i += 2)
        {
            var place = (int)(_at & (Buffered - 1)) * 2;
            (_past[place], _past[place + 1]) = (stereo[i], stereo[i + 1]);
            var peak = Math.Max(_left.Next(stereo[i]), _right.Next(stereo[i + 1]));
            var gain = NextGain(peak > Ceiling ? Ceiling / peak : 1f);

            var due = (int)((_at - Delay) & (Buffered - 1)) * 2;
            // The clamp is for what rounding leaves; the gain alone keeps within a thousandth.
            stereo[i] = Math.Clamp(_past[due] * gain, -Ceiling, Ceiling);
            stereo[i + 1] = Math.Clamp(_past[due + 1] * gain, -Ceiling, Ceiling);
            _at++;
        }
    }

    // The average over the look-ahead of the minimum over the look-ahead: smooth, and as low as needed when the peak comes out.
    private float NextGain(float needed)
    {
        _released = Math.Min(needed, _released + ((1 - _released) * Release));
        while (_count > 0 && _falling[(_head + _count - 1) % _falling.Length].Gain >= _released) _count--;
        _falling[(_head + _count++) % _falling.Length] = (_at, _released);
        if (_falling[_head].At <= _at - LookAhead)
        {
            _head = (_head + 1) % _falling.Length;
            _count--;
        }
        var lowest = _falling[_head].Gain;
        var place = (int)(_at % LookAhead);
        _sum += lowest - _lowest[place];
        _lowest[place] = lowest;
        if (place == 0) Resum();
        return (float)(_sum / LookAhead);
    }

    // A running sum gathers rounding; every 5 ms it is made anew.
    private void Resum()
    {
        _sum = 0;
        foreach (var gain in _lowest) _sum += gain;
    }
}
