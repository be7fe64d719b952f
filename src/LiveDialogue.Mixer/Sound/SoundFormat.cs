namespace LiveDialogue.Mixer.Sound;

/// <summary>What sound is inside the mixer: 48 kHz, stereo, interleaved floats, frames of 20 ms.</summary>
internal static class SoundFormat
{
    public const int SamplesPerSecond = 48_000;

    /// <summary>Per channel and frame.</summary>
    public const int FrameSamples = 960;

    /// <summary>Floats of a frame.</summary>
    public const int FrameFloats = 2 * FrameSamples;

    public static double ToDecibels(double power) => 10 * Math.Log10(Math.Max(power, 1e-12));

    public static float ToFactor(double decibels) => (float)Math.Pow(10, decibels / 20);
}
