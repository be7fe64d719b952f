namespace LiveDialogue.Mixer.Sound;

/// <summary>Sums voices, a frame of 20 ms at a time, and limits the sum. Allocates nothing. One thread.</summary>
internal sealed class AudioMix
{
    private readonly Limiter _limiter = new();
    private readonly float[] _sum = new float[SoundFormat.FrameFloats];

    /// <summary>How much later a sound comes out than it went in.</summary>
    public static TimeSpan Delay => TimeSpan.FromSeconds(Limiter.Delay / (double)SoundFormat.SamplesPerSecond);

    public void Begin() => _sum.AsSpan().Clear();

    /// <param name="strip">Processed for this frame.</param>
    public void Add(VoiceStrip strip)
    {
        if (strip.IsSilent) return;
        var frame = strip.Frame;
        for (var i = 0; i < _sum.Length; i++) _sum[i] += frame[i];
    }

    /// <summary>All voices, limited to -1 dBTP.</summary>
    public void Finish(Span<float> stereo)
    {
        _sum.CopyTo(stereo);
        _limiter.Process(stereo[..SoundFormat.FrameFloats]);
    }
}
