using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>Paints everything in one brightness.</summary>
internal sealed class FlatPainter(byte brightness) : IProgramPainter
{
    public void Show(ProgramPicture picture) { }

    public void Draw(Frame canvas, IInputPictures inputs, MonoTime now) => canvas.Picture.Bytes.Fill(brightness);

    public void Dispose() { }
}
