using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// What a subscribed track is fed from on its shard: the <see cref="PublishedTrack"/> or <see cref="ProgramTrack"/> itself, or a <see cref="RemoteTrack"/>
/// standing for one of another shard.
/// </summary>
internal abstract class TrackSource : IDisposable
{
    private readonly PublishedLayer[] _layers;

    /// <param name="rids">One layer each; empty: one layer without a name.</param>
    protected TrackSource(TrackFormat format, IReadOnlyList<string> rids)
    {
        Format = format;
        _layers = new PublishedLayer[Math.Max(1, rids.Count)];
        for (var i = 0; i < _layers.Length; i++) _layers[i] = new PublishedLayer(this, i, rids.Count == 0 ? null : rids[i]);
    }

    public TrackFormat Format { get; }

    /// <summary>The publisher is on air: the audience may see what comes now, also a little later.</summary>
    public bool IsPublic { get; set; } = true;

    /// <summary>In the order of the offer's rids. An entry is replaced when its layer starts anew under another SSRC.</summary>
    public ReadOnlySpan<PublishedLayer> Layers => _layers;

    /// <summary>Asks the publisher for a keyframe. May be called for every packet: requests are coalesced and repeated until one comes.</summary>
    public abstract void RequestKeyframe(PublishedLayer layer);

    /// <param name="layers">One bit per layer index, as <see cref="RemoteTrack.TakeKeyframeRequests"/> gives.</param>
    public void RequestKeyframes(int layers)
    {
        foreach (var layer in _layers)
            if ((layers & (1 << layer.Index)) != 0) RequestKeyframe(layer);
    }

    /// <returns>The best layer that sends at all; null when none does.</returns>
    public PublishedLayer? BestLive(MonoTime now)
    {
        PublishedLayer? best = null;
        foreach (var layer in _layers)
        {
            if (layer.IsLive(now) && (best is null || layer.IsBetterThan(best, now))) best = layer;
        }
        return best;
    }

    /// <summary>Gives back packets too old to be asked for. About once a second is enough.</summary>
    public void Trim(MonoTime now)
    {
        foreach (var layer in _layers) layer.History.Trim(now);
    }

    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
    }

    /// <summary>The layer starts anew: what was sent under the old one is forgotten, and subscribers find another until the new one's keyframe.</summary>
    protected PublishedLayer Replace(int index)
    {
        var old = _layers[index];
        old.Dispose();
        return _layers[index] = new PublishedLayer(this, index, old.Rid);
    }
}
