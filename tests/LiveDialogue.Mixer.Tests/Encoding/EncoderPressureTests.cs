using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Tests.Io;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Encoding;

/// <summary>An encoder of some speed behind the program's clock, all in virtual time: what counts as a machine that is too slow.</summary>
public sealed class EncoderPressureTests
{
    private const int FramesPerSecond = 30;
    private readonly SteppedClock _clock = new();
    private readonly EncoderPressure _pressure = new();

    [Theory]
    [InlineData(100)]
    [InlineData(900)]
    [InlineData(4_000)]
    public void An_encoder_that_takes_long_to_start_and_then_catches_up_lowers_nothing(int milliseconds) =>
        Assert.Empty(Run(starts: TimeSpan.FromMilliseconds(milliseconds), picturesPerSecond: 60));

    [Theory]
    [InlineData(100)]
    [InlineData(4_000)]
    public void One_that_starts_and_is_too_slow_lowers_the_rate_until_it_keeps_up(int milliseconds) =>
        Assert.Equal([2], Run(starts: TimeSpan.FromMilliseconds(milliseconds), picturesPerSecond: 20));

    [Fact]
    public void One_that_keeps_up_but_never_catches_up_lowers_the_rate_when_it_has_had_its_time() =>
        Assert.Equal(2, Run(starts: 2.Seconds(), picturesPerSecond: 30)[0]);

    [Fact]
    public void The_next_one_has_the_same_patience()
    {
        _pressure.Start();
        _pressure.Flow(_clock.Now);
        Assert.Equal(1, _pressure.Of(1, _clock.Now));
        Assert.Equal(20, _pressure.Of(20, _clock.Now));      // it had caught up

        _pressure.Start();
        Assert.Equal(0, _pressure.Of(20, _clock.Now));
        _pressure.Flow(_clock.Now);
        Assert.Equal(0, _pressure.Of(20, _clock.Now));
        Assert.Equal(20, _pressure.Of(20, _clock.Now + EncoderPressure.MostToCatchUp));
    }

    /// <returns>The strides that the first twelve seconds brought.</returns>
    private List<int> Run(TimeSpan starts, double picturesPerSecond)
    {
        var (governor, strides, from) = (new RateGovernor(), new List<int>(), _clock.Now);
        var (offered, taken, flows) = (0d, 0d, false);
        _pressure.Start();
        for (var tick = 0; tick < 12 * FramesPerSecond; tick += governor.Stride)
        {
            var now = from + ProgramTime.OfTick(tick, FramesPerSecond) - ProgramTime.Start;
            if (!flows && now - from >= starts)
            {
                flows = true;
                _pressure.Flow(now);
            }
            if (flows) taken = Math.Min(offered, taken + (picturesPerSecond * governor.Stride / FramesPerSecond));
            offered = Math.Min(offered + 1, taken + EncoderFeed.MostTicks);      // what doesn't fit is dropped
            if (governor.Note(now, behind: false, _pressure.Of((int)(offered - taken), now))) strides.Add(governor.Stride);
        }
        return strides;
    }
}
