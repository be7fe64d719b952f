using LiveDialogue.Mixer.Io;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Io;

public sealed class ProgramLoopTests
{
    private readonly SteppedClock _clock = new();
    private readonly RecordedSteps _steps = new();

    [Theory, InlineData(25), InlineData(30)]
    public void A_minute_has_every_picture_and_every_sound_frame_when_it_is_due(int framesPerSecond)
    {
        var start = _clock.Now;
        Run(framesPerSecond, 1.Minutes());

        Assert.Equal(Enumerable.Range(0, _steps.Pictures.Count).Select(i => (long)i), _steps.Pictures.Select(p => p.Tick));
        Assert.InRange(_steps.Pictures.Count, 60 * framesPerSecond, (60 * framesPerSecond) + 1);
        Assert.Equal(Enumerable.Range(0, _steps.Frames.Count).Select(i => (long)i), _steps.Frames);
        Assert.InRange(_steps.Frames.Count, 3000, 3001);
        Assert.All(_steps.Pictures, p => Assert.InRange((p.Due - start).TotalSeconds - (p.Tick / (double)framesPerSecond), -0.000002, 0.000002));
        Assert.DoesNotContain(_steps.Pictures, p => p.Repeat);
    }

    [Fact]
    public void A_late_tick_is_made_up_for_by_repeating_and_none_is_missing()
    {
        var loop = Loop(30);
        _steps.OnPicture = _ =>
        {
            if (_steps.Pictures.Count == 10) _clock.Pass(120.Milliseconds()); // three more ticks are due by then
        };
        Run(loop, 2.Seconds());

        Assert.Equal(Enumerable.Range(0, _steps.Pictures.Count).Select(i => (long)i), _steps.Pictures.Select(p => p.Tick));
        Assert.Equal([10L, 11L], _steps.Pictures.Where(p => p.Repeat).Select(p => p.Tick));
        Assert.Equal(Enumerable.Range(0, _steps.Frames.Count).Select(i => (long)i), _steps.Frames);
        Assert.Equal((0L, 2L, 3L), (loop.Missed, loop.Repeated, loop.Lateness.Late));
        Assert.InRange(loop.Lateness.Worst.TotalMilliseconds, 86.6, 86.7);
    }

    [Fact]
    public void After_a_standstill_pictures_of_a_second_are_made_up_for_and_all_the_sound()
    {
        var loop = Loop(30);
        _steps.OnPicture = _ =>
        {
            if (_steps.Pictures.Count == 30) _clock.Pass(5.Seconds());
        };
        Run(loop, 8.Seconds());

        Assert.Equal(Enumerable.Range(0, _steps.Frames.Count).Select(i => (long)i), _steps.Frames);
        Assert.Equal(_steps.Pictures[^1].Tick + 1, _steps.Pictures.Count + loop.Missed);
        Assert.InRange(loop.Missed, 118, 120);
        Assert.Empty(_steps.Strides); // once is an accident, not a slow machine
    }

    [Fact]
    public void After_a_very_long_standstill_nothing_is_made_up_for_and_the_program_goes_on_where_it_stood_at_a_later_hour()
    {
        var loop = Loop(30);
        _steps.OnPicture = _ =>
        {
            if (_steps.Pictures.Count == 30) _clock.Pass(600.Minutes());
        };
        Run(loop, 600.Minutes() + 3.Seconds());

        Assert.Equal(Enumerable.Range(0, _steps.Pictures.Count).Select(i => (long)i), _steps.Pictures.Select(p => p.Tick));
        Assert.InRange(_steps.Pictures.Count, 88, 92);
        Assert.Equal(Enumerable.Range(0, _steps.Frames.Count).Select(i => (long)i), _steps.Frames);
        Assert.InRange(_steps.Frames.Count, 147, 153);
        var (from, by) = Assert.Single(_steps.Standstills);
        Assert.Equal(ProgramTime.OfTick(30, 30), from);
        Assert.Equal(600 * 60, by.TotalSeconds, 0.02);
        Assert.Equal(600 * 60, (_steps.Pictures[30].Due - _steps.Pictures[29].Due).TotalSeconds, 0.05);
        Assert.Equal(0, loop.Missed);
        Assert.Empty(_steps.Strides);
    }

    [Fact]
    public void A_machine_that_is_too_slow_gets_half_the_rate_then_a_third_and_never_falls_behind()
    {
        var loop = Loop(30);
        _steps.OnPicture = repeat => _clock.Pass(repeat ? 1.Milliseconds() : 90.Milliseconds());
        Run(loop, 10.Seconds());

        Assert.Equal([2, 3], _steps.Strides);
        Assert.All(_steps.Pictures.TakeLast(20), p => Assert.False(p.Repeat));
        Assert.All(_steps.Pictures.TakeLast(20), p => Assert.Equal(0, p.Tick % 3));
        Assert.Equal(0, loop.Missed);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void A_few_standstills_lower_the_rate_only_where_they_go_on(int windows)
    {
        var loop = Loop(30);
        var picture = 0;
        _steps.OnPicture = _ => _clock.Pass(picture++ % 10 == 0 && picture < 60 * windows ? 70.Milliseconds() : 1.Milliseconds());    // six in two seconds
        Run(loop, 10.Seconds());

        Assert.Equal(windows == 1 ? [] : [2, 1], _steps.Strides);      // and calm again
    }

    [Fact]
    public void An_encoder_that_is_behind_lowers_the_rate_and_five_calm_seconds_raise_it_then_ten()
    {
        var loop = Loop(25);
        FallBehind();
        Assert.Equal([2], _steps.Strides);
        Run(loop, 4.Seconds());
        Assert.Equal([2], _steps.Strides);
        Run(loop, 4.Seconds());
        Assert.Equal([2, 1], _steps.Strides);

        FallBehind();
        Assert.Equal([2, 1, 2], _steps.Strides);
        Run(loop, 9.Seconds());
        Assert.Equal([2, 1, 2], _steps.Strides);
        Run(loop, 4.Seconds());
        Assert.Equal([2, 1, 2, 1], _steps.Strides);

        void FallBehind()
        {
            _steps.Waiting = RateGovernor.MostBacklog + 1;
            for (var (told, left) = (_steps.Strides.Count, 50); _steps.Strides.Count == told && left > 0; left--) Run(loop, 100.Milliseconds());
            _steps.Waiting = 0;
        }
    }

    [Theory, InlineData(25), InlineData(30)]
    public void At_every_rate_the_ticks_that_begin_two_seconds_are_drawn(int framesPerSecond)
    {
        _steps.OnPicture = repeat => _clock.Pass(repeat ? 1.Milliseconds() : 150.Milliseconds());
        Run(framesPerSecond, 20.Seconds());

        var drawn = _steps.Pictures.Select(p => p.Tick).ToHashSet();
        Assert.Equal([2, 3], _steps.Strides);
        for (var tick = 0L; tick < 18 * framesPerSecond; tick += 2 * framesPerSecond) Assert.Contains(tick, drawn);
    }

    [Fact]
    public void A_round_allocates_nothing()
    {
        var loop = Loop(30);
        _steps.Pictures.Capacity = 10_000;
        _steps.Frames.Capacity = 10_000;
        Run(loop, 10.Seconds());
        Assert.Equal(0, Allocated.By(() => Run(loop, 10.Seconds())));
    }

    private void Run(int framesPerSecond, TimeSpan span) => Run(Loop(framesPerSecond), span);

    private void Run(ProgramLoop loop, TimeSpan span)
    {
        for (var end = _clock.Now + span; _clock.Now < end;) loop.Step();
    }

    private ProgramLoop Loop(int framesPerSecond) => new(_clock, _steps, _clock.Now, framesPerSecond);
}
