namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>An overlay that somebody wants: there as soon as it is painted. Held and given back through <see cref="OverlayCache"/>.</summary>
internal sealed class Overlay(OverlaySpec spec)
{
    private volatile Sprite? _sprite;
    private volatile bool _isSettled;

    public OverlaySpec Spec => spec;

    /// <summary>Null until painted, and for good when there is nothing to see in it. Valid while held.</summary>
    public Sprite? Sprite => _sprite;

    /// <summary>Nothing more will come.</summary>
    public bool IsSettled => _isSettled;

    /// <summary>Guarded by the cache.</summary>
    internal int Holds { get; set; }

    internal void Settle(Sprite? sprite) => (_sprite, _isSettled) = (sprite, true);
}
