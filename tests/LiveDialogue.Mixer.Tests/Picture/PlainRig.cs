using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>A small compositor whose sources are plain colours, ticks 20 ms.</summary>
internal sealed class PlainRig : IInputPictures, IDisposable
{
    private const int Width = 320, Height = 180;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly VirtualClock _clock = new();
    private readonly Frame _dark, _bright;

    public PlainRig()
    {
        Compositor = new(Width, Height, Painter, NullLogger.Instance);
        (_dark, _bright) = (Drawn.Plain(Pool, Width, Height, 0x202020), Drawn.Plain(Pool, Width, Height, 0xD0D0D0));
    }

    public FramePool Pool { get; } = new();

    public BlockPainter Painter { get; } = new();

    public Compositor Compositor { get; }

    public int LumaOf(string speaker) => (speaker == "dark" ? _dark : _bright).Picture.Y[0];

    /// <summary>Of the canvas's top left quarter's middle, where nothing is laid over.</summary>
    public int DrawLuma() => DrawLuma(Width / 4, Height / 4);

    public int DrawLumaAtCard() => DrawLuma(Width / 2, Height - 20);

    /// <summary>In the corner of <see cref="BlockPainter"/>'s lower third.</summary>
    public int DrawLumaAtCaption() => DrawLuma(14, Height - 14);

    public SourcePicture Take(SourceId source, MonoTime now)
    {
        var frame = source.Speaker switch { "dark" => _dark, "bright" => _bright, _ => null };
        frame?.Hold();
        return new(frame, default, IsPhoto: false);
    }

    public void Dispose()
    {
        Compositor.Dispose();
        _dark.Release();
        _bright.Release();
        Pool.Dispose();
    }

    private int DrawLuma(int x, int y)
    {
        var canvas = Pool.Rent(Width, Height);
        Compositor.Draw(canvas, this, _clock.Advance(Tick));
        int luma = canvas.Picture.Y[(y * Width) + x];
        canvas.Release();
        return luma;
    }
}
