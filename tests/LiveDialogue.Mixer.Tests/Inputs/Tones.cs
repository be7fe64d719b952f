namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Known sounds, and how much of one is in what was heard.</summary>
internal static class Tones
{
    public static Func<double, double> Sine(double hertz, double amplitude) => seconds => amplitude * Math.Sin(2 * Math.PI * hertz * seconds);

    /// <summary>Goertzel's algorithm.</summary>
    /// <returns>The amplitude of that tone.</returns>
    public static double Amplitude(IEnumerable<float> samples, double hertz)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * hertz / 48_000);
        var (one, two, count) = (0d, 0d, 0);
        foreach (var sample in samples)
        {
            (one, two) = (sample + (coefficient * one) - two, one);
            count++;
        }
        return 2 * Math.Sqrt(Math.Max(0, (one * one) + (two * two) - (coefficient * one * two))) / count;
    }

    /// <summary>How much a tone is broken: the longest stretch of samples near zero, which a tone passes and never stays at.</summary>
    public static int LongestGap(IReadOnlyList<float> samples, float below)
    {
        var (longest, current) = (0, 0);
        foreach (var sample in samples)
        {
            current = Math.Abs(sample) < below ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }
        return longest;
    }
}
