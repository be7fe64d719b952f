namespace LiveDialogue.Mixer.Sound;

/// <summary>One voice's way into the mix: levelled, with a gain of the operator's, muted and unmuted without a click. One thread.</summary>
internal sealed class VoiceStrip
{
    /// <summary>Samples a change of gain takes: 10 ms, a step of which isn't heard.</summary>
    private const int Ramp = 480;

    private readonly Leveller _leveller = new();
    private readonly float[] _frame = new float[SoundFormat.FrameFloats];
    private float _gain;
    private bool _began;

    /// <summary>What the last <see cref="Process"/> gave: what this voice adds to the mix.</summary>
    public ReadOnlySpan<float> Frame => _frame;

    /// <summary>The frame is nothing but zeros.</summary>
    public bool IsSilent { get; private set; } = true;

    public double LevellingDecibels => _leveller.GainDecibels;

    /// <param name="sound">20 ms, or empty for none. A muted voice is measured all the same, so that its level is right when it is heard again.</param>
    public void Process(ReadOnlySpan<float> sound, bool isAudible, double gainDecibels)
    {
        if (!sound.IsEmpty) _leveller.Measure(sound);
        var gain = isAudible ? SoundFormat.ToFactor(_leveller.GainDecibels + gainDecibels) : 0;
        if (!_began) (_began, _gain) = (true, gain);

        IsSilent = sound.IsEmpty || (gain == 0 && _gain == 0);
        if (IsSilent) _frame.AsSpan().Clear();
        else Apply(sound, _gain, gain);
        _gain = gain;
    }

    private void Apply(ReadOnlySpan<float> sound, float from, float to)
    {
        for (var i = 0; i < Ramp; i++)
        {
            var gain = from + ((to - from) * (i / (float)Ramp));
            _frame[i * 2] = sound[i * 2] * gain;
            _frame[(i * 2) + 1] = sound[(i * 2) + 1] * gain;
        }
        for (var i = Ramp * 2; i < sound.Length; i++) _frame[i] = sound[i] * to;
    }
}
