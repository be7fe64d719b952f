using LiveDialogue.Wire;

namespace LiveDialogue.Testing;

/// <summary>Media time that moves only when a test says so. Starts at one second, so that "a second ago" exists.</summary>
public sealed class VirtualClock
{
    public MonoTime Now { get; private set; } = new(1_000_000);

    public MonoTime Advance(TimeSpan by) => Now += by;

    /// <summary>Never goes back: an earlier moment changes nothing.</summary>
    public void AdvanceTo(MonoTime time)
    {
        if (time > Now) Now = time;
    }
}
