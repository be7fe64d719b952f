using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// Turns many subscribers' keyframe requests into one PLI per interval (RFC 4585 §6.3.1), repeated until the keyframe of each wanted layer came.
/// One for all layers of a track: Chromium answers a PLI on any of them with a keyframe on each, and silently drops one that comes within
/// 300 ms of the keyframe before.
/// </summary>
/// <param name="interval">At least this between two requests, and between a keyframe and the next request.</param>
internal sealed class KeyframeRequests(TimeSpan interval)
{
    private int _wanted;
    private MonoTime _allowedFrom;

    /// <summary>When <see cref="TryTake"/> would next say yes; <see cref="MonoTime.Never"/> while nobody waits.</summary>
    public MonoTime NextDeadline => _wanted == 0 ? MonoTime.Never : _allowedFrom;

    public void Want(int layerIndex) => _wanted |= 1 << layerIndex;

    /// <summary>The layer sends nothing: asking again would never end.</summary>
    public void Forget(int layerIndex) => _wanted &= ~(1 << layerIndex);

    public void KeyframeArrived(int layerIndex, MonoTime now)
    {
        Forget(layerIndex);
        if (_allowedFrom < now + interval) _allowedFrom = now + interval;
    }

    /// <param name="layers">One bit per layer index to ask for now.</param>
    public bool TryTake(MonoTime now, out int layers)
    {
        layers = _wanted;
        if (_wanted == 0 || now < _allowedFrom) return false;
        _allowedFrom = now + interval;
        return true;
    }
}
