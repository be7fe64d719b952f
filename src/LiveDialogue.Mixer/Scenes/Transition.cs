using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Scenes;

/// <summary>Something that comes in or goes out over 300 ms, eased at both ends. Pure: asked with a moment, answers how far it is.</summary>
/// <param name="Start"><c>default</c>: long over.</param>
public readonly record struct Transition(MonoTime Start)
{
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(300);

    public bool IsOver(MonoTime now) => Start == default || now - Start >= Length;

    /// <returns>0 at the start, 1 at the end, never less than before as time goes on.</returns>
    public double At(MonoTime now)
    {
        if (IsOver(now)) return 1;
        var linear = Math.Max(0, (now - Start) / Length);
        return linear * linear * (3 - (2 * linear));
    }
}
