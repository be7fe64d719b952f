using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>What the compositor draws from: the picture of each source that is due at a moment. Never waits.</summary>
internal interface IInputPictures
{
    /// <param name="now">The tick's moment; the lip-sync delay is taken off inside.</param>
    /// <returns>The frame to draw, held once for the caller, with how long ago it was new; no frame: nothing to show (camera off, none came yet, or too old).</returns>
    SourcePicture Take(SourceId source, MonoTime now);
}

/// <param name="Frame">Held for the caller, who releases it; null for none.</param>
/// <param name="Age">Since the frame was due first: grows while an input stalls. Of a photo: since it came, where it shows a moment; else nothing.</param>
/// <param name="IsPhoto">A still picture that stands for the camera.</param>
internal readonly record struct SourcePicture(Frame? Frame, TimeSpan Age, bool IsPhoto);
