using LiveDialogue.Mixer.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Io;

/// <summary>Time that passes only by waiting, and by what a test says a step costs.</summary>
internal sealed class SteppedClock : IMixClock
{
    public MonoTime Now { get; private set; } = new(5_000_000);

    public void WaitUntil(MonoTime due)
    {
        if (due > Now) Now = due;
    }

    public void Pass(TimeSpan span) => Now += span;
}
