using System.Runtime.CompilerServices;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// Turns many subscribers' keyframe requests into one PLI (RFC 4585 §6.3.1) per interval and layer, repeated while no keyframe comes. Whatever the
/// audience does, a publisher answers no more often; newcomers start from <see cref="KeyframeCache"/>.
/// </summary>
/// <remarks>
/// Chromium answers a PLI on any layer with a keyframe on each, and silently drops one that comes within 300 ms of the keyframe before.
/// </remarks>
internal sealed class KeyframeRequests
{
    /// <summary>Between two answered requests: a keyframe costs a weak uplink what several frames do.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>An unanswered one was lost, or dropped: longer than a round trip of 400 ms and an encoder's frame.</summary>
    public static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(600);

    /// <summary>Between any layer's keyframe and the next request: a little longer than the publisher is deaf.</summary>
    public static readonly TimeSpan Deaf = TimeSpan.FromMilliseconds(350);

    private const int MaxLayers = 32;

    private Moments _allowedFrom;
    private Moments _nextAnswer;
    private MonoTime _deafUntil;
    private int _wanted;

    /// <summary>When <see cref="TryTake"/> would next say yes; <see cref="MonoTime.Never"/> while nobody waits.</summary>
    public MonoTime NextDeadline
    {
        get
        {
            var next = MonoTime.Never;
            for (var rest = _wanted; rest != 0; rest &= rest - 1) next = MonoTime.Earlier(next, AllowedFrom(int.TrailingZeroCount(rest)));
            return next;
        }
    }

    public void Want(int layerIndex) => _wanted |= 1 << layerIndex;

    /// <summary>The layer sends nothing: asking again would never end.</summary>
    public void Forget(int layerIndex) => _wanted &= ~(1 << layerIndex);

    /// <summary>A layer's first packet: its encoder has just made a keyframe, whether that came or not.</summary>
    public void LayerBegan(MonoTime now) => _deafUntil = now + Deaf;

    public void KeyframeArrived(int layerIndex, MonoTime now)
    {
        Forget(layerIndex);
        _deafUntil = now + Deaf;
        _allowedFrom[layerIndex] = _nextAnswer[layerIndex];
    }

    /// <param name="layers">One bit per layer index to ask for now.</param>
    public bool TryTake(MonoTime now, out int layers)
    {
        layers = 0;
        for (var rest = _wanted; rest != 0; rest &= rest - 1)
        {
            var layer = int.TrailingZeroCount(rest);
            if (now < AllowedFrom(layer)) continue;
            layers |= 1 << layer;
            (_allowedFrom[layer], _nextAnswer[layer]) = (now + Repeat, now + Interval);
        }
        return layers != 0;
    }

    private MonoTime AllowedFrom(int layer) => _allowedFrom[layer] > _deafUntil ? _allowedFrom[layer] : _deafUntil;

    [InlineArray(MaxLayers)]
    private struct Moments
    {
        private MonoTime _first;
    }
}
