using System.Collections.Immutable;
using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>A compositor with real text and drawn speakers, on virtual time.</summary>
internal sealed class PictureRig : IInputPictures, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1) / 30;

    private readonly Dictionary<SourceId, (Frame Frame, TimeSpan Age)> _sources = [];

    public PictureRig(int width = 640, int height = 360)
    {
        (Width, Height) = (width, height);
        Compositor = new(width, height, new WorkerStarter(NullLogger.Instance), "ffmpeg", NullLogger.Instance);
    }

    public int Width { get; }

    public int Height { get; }

    public FramePool Pool { get; } = new();

    public VirtualClock Clock { get; } = new();

    public Compositor Compositor { get; }

    /// <summary>A picture one can tell apart: a face before a wall of its own colour, with a frame around it that shows what was cut off.</summary>
    public void AddCamera(string speaker, uint wall, int width = 640, int height = 360, TimeSpan age = default) =>
        Add(new(speaker, SourceKind.Camera), Drawn.Face(Pool, width, height, wall), age);

    public void AddScreen(string presenter, int width = 1280, int height = 720) =>
        Add(new(presenter, SourceKind.Screen), Drawn.Slide(Pool, width, height), default);

    public void Add(SourceId source, Frame frame, TimeSpan age) => _sources[source] = (frame, age);

    public SourcePicture Take(SourceId source, MonoTime now)
    {
        if (!_sources.TryGetValue(source, out var picture)) return default;
        picture.Frame.Hold();
        return new(picture.Frame, picture.Age, IsPhoto: false);
    }

    /// <summary>The next tick's frame; held for the caller.</summary>
    public Frame Draw()
    {
        var canvas = Pool.Rent(Width, Height);
        Compositor.Draw(canvas, this, Clock.Advance(Tick));
        return canvas;
    }

    /// <summary>Shows a picture and draws until nothing moves any more.</summary>
    public async Task<Frame> SettleAsync(ProgramPicture picture)
    {
        Compositor.Show(picture);
        Draw().Release();
        await Compositor.TextsReadyAsync().WaitAsync(Patience);
        for (var tick = 0; tick < 60; tick++)
        {
            var frame = Draw();
            if (Compositor.IsSettled) return frame;
            frame.Release();
            await Compositor.TextsReadyAsync().WaitAsync(Patience);
        }
        throw new InvalidOperationException("The picture never came to rest.");
    }

    public static ProgramPicture Picture(Scene scene, params (string Speaker, Caption Caption)[] captions) =>
        new(scene, captions.ToImmutableDictionary(pair => pair.Speaker, pair => pair.Caption), null, Branding.Default);

    public void Dispose()
    {
        Compositor.Dispose();
        foreach (var (frame, _) in _sources.Values) frame.Release();
        Pool.Dispose();
    }
}
