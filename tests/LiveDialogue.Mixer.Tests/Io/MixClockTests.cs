using LiveDialogue.Mixer.Io;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Io;

public sealed class MixClockTests
{
    [Fact]
    public void It_is_the_clock_of_the_whole_process_and_never_wakes_early()
    {
        var clock = new MixClock();
        var before = new MonoClock().Now;
        var due = clock.Now + 3.Milliseconds();
        Assert.True(due - before >= 3.Milliseconds());

        clock.WaitUntil(due);
        Assert.True(clock.Now >= due);
        clock.WaitUntil(due - 1.Seconds()); // the past: returns
        Assert.True(new MonoClock().Now >= due);
    }
}
