using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture.Overlays;
using LiveDialogue.Mixer.Picture.Text;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Native.Yuv;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Picture;

/// <summary>
/// Draws the program's picture, tick by tick: background, sources, lower thirds, title, logo, question card, and a cross-fade whenever the scene changes.
/// Text is drawn elsewhere and appears when it is ready.
/// </summary>
/// <remarks><see cref="Show"/> may be called on any thread; all else on the clock's.</remarks>
internal sealed class Compositor : IProgramPainter
{
    private readonly int _width, _height;
    private readonly OverlayCache _overlays;
    private readonly Painting _painting;
    private readonly CardMotion _card;
    private volatile ProgramPicture _wanted = ProgramPicture.Empty;
    private ProgramPicture? _picture;
    private Shot? _shot;
    private Frame? _last, _fadingOut;
    private Transition _change;
    private MonoTime _now;

    /// <param name="width">Of every canvas; even.</param>
    /// <exception cref="YuvMissingException">libyuv isn't installed.</exception>
    public Compositor(int width, int height, IWorkerStarter workers, string ffmpegPath, ILogger logger)
        : this(width, height, new OverlayPainter(new TextRenderer(workers, ffmpegPath)), logger)
    {
    }

    internal Compositor(int width, int height, IOverlayPainter painter, ILogger logger)
    {
        YuvOps.RequireLibrary();
        (_width, _height) = (width, height);
        _painting = new(width, height);
        _overlays = new(painter, logger);
        _card = new(_overlays, width, height);
    }

    /// <summary>Nothing moves and nothing is missing: the next frame differs from the last only by the inputs and by what time shows.</summary>
    public bool IsSettled => ReferenceEquals(_wanted, _picture) && _fadingOut is null && _shot?.IsSettled(_now) == true && _card.IsSettled(_now);

    /// <summary>Completes when every text wanted so far has been drawn, or given up; they are shown from the next <see cref="Draw"/> on.</summary>
    internal Task TextsReadyAsync() => _overlays.AllPaintedAsync();

    /// <summary>Takes effect with the next <see cref="Draw"/>.</summary>
    public void Show(ProgramPicture picture) => _wanted = picture;

    /// <summary>Draws the whole canvas for a tick. Doesn't wait; allocates only when what is shown has changed.</summary>
    /// <param name="canvas">Of this compositor's size; not written to again by anybody once this returns.</param>
    public void Draw(Frame canvas, IInputPictures inputs, MonoTime now)
    {
        _now = now;
        if (_wanted is var wanted && !ReferenceEquals(wanted, _picture)) Change(wanted, now);
        var shot = _shot!; // Change has made one, at the latest for the first frame

        _card.Advance(now);
        shot.Draw(canvas, inputs, _painting, _card.Area, _card.Presence, now);
        _card.Draw(canvas, _painting);
        if (_fadingOut is not null) CrossFade(canvas, _fadingOut, now);
        Keep(canvas);
    }

    public void Dispose()
    {
        _shot?.Release();
        _card.Release();
        _last?.Release();
        _fadingOut?.Release();
        (_last, _fadingOut) = (null, null);
        _overlays.Dispose();
        _painting.Dispose();
    }

    private void Change(ProgramPicture wanted, MonoTime now)
    {
        var isAnotherPicture = _picture is not null && (_picture.Scene != wanted.Scene || _picture.Branding != wanted.Branding);
        var before = _shot;
        _shot = new(wanted, _width, _height, _overlays, isAnotherPicture ? null : before);
        before?.Release();
        _card.Show(wanted.Card, wanted.Branding.Accent, now);
        _card.Floor = SceneLayout.StripTop(wanted.Scene, _width, _height);
        _picture = wanted;
        if (!isAnotherPicture || _last is null) return;

        // What was last seen fades out as it is, be it in the midst of another change: no jump.
        _fadingOut?.Release();
        _fadingOut = _last;
        _last = null;
        _change = new(now);
    }

    private void CrossFade(Frame canvas, Frame old, MonoTime now)
    {
        if (_change.IsOver(now))
        {
            old.Release();
            _fadingOut = null;
            return;
        }
        YuvOps.Mix(canvas.Picture, old.Picture, (int)((1 - _change.At(now)) * YuvOps.FullShare));
    }

    private void Keep(Frame canvas)
    {
        _last?.Release();
        canvas.Hold();
        _last = canvas;
    }
}
