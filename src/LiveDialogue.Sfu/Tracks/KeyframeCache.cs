using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// Where in a layer's history a new viewer may start: the last keyframe, while it and all that followed are there and not too much to catch up with.
/// So a hundred who come within a second cost the publisher no keyframe. Holds nothing by itself.
/// </summary>
internal sealed class KeyframeCache(PacketHistory history)
{
    /// <summary>What a newcomer gets beyond the live packets, at most: a second's worth of a fast line.</summary>
    private const int MaxBytes = 1_000_000;

    private const int MaxPackets = 1_500;

    private long _first = -1;
    private int _generation;
    private int _bytes;

    /// <summary>What a newcomer would be sent before the live packets.</summary>
    public int Bytes => _bytes;

    /// <param name="isPublic">False while the publisher isn't on air: nobody may later start from what the audience wasn't to see.</param>
    public void Note(in SourcePacket packet, bool isPublic)
    {
        if (!isPublic)
        {
            _first = -1;
            return;
        }
        if (packet is { IsKeyframe: true, StartsFrame: true } && packet.ExtendedSequence > _first)
            (_first, _generation, _bytes) = (packet.ExtendedSequence, packet.Generation, 0);
        if (_first < 0) return;

        _bytes += packet.PayloadLength;
        if (packet.Generation != _generation || _bytes > MaxBytes || packet.ExtendedSequence - _first >= MaxPackets) _first = -1;
    }

    /// <summary>Whether a viewer can start with the next packet: then no keyframe need be asked for.</summary>
    public bool IsFresh(MonoTime now) => TryFind(now, out _);

    /// <param name="live">The packet that is being forwarded: what is cached must lead up to it.</param>
    /// <param name="first">The first packet of the keyframe; the history's.</param>
    public bool TryStart(in SourcePacket live, MonoTime now, out SourcePacket first)
    {
        first = default;
        return live.Generation == _generation && live.ExtendedSequence > _first && TryFind(now, out first);
    }

    private bool TryFind(MonoTime now, out SourcePacket first)
    {
        first = default;
        return _first >= 0 && history.TryGet(_first, now, out first);
    }
}
