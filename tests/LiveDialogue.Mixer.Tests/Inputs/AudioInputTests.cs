using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Sound through the jitter buffer, in virtual time.</summary>
public sealed class AudioInputTests
{
    private static readonly Func<double, double> Tone = Tones.Sine(400, 0.5);

    [Fact]
    public void A_tone_that_goes_in_comes_out()
    {
        using var voice = new Microphone(1, Tone);
        voice.RunFor(3.Seconds());
        Assert.InRange(Tones.Amplitude(voice.Heard.Skip(48_000).Take(48_000), 400), 0.45, 0.55);
        Assert.All(voice.Silences, when => Assert.True(when < 150.Milliseconds(), $"Silent at {when}"));
        Assert.Equal(0, voice.Input.Concealed + voice.Input.Repaired + voice.Input.Adjusted);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Given_three_percent_loss_the_tone_has_no_hole(int seed)
    {
        using var voice = new Microphone(seed, Tone) { Loss = 0.03 };
        voice.RunFor(20.Seconds());
        var heard = voice.Heard.Skip(48_000).ToList();
        Assert.True(voice.Input.Repaired > 15, $"{voice.Input.Repaired} repaired");
        Assert.InRange(Tones.LongestGap(heard, 0.01f), 0, 480);
        Assert.DoesNotContain(voice.Silences, when => when > 1.Seconds());
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Jitter_makes_the_delay_grow_until_nothing_is_late(int seed)
    {
        using var calm = new Microphone(seed, Tone);
        calm.RunFor(20.Seconds());
        using var shaken = new Microphone(seed, Tone) { Jitter = 80.Milliseconds() };
        shaken.RunFor(20.Seconds());
        Assert.InRange(calm.Input.Target, 40.Milliseconds(), 45.Milliseconds());
        Assert.InRange(shaken.Input.Target, 90.Milliseconds(), 130.Milliseconds());
        var concealed = shaken.Input.Concealed;
        shaken.RunFor(20.Seconds());
        Assert.InRange(shaken.Input.Concealed - concealed, 0, 10);
        Assert.InRange(Tones.LongestGap([.. shaken.Heard.Skip(20 * 48_000)], 0.01f), 0, 480);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(-200)]
    public void A_clock_that_runs_at_a_rate_of_its_own_makes_no_gap_in_ten_minutes(double drift)
    {
        using var voice = new Microphone(5, Tone) { Loops = true, DriftPerMillion = drift, Jitter = 10.Milliseconds() };
        voice.RunFor(10.Minutes());
        Assert.DoesNotContain(voice.Silences, when => when > 1.Seconds());
        Assert.InRange(voice.Input.Concealed, 0, 3);
        Assert.InRange(voice.Input.Adjusted, 3, 60);
        Assert.InRange(Tones.LongestGap([.. voice.Heard.Skip(48_000)], 0.01f), 0, 480);
        Assert.InRange(voice.Latencies[^1], 40.Milliseconds(), 150.Milliseconds());
    }

    [Fact]
    public void What_queued_up_before_the_first_pull_does_not_stay_as_delay()
    {
        using var voice = new Microphone(1, Tone);
        voice.RunFor(3.Seconds(), startPullingAfter: 1.Seconds());
        Assert.InRange(voice.Latencies[0], 50.Milliseconds(), 110.Milliseconds());
    }

    [Fact]
    public void A_sender_that_falls_silent_and_comes_back_is_heard_again_at_the_same_delay()
    {
        using var voice = new Microphone(1, Tone) { Sends = time => time < 3.Seconds() || time > 8.Seconds() };
        voice.RunFor(12.Seconds());
        Assert.Contains(voice.Silences, when => when > 4.Seconds() && when < 8.Seconds());
        Assert.DoesNotContain(voice.Silences, when => when > 8_300.Milliseconds());
        Assert.InRange(Tones.Amplitude(voice.Heard.Skip(9 * 48_000).Take(96_000), 400), 0.45, 0.55);
        Assert.InRange(voice.Latencies[^1], 50.Milliseconds(), 120.Milliseconds());
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Repairs_from_the_other_end_of_the_world_are_waited_for(int seed)
    {
        using var voice = new Microphone(seed, Tone) { Loops = true, Loss = 0.05, RepairedAfter = 450.Milliseconds() };
        voice.RunFor(20.Seconds());
        var madeUp = voice.Input.Concealed + voice.Input.Repaired;
        voice.RunFor(60.Seconds());
        Assert.InRange(voice.Input.Target, 480.Milliseconds(), 520.Milliseconds());
        // One in four hundred is lost twice.
        Assert.InRange(voice.Input.Concealed + voice.Input.Repaired - madeUp, 1, 20);
        Assert.DoesNotContain(voice.Silences, when => when > 1.Seconds());
    }

    [Fact]
    public void After_an_interruption_the_voice_goes_on_at_once_and_the_delay_is_regained()
    {
        using var voice = new Microphone(1, Tone) { Loops = true, Loss = 0.05, RepairedAfter = 450.Milliseconds(), Sends = time => time < 30.Seconds() || time > 33.Seconds() };
        voice.RunFor(50.Seconds());
        Assert.Contains(voice.Silences, when => when > 31.Seconds());
        Assert.DoesNotContain(voice.Silences, when => when > 33_160.Milliseconds());
        Assert.InRange(voice.Latencies[^1], 480.Milliseconds(), 600.Milliseconds());
    }
}
