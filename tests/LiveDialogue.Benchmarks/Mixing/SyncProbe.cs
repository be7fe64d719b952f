using System.Globalization;
using System.Runtime.InteropServices;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>Reads from a recording how far the first office's sound is from its picture: from its beeps, and from the numbers of its pictures.</summary>
internal static class SyncProbe
{
    private const int SampleRate = 48_000;
    private const int Step = SampleRate / 1000;    // a millisecond
    private const int Window = 4 * Step;
    private const double Floor = 0.2;              // of the loudest beep

    /// <param name="from">Of the recording, in seconds.</param>
    /// <param name="tile">Where the first office is drawn.</param>
    /// <returns>Milliseconds, the median over the beeps; positive when the sound is late. Null without any beep or picture.</returns>
    internal static async Task<double?> SoundAfterPictureAsync(string recording, int from, int seconds, Tile tile, CancellationToken ct)
    {
        var pictures = await PicturesAsync(recording, from, seconds, tile, ct);
        var beeps = await BeepsAsync(recording, from, seconds, ct);
        var offsets = beeps.Select(beep => beep - Nearest(pictures, beep)).Where(o => Math.Abs(o) < 0.5).Order().ToList();
        return offsets.Count == 0 ? null : offsets[offsets.Count / 2] * 1000;
    }

    /// <summary>Stretches of the recording in which pictures are further apart than one picture lasts; in seconds, those less than a second apart as one.</summary>
    internal static async Task<List<Stretch>> MissingAsync(string recording, CancellationToken ct)
    {
        using var probe = Tools.StartProbe(["-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", recording]);
        var (stretches, last) = (new List<Stretch>(), (double?)null);
        while (await probe.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (!double.TryParse(line.TrimEnd(','), CultureInfo.InvariantCulture, out var time)) continue;
            if (last is { } before && (int)Math.Round((time - before) * BenchClip.FramesPerSecond) - 1 is > 0 and var missing)
            {
                if (stretches.Count > 0 && before - stretches[^1].To < 1) stretches[^1] = new(stretches[^1].From, time, stretches[^1].Missing + missing);
                else stretches.Add(new(before, time, missing));
            }
            last = time;
        }
        await probe.WaitForExitAsync(ct);
        return stretches;
    }

    internal readonly record struct Stretch(double From, double To, int Missing);

    /// <summary>When the second that a picture belongs to began, by each picture that can be read.</summary>
    private static async Task<List<double>> PicturesAsync(string recording, int from, int seconds, Tile tile, CancellationToken ct)
    {
        var (width, height) = (VideoLayer.All[0].Width, VideoLayer.All[0].Height);
        using var decoder = Tools.Start(
            ["-nostdin", "-ss", $"{from}", "-t", $"{seconds}", "-i", recording, "-an", "-vf", $"fps={BenchClip.FramesPerSecond}:start_time=0", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);
        var luma = new byte[width * height];
        var begins = new List<double>();
        for (var frame = 0; await decoder.StandardOutput.BaseStream.ReadAtLeastAsync(luma, luma.Length, throwOnEndOfStream: false, ct) == luma.Length; frame++)
            if (DelayProbe.Find(luma, width, tile) is >= 0 and var number) begins.Add((double)(frame - (number % BenchClip.FramesPerSecond)) / BenchClip.FramesPerSecond);
        await decoder.WaitForExitAsync(ct);
        return begins;
    }

    private static async Task<List<double>> BeepsAsync(string recording, int from, int seconds, CancellationToken ct)
    {
        using var decoder = Tools.Start(["-nostdin", "-ss", $"{from}", "-t", $"{seconds}", "-i", recording, "-vn", "-af", "aresample=async=1:first_pts=0", "-f", "s16le", "-ac", "1", "-ar", $"{SampleRate}", "pipe:1"]);
        using var bytes = new MemoryStream();
        await decoder.StandardOutput.BaseStream.CopyToAsync(bytes, ct);
        await decoder.WaitForExitAsync(ct);
        return Onsets(MemoryMarshal.Cast<byte, short>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static List<double> Onsets(ReadOnlySpan<short> samples)
    {
        var energy = new double[Math.Max(0, (samples.Length - Window) / Step)];
        for (var i = 0; i < energy.Length; i++) energy[i] = Goertzel(samples.Slice(i * Step, Window));
        var threshold = energy.DefaultIfEmpty().Max() * Floor;
        var onsets = new List<double>();
        for (int i = 100; i < energy.Length; i++)
            if (energy[i] > threshold && energy.AsSpan(i - 100, 100).IndexOfAnyInRange(threshold, double.MaxValue) < 0) onsets.Add(((i * Step) + (Window / 2.0)) / SampleRate);
        return onsets;
    }

    private static double Goertzel(ReadOnlySpan<short> samples)
    {
        var k = 2 * Math.Cos(2 * Math.PI * BenchClip.BeepHertz / SampleRate);
        var (a, b) = (0.0, 0.0);
        foreach (var sample in samples) (a, b) = (sample + (k * a) - b, a);
        return (a * a) + (b * b) - (k * a * b);
    }

    // The median of the pictures around it: each shows its second's begin but for the tick it waited.
    private static double Nearest(List<double> begins, double beep)
    {
        var near = begins.Where(b => Math.Abs(b - beep) < 0.5).Order().ToList();
        return near.Count == 0 ? double.PositiveInfinity : near[near.Count / 2];
    }
}
