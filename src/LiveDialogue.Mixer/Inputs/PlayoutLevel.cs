using LiveDialogue.Mixer.Sound;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>Decides when a voice's delay is off for long enough to shorten or stretch it.</summary>
internal sealed class PlayoutLevel
{
    private const int SamplesPerMillisecond = SoundFormat.SamplesPerSecond / 1000;

    /// <summary>Beyond what packets of 20 ms make it swing by themselves.</summary>
    private const int Above = 25 * SamplesPerMillisecond, Below = 12 * SamplesPerMillisecond, FarOff = 60 * SamplesPerMillisecond;

    /// <summary>Frames between two changes: a second, or a fifth where it is far off.</summary>
    private const int Patience = 50, FarOffPatience = 10;

    private const double Smoothing = 1.0 / 25;

    private double _average;
    private int _frames;

    public long Adjusted { get; private set; }

    /// <param name="level">Samples that came and weren't played, before this frame.</param>
    /// <returns>-1: shorten; 1: stretch; 0: leave it.</returns>
    public int Next(int level, int target)
    {
        _average = _frames == 0 ? level : _average + ((level - _average) * Smoothing);
        _frames++;
        var off = _average - target;
        if (_frames < (Math.Abs(off) > FarOff ? FarOffPatience : Patience)) return 0;
        return off > Above ? -1 : off < -Below ? 1 : 0;
    }

    /// <param name="samples">Longer by; negative: shorter.</param>
    public void Changed(int samples)
    {
        if (samples == 0) return;
        Adjusted++;
        _average += samples;
        _frames = 1;
    }

    public void Clear() => (_frames, _average) = (0, 0);
}
