using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>The program's picture or sound on the shard it is injected at. Nothing is lost on the way here, so there is nothing to ask for but keyframes.</summary>
internal sealed class ProgramTrack(TrackFormat format, IReadOnlyList<string> rids) : TrackSource(format, rids)
{
    private readonly KeyframeRequests _keyframes = new();

    /// <returns>False when the packet isn't to be forwarded.</returns>
    public bool Take(in SourcePacket packet, MonoTime now)
    {
        if (!packet.Layer.Note(packet, now)) return false;
        if (packet is { IsKeyframe: true, StartsFrame: true }) _keyframes.KeyframeArrived(packet.Layer.Index, now);
        return true;
    }

    public override void RequestKeyframe(PublishedLayer layer)
    {
        if (Format.Kind == MediaKind.Video) _keyframes.Want(layer.Index);
    }

    /// <summary>One request for all who asked, repeated every two seconds until the keyframe comes.</summary>
    /// <param name="layers">One bit per layer.</param>
    public bool TryTakeKeyframeRequest(MonoTime now, out int layers)
    {
        foreach (var layer in Layers)
            if (!layer.IsLive(now)) _keyframes.Forget(layer.Index);
        return _keyframes.TryTake(now, out layers);
    }
}
