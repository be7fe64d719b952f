namespace LiveDialogue.Mixer.Sound;

/// <summary>
/// Brings one voice to <see cref="Target"/>: the gain follows the average power of what is speech, slowly once it is known. Power is averaged, not decibels: that
/// would be most of a decibel off.
/// </summary>
internal sealed class Leveller
{
    /// <summary>LUFS, EBU R 128.</summary>
    public const double Target = -23;

    private const double SilenceBelow = -55;
    private const double PauseBelowAverage = 10;
    private const double MostGain = 18;

    /// <summary>Decibels each 100 ms, and in the first three seconds of speech.</summary>
    private const double Step = 0.15, FirstStep = 0.6;

    private const int FirstBlocks = 30;

    /// <summary>Blocks averaged: ten seconds of speech. As long all below the gate, and it is another microphone.</summary>
    private const int Memory = 100;

    private readonly LoudnessMeter _meter = new();
    private double _average;
    private int _averaged;
    private int _speech;
    private int _gatedInARow;

    /// <summary>-18..18; 0 until somebody spoke.</summary>
    public double GainDecibels { get; private set; }

    /// <param name="stereo">20 ms before any gain.</param>
    public void Measure(ReadOnlySpan<float> stereo)
    {
        if (!_meter.Add(stereo, out var power)) return;
        var loudness = LoudnessMeter.ToLoudness(power);
        if (loudness < SilenceBelow) return;
        if (_averaged > 0 && loudness < LoudnessMeter.ToLoudness(_average) - PauseBelowAverage)
        {
            if (++_gatedInARow < Memory) return;
            _averaged = 0;
        }
        _gatedInARow = 0;
        _averaged = Math.Min(_averaged + 1, Memory);
        _speech++;
        _average += (power - _average) / _averaged;

        var step = _speech <= FirstBlocks ? FirstStep : Step;
        var wanted = Math.Clamp(Target - LoudnessMeter.ToLoudness(_average), -MostGain, MostGain);
        GainDecibels += Math.Clamp(wanted - GainDecibels, -step, step);
    }
}
