using LiveDialogue.Mixer.Sound;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Sound;

/// <summary>Sound in frames of 20 ms, as voices give it.</summary>
internal static class Sounds
{
    /// <summary>Noise with a low-pass, loud for 700 ms and silent for 300: as uneven as somebody who reads.</summary>
    public static IEnumerable<float[]> Speech(int seed, double amplitude, int seconds)
    {
        var random = new SeededRandom(seed);
        var low = 0.0;
        for (var frame = 0; frame < seconds * 50; frame++)
        {
            var stereo = new float[SoundFormat.FrameFloats];
            var loud = frame % 50 < 35;
            for (var i = 0; i < SoundFormat.FrameSamples; i++)
            {
                low += ((random.NextFraction() * 2) - 1 - low) * 0.2;
                stereo[i * 2] = stereo[(i * 2) + 1] = loud ? (float)(low * amplitude) : 0;
            }
            yield return stereo;
        }
    }

    public static IEnumerable<float[]> Tone(double hertz, double amplitude, int frames, double phase = 0)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            var stereo = new float[SoundFormat.FrameFloats];
            for (var i = 0; i < SoundFormat.FrameSamples; i++)
            {
                var value = amplitude * Math.Sin((2 * Math.PI * hertz * ((frame * SoundFormat.FrameSamples) + i) / SoundFormat.SamplesPerSecond) + phase);
                stereo[i * 2] = stereo[(i * 2) + 1] = (float)value;
            }
            yield return stereo;
        }
    }

    /// <summary>Integrated loudness, both gates of BS.1770-4 applied.</summary>
    public static double Loudness(IEnumerable<float[]> frames)
    {
        var meter = new LoudnessMeter();
        List<double> blocks = [];
        foreach (var frame in frames)
            if (meter.Add(frame, out var power) && LoudnessMeter.ToLoudness(power) > -70) blocks.Add(power);
        var relative = LoudnessMeter.ToLoudness(blocks.Average()) - 10;
        return LoudnessMeter.ToLoudness(blocks.Where(power => LoudnessMeter.ToLoudness(power) > relative).Average());
    }

    /// <summary>The largest value between samples, by sixteenfold interpolation with a long filter.</summary>
    public static double TruePeak(IReadOnlyList<float> samples)
    {
        const int half = 32, steps = 16;
        var largest = 0.0;
        for (var at = half; at < samples.Count - half; at++)
            for (var step = 0; step < steps; step++)
            {
                if (Math.Abs(samples[at]) < 0.5 && Math.Abs(samples[at + 1]) < 0.5) continue;
                var sum = 0.0;
                for (var i = -half + 1; i <= half; i++)
                {
                    var x = i - (step / (double)steps);
                    sum += samples[at + i] * (x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x) * (0.5 + (0.5 * Math.Cos(Math.PI * x / (half + 1)))));
                }
                largest = Math.Max(largest, Math.Abs(sum));
            }
        return largest;
    }
}
