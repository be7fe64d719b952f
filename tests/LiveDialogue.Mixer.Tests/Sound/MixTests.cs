using LiveDialogue.Mixer.Sound;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Sound;

public sealed class MixTests
{
    private readonly AudioMix _mix = new();
    private readonly float[] _out = new float[SoundFormat.FrameFloats];

    [Fact]
    public void A_quiet_sum_comes_out_as_it_is_a_little_later()
    {
        var strip = new VoiceStrip();
        List<float> sent = [], heard = [];
        foreach (var frame in Sounds.Tone(440, 0.001, 20))           // below the leveller's gate: no gain
        {
            sent.AddRange(frame);
            heard.AddRange(Mix(frame, (strip, true)));
        }
        var delay = Limiter.Delay * 2;
        for (var i = delay; i < heard.Count; i++) Assert.Equal(sent[i - delay], heard[i], 1e-6);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void The_limiter_never_lets_anything_above_minus_one_decibel_through(int seed)
    {
        var random = new SeededRandom(seed);
        var limiter = new Limiter();
        List<float> left = [];
        for (var frame = 0; frame < 100; frame++)
        {
            var loudness = (float)(random.Chance(0.3) ? random.NextFraction() * 8 : 0.3);
            var (hertz, phase) = (50 + (random.NextFraction() * 12_000), random.NextFraction());
            var stereo = Sounds.Tone(hertz, loudness, 1, phase).Single();
            limiter.Process(stereo);
            foreach (var sample in stereo) Assert.InRange(Math.Abs(sample), 0, Limiter.Ceiling);
            for (var i = 0; i < stereo.Length; i += 2) left.Add(stereo[i]);
        }
        Assert.Contains(left, sample => Math.Abs(sample) > 0.7);
    }

    [Theory]
    [InlineData(12_000, Math.PI / 4)]                               // samples at 0.707 of the wave's height, the worst there is
    [InlineData(11_025, 0.3)]
    [InlineData(997, 0)]
    public void True_peaks_stay_below_minus_one_decibel(double hertz, double phase)
    {
        var limiter = new Limiter();
        List<float> left = [];
        foreach (var stereo in Sounds.Tone(hertz, 1.4, 20, phase))
        {
            limiter.Process(stereo);
            for (var i = 0; i < stereo.Length; i += 2) left.Add(stereo[i]);
        }
        Assert.InRange(20 * Math.Log10(Sounds.TruePeak([.. left.Skip(4_000)])), -1.5, -0.8);
    }

    [Fact]
    public void The_limiter_lets_go_again()
    {
        var limiter = new Limiter();
        foreach (var stereo in Sounds.Tone(440, 4, 10)) limiter.Process(stereo);
        var last = new float[1];
        foreach (var stereo in Sounds.Tone(440, 0.25, 60))
        {
            limiter.Process(stereo);
            last = stereo;
        }
        Assert.InRange(last.Max(), 0.24, 0.2501);
    }

    [Fact]
    public void Muted_is_silent_to_the_last_bit_after_one_frame_and_no_change_clicks()
    {
        var strip = new VoiceStrip();
        List<float> heard = [];
        var frames = Sounds.Tone(440, 0.1, 90).ToList();
        for (var i = 0; i < 90; i++) heard.AddRange(Mix(frames[i], (strip, i is < 30 or >= 60)));
        var delay = Limiter.Delay * 2;
        Assert.All(heard.Skip((31 * SoundFormat.FrameFloats) + delay).Take((28 * SoundFormat.FrameFloats) - delay), sample => Assert.Equal(0f, sample));
        Assert.Contains(heard.Skip(62 * SoundFormat.FrameFloats), sample => Math.Abs(sample) > 0.05);
        // A tone of 440 Hz steps by at most a 17th of its height between two samples.
        for (var i = 2; i < heard.Count; i++) Assert.InRange(Math.Abs(heard[i] - heard[i - 2]), 0, 0.1 * 4 / 16);
    }

    [Fact]
    public void The_operators_gain_comes_on_top()
    {
        var (plain, louder) = (new VoiceStrip(), new VoiceStrip());
        foreach (var frame in Sounds.Tone(440, 0.002, 3))
        {
            plain.Process(frame, isAudible: true, 0);
            louder.Process(frame, isAudible: true, 6);
        }
        Assert.Equal(1.995, louder.Frame[700] / plain.Frame[700], 0.001);
    }

    [Fact]
    public void Twelve_voices_are_mixed_without_allocating()
    {
        var strips = Enumerable.Range(0, 12).Select(_ => new VoiceStrip()).ToArray();
        var frame = Sounds.Tone(440, 0.2, 1).Single();
        Assert.Equal(0, Allocated.By(() =>
        {
            for (var round = 0; round < 30; round++)
            {
                _mix.Begin();
                foreach (var strip in strips)
                {
                    strip.Process(frame, isAudible: true, 0);
                    _mix.Add(strip);
                }
                _mix.Finish(_out);
            }
        }));
    }

    private float[] Mix(float[] frame, params (VoiceStrip Strip, bool IsAudible)[] voices)
    {
        _mix.Begin();
        foreach (var (strip, isAudible) in voices)
        {
            strip.Process(frame, isAudible, 0);
            _mix.Add(strip);
        }
        _mix.Finish(_out);
        return [.. _out];
    }
}
