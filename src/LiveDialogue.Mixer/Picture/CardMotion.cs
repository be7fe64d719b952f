using LiveDialogue.Mixer.Picture.Overlays;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Picture;

/// <summary>The question card on its way in and out: it rises and fades, once it is painted; another one comes when the last has gone. The clock's thread.</summary>
internal sealed class CardMotion(OverlayCache cache, int width, int height)
{
    private readonly double _unit = height / 720.0;

    private Overlay? _next, _shown;
    private bool _isLeaving;
    private Transition _motion;

    /// <summary>How far down there is nobody whom the card may not cover, in pixels; null: to the end.</summary>
    public int? Floor { get; set; }

    /// <summary>Where the card comes to rest; empty while there is none.</summary>
    public Area Area { get; private set; }

    /// <summary>0 to 1.</summary>
    public double Presence { get; private set; }

    public bool IsSettled(MonoTime now) => _motion.IsOver(now) && !_isLeaving && (_next is null || _next is { IsSettled: true, Sprite: null });

    public void Show(QuestionCard? question, uint accent, MonoTime now)
    {
        if (_next is not null) cache.Release(_next);
        _next = null;
        var spec = question is null
            ? null
            : new OverlaySpec.Card(question, (int)(width * 0.88) & ~1, (int)(height * 0.52), accent, _unit);
        if (_shown is not null && !_isLeaving && _shown.Spec == spec) return;

        if (spec is not null) _next = cache.Acquire(spec);
        if (_shown is null || _isLeaving) return;
        (_isLeaving, _motion) = (true, new(now));
    }

    /// <summary>Moves on; before anything is drawn, since lower thirds give way by it.</summary>
    public void Advance(MonoTime now)
    {
        if (_isLeaving && _motion.IsOver(now))
        {
            if (_shown is not null) cache.Release(_shown);
            (_shown, _isLeaving, Area, Presence) = (null, false, default, 0);
        }
        if (_shown is null && _next?.Sprite is not null)
        {
            (_shown, _next, _motion) = (_next, null, new(now));
        }
        if (_shown?.Sprite is { } card) Area = new(((width - card.Width) / 2) & ~1, Math.Max(0, (Floor ?? height) - card.Height - (int)(36 * _unit)) & ~1, card.Width, card.Height);
        if (_shown is not null) Presence = _isLeaving ? 1 - _motion.At(now) : _motion.At(now);
    }

    public void Draw(Frame canvas, Painting painting)
    {
        if (_shown?.Sprite is not { } sprite) return;
        var below = (int)(24 * _unit * (1 - Presence)) & ~1;
        painting.DrawSprite(canvas, sprite, Area.X, Area.Y + below, Presence);
    }

    public void Release()
    {
        if (_next is not null) cache.Release(_next);
        if (_shown is not null) cache.Release(_shown);
        (_next, _shown) = (null, null);
    }
}
