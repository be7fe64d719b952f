using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Scenes;

public sealed class TransitionTests
{
    [Fact]
    public void It_never_goes_back_and_ends_after_300_ms()
    {
        var transition = new Transition(new(5_000_000));
        double last = 0;
        for (var time = new MonoTime(4_990_000); time < new MonoTime(5_400_000); time += TimeSpan.FromMilliseconds(1))
        {
            var progress = transition.At(time);
            Assert.InRange(progress, last, 1);
            Assert.Equal(time >= new MonoTime(5_300_000), transition.IsOver(time));
            if (transition.IsOver(time)) Assert.Equal(1, progress);
            last = progress;
        }
        Assert.Equal(0.5, transition.At(new(5_150_000)), 1e-9);
    }

    [Fact]
    public void What_never_began_is_over() => Assert.Equal((true, 1), (default(Transition).IsOver(new(1)), default(Transition).At(new(1))));
}
