using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Io;

/// <summary>What paces the program: the machine's clock, or a test's.</summary>
internal interface IMixClock
{
    MonoTime Now { get; }

    /// <summary>Returns at the moment or later; at once for the past.</summary>
    void WaitUntil(MonoTime due);
}
