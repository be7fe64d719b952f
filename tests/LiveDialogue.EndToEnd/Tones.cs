using System.Text;

namespace LiveDialogue.EndToEnd;

/// <summary>Which tones a sound holds, by Goertzel's filter.</summary>
internal static class Tones
{
    private const int Rate = 8000;

    // Short, since clocks differ by a few millionths and a tone would turn against itself over seconds.
    private const int Block = 2000;

    /// <param name="input">A file or an address that ffmpeg reads.</param>
    /// <param name="seconds">From its start.</param>
    /// <returns>The mean amplitude of each tone, 0..1.</returns>
    public static async Task<IReadOnlyList<double>> MeasureAsync(string input, double seconds, params int[] hertz)
    {
        var raw = await Tool.OutputAsync(
            "ffmpeg", "-nostdin", "-loglevel", "error", "-i", input, "-map", "0:a:0", "-t", FormattableString.Invariant($"{seconds}"), "-ac", "1", "-ar", $"{Rate}", "-f", "s16le", "-");
        var bytes = Encoding.Latin1.GetBytes(raw);
        var samples = new double[bytes.Length / 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = BitConverter.ToInt16(bytes, i * 2) / 32_768d;
        return [.. hertz.Select(frequency => samples.Chunk(Block).Where(block => block.Length == Block).Select(block => Amplitude(block, frequency)).DefaultIfEmpty().Average())];
    }

    private static double Amplitude(double[] samples, int hertz)
    {
        var factor = 2 * Math.Cos(2 * Math.PI * hertz / Rate);
        double before = 0, last = 0;
        foreach (var sample in samples) (before, last) = (last, sample + (factor * last) - before);
        var power = (last * last) + (before * before) - (factor * last * before);
        return 2 * Math.Sqrt(Math.Max(0, power)) / samples.Length;
    }
}
