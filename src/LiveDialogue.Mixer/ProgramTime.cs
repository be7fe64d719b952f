namespace LiveDialogue.Mixer;

/// <summary>
/// Moments of the program's clock. Everything starts at one second: the sound encoder's first frame lies 21 ms before its first sample,
/// and neither FLV nor MP4 can say a negative time.
/// </summary>
internal static class ProgramTime
{
    public const int SamplesPerSecond = 48_000;

    /// <summary>Stereo sound is pulled and encoded in frames of 20 ms.</summary>
    public const int SamplesPerFrame = 960;

    public const int Channels = 2;

    /// <summary>Samples per channel of one AAC frame.</summary>
    public const int SamplesPerAacFrame = 1024;

    /// <summary>Of tick 0 and of sound frame 0.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(1);

    /// <param name="tick">On the full rate's grid, whatever the rate is now.</param>
    public static TimeSpan OfTick(long tick, int framesPerSecond) => Start + new TimeSpan(Rounded(tick * TimeSpan.TicksPerSecond, framesPerSecond));

    public static TimeSpan OfSound(long frame) => Start + new TimeSpan(frame * SamplesPerFrame * TimeSpan.TicksPerSecond / SamplesPerSecond);

    /// <param name="frame">-1 is the encoder's priming.</param>
    public static TimeSpan OfAacFrame(long frame) => Start + new TimeSpan(Rounded(frame * SamplesPerAacFrame * TimeSpan.TicksPerSecond, SamplesPerSecond));

    /// <summary>The tick nearest to a moment that was rounded to milliseconds on its way.</summary>
    public static long TickAt(TimeSpan time, int framesPerSecond) => Rounded((time - Start).Ticks * framesPerSecond, TimeSpan.TicksPerSecond);

    public static long AacFrameAt(TimeSpan time) => Rounded((time - Start).Ticks * SamplesPerSecond, SamplesPerAacFrame * TimeSpan.TicksPerSecond);

    /// <summary>In ticks of a media clock (90 kHz, 48 kHz), from the program's zero; rounded, so that a third of a second isn't 29,999.</summary>
    public static long In(this TimeSpan time, int clockRate) => Rounded(time.Ticks * clockRate, TimeSpan.TicksPerSecond);

    private static long Rounded(long value, long by) => (long)Math.Floor((value + (by / 2.0)) / by);
}
