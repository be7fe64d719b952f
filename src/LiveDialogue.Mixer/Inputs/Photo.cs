using LiveDialogue.Mixer.Picture;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>A still picture that stands in for a camera.</summary>
/// <param name="Frame">Held by whoever keeps this.</param>
/// <param name="IsMoment">Of what the camera saw at <paramref name="At"/>; else a portrait, which has no age.</param>
internal sealed record Photo(Frame Frame, bool IsMoment, MonoTime At);
