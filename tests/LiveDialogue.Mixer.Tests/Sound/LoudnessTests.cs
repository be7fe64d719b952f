using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using LiveDialogue.Mixer.Sound;
using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Sound;

public sealed partial class LoudnessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_full_scale_tone_of_997_hertz_on_both_channels_is_at_minus_0_point_0() =>
        // BS.1770-4: 0 dBFS in one front channel is -3.01 LUFS; in both 0.
        Assert.InRange(Sounds.Loudness(Sounds.Tone(997, 1, 100)), -0.05, 0.05);

    [Fact]
    public async Task The_meter_agrees_with_ebur128()
    {
        var frames = Sounds.Speech(3, 0.4, 20).ToList();
        await using var ffmpeg = new WorkerStarter(NullLogger.Instance).Start(new(
            "test", "ffmpeg",
            ["-hide_banner", "-nostats", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "pipe:0", "-af", "ebur128=framelog=verbose", "-f", "null", "-"],
            WorkerLimits.Decoder, []));
        foreach (var frame in frames) await ffmpeg.Input.WriteAsync(MemoryMarshal.AsBytes(frame.AsSpan()).ToArray());
        ffmpeg.Input.Close();
        Assert.Equal(0, await ffmpeg.Exited.WaitAsync(Patience));
        var theirs = double.Parse(Integrated().Match(ffmpeg.LastWords).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(Sounds.Loudness(frames) - theirs, -0.15, 0.15);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.2)]                                            // 8 dB below
    [InlineData(3, 0.08)]
    public void Every_voice_is_brought_to_minus_23(int seed, double amplitude)
    {
        var strip = new VoiceStrip();
        var after = Sounds.Speech(seed, amplitude, 40).Select(frame =>
        {
            strip.Process(frame, isAudible: true, 0);
            return strip.Frame.ToArray();
        }).Skip(10 * 50).ToList();
        Assert.InRange(Sounds.Loudness(after), -25, -21);
    }

    [Fact]
    public void Two_voices_8_decibels_apart_are_as_loud_as_each_other_within_a_few_seconds()
    {
        var (loud, quiet) = (new Leveller(), new Leveller());
        foreach (var frame in Sounds.Speech(1, 0.5, 8)) loud.Measure(frame);
        foreach (var frame in Sounds.Speech(1, 0.2, 8)) quiet.Measure(frame);
        Assert.InRange(quiet.GainDecibels - loud.GainDecibels, 7, 9);
    }

    [Fact]
    public void Silence_and_noise_far_below_speech_move_no_gain()
    {
        var leveller = new Leveller();
        foreach (var frame in Sounds.Speech(1, 0.4, 20)) leveller.Measure(frame);
        var gain = leveller.GainDecibels;
        foreach (var frame in Sounds.Speech(2, 0.01, 5)) leveller.Measure(frame);
        foreach (var frame in Sounds.Tone(100, 0, 500)) leveller.Measure(frame);
        Assert.Equal(gain, leveller.GainDecibels, 0.5);
    }

    [Fact]
    public void A_microphone_that_became_much_quieter_is_followed_in_the_end()
    {
        var leveller = new Leveller();
        foreach (var frame in Sounds.Speech(1, 0.8, 20)) leveller.Measure(frame);
        var before = leveller.GainDecibels;
        foreach (var frame in Sounds.Speech(2, 0.1, 60)) leveller.Measure(frame);
        Assert.InRange(leveller.GainDecibels - before, 12, 20);
    }

    [GeneratedRegex(@"I:\s+(-?[\d.]+) LUFS", RegexOptions.None, 1000)]
    private static partial Regex Integrated();
}
