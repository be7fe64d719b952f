using LiveDialogue.Native.Linux;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Io;

/// <summary>CLOCK_MONOTONIC, as everywhere in the process.</summary>
internal sealed class MixClock : IMixClock
{
    public MonoTime Now => MonotonicWait.Now;

    public void WaitUntil(MonoTime due) => MonotonicWait.Until(due);
}
