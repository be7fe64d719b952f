using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// A track published on another shard, as this shard forwards it: fed with that shard's packets, it keeps its own history, so that nothing of the
/// publisher's state is shared between threads.
/// </summary>
internal sealed class RemoteTrack : TrackSource
{
    private readonly PublishedLayer?[] _homes;
    private int _wanted;

    public RemoteTrack(TrackFormat format, IReadOnlyList<string> rids)
        : base(format, rids) => _homes = new PublishedLayer?[Layers.Length];

    /// <summary>Takes over a packet posted by the publisher's shard; the history holds its buffer by itself, the poster's hold stays the caller's to release.</summary>
    /// <param name="packet">Its layer becomes this track's own.</param>
    /// <returns>False when it came before.</returns>
    public bool Feed(ref SourcePacket packet, MonoTime now)
    {
        var home = packet.Layer;
        var index = home.Index;                                        // immutable, so readable from here
        if (!ReferenceEquals(_homes[index], home))
        {
            if (_homes[index] is not null) Replace(index);             // there it was replaced, too
            _homes[index] = home;
        }
        packet.Layer = Layers[index];
        return packet.Layer.Note(packet, now);
    }

    /// <summary>A sender report that reached the publisher's shard.</summary>
    public void SetClock(int layerIndex, SenderClock clock, MonoTime now)
    {
        if ((uint)layerIndex < (uint)Layers.Length) Layers[layerIndex].SetClock(clock, now);
    }

    public override void RequestKeyframe(PublishedLayer layer) => _wanted |= 1 << layer.Index;

    /// <summary>What to pass to <see cref="TrackSource.RequestKeyframes"/> of the track itself, on the publisher's shard: one bit per layer index; 0: nothing.</summary>
    public int TakeKeyframeRequests()
    {
        var wanted = _wanted;
        _wanted = 0;
        return wanted;
    }
}
