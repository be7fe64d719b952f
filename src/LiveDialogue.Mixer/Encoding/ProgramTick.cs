using LiveDialogue.Mixer.Picture;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>One picture of the program in its three sizes, each held once for whoever has the tick.</summary>
/// <param name="Number">On the full rate's grid.</param>
/// <param name="Keyframe">All layers are to begin anew here.</param>
internal readonly record struct ProgramTick(long Number, bool Keyframe, Frame Large, Frame Middle, Frame Small)
{
    public Frame this[int layer] => layer switch { 0 => Large, 1 => Middle, _ => Small };

    public void Hold()
    {
        Large.Hold();
        Middle.Hold();
        Small.Hold();
    }

    public void Release()
    {
        Large.Release();
        Middle.Release();
        Small.Release();
    }
}
