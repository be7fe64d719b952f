using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>
/// One place for an overlay. When what it shows changes, the old one stays until the new one is painted: a lower third doesn't blink as its clock goes on.
/// What comes late fades in. The clock's thread.
/// </summary>
internal sealed class OverlaySlot
{
    private readonly OverlayCache _cache;
    private readonly Overlay _wanted;
    private Overlay? _shown;
    private Transition _appearance;
    private bool _wasMissing;

    /// <param name="before">The same place in the last picture, whose overlay is taken over; null for none.</param>
    public OverlaySlot(OverlayCache cache, OverlaySpec spec, OverlaySlot? before)
    {
        (_cache, _wanted) = (cache, cache.Acquire(spec));
        if (before?._shown is not { } shown) return;
        if (shown == _wanted) _appearance = before._appearance;
        _shown = cache.Acquire(shown.Spec);
    }

    /// <summary>What is wanted is shown, as far as the place is drawn at all and there is anything to show.</summary>
    public bool IsSettled(MonoTime now) =>
        _wanted.IsSettled && (_wanted.Sprite is null || (!_wasMissing && (_shown is null || (_shown == _wanted && _appearance.IsOver(now)))));

    /// <returns>What to draw; null while there is nothing. Opacity 0 to 1.</returns>
    public (Sprite? Sprite, double Opacity) At(MonoTime now)
    {
        if (_shown != _wanted && _wanted.Sprite is not null)
        {
            if (_shown is null && _wasMissing) _appearance = new(now);
            if (_shown is not null) _cache.Release(_shown);
            _shown = _cache.Acquire(_wanted.Spec);
        }
        _wasMissing = _shown is null;
        return (_shown?.Sprite, _appearance.At(now));
    }

    public void Release()
    {
        _cache.Release(_wanted);
        if (_shown is not null) _cache.Release(_shown);
        _shown = null;
    }
}
