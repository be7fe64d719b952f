using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Picture;

/// <summary>Draws the program's picture. <see cref="Show"/> may be called on any thread.</summary>
internal interface IProgramPainter : IDisposable
{
    /// <summary>From the next <see cref="Draw"/> on.</summary>
    void Show(ProgramPicture picture);

    /// <summary>The whole canvas; never throws, never waits. The canvas isn't written to again afterwards.</summary>
    void Draw(Frame canvas, IInputPictures inputs, MonoTime now);
}
