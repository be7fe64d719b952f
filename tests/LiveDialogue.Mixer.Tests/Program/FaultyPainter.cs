using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>Paints each picture brighter than the one before, and fails where told to, half painted.</summary>
internal sealed class FaultyPainter(Predicate<int> isFaulty) : IProgramPainter
{
    private int _drawn;

    /// <summary>What it was given to paint on.</summary>
    public HashSet<Frame> Canvases { get; } = [];

    public void Show(ProgramPicture picture) { }

    public void Draw(Frame canvas, IInputPictures inputs, MonoTime now)
    {
        Canvases.Add(canvas);
        canvas.Picture.Bytes.Fill((byte)_drawn);
        if (isFaulty(_drawn++)) throw new InvalidOperationException("not foreseen");
    }

    /// <summary>Also at its end.</summary>
    public bool FailsAtEnd { get; init; }

    public void Dispose()
    {
        if (FailsAtEnd) throw new InvalidOperationException("not foreseen at the end");
    }
}
