using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// One encoding of a published track (a simulcast layer, or the only one) as one shard knows it: what came lately, how much of it, and on which clock.
/// Each shard that forwards the track has its own; only that shard touches it.
/// </summary>
internal sealed class PublishedLayer : IDisposable
{
    /// <summary>A layer that sent nothing for this long isn't there: subscribers fall back to another.</summary>
    public static readonly TimeSpan LiveFor = TimeSpan.FromSeconds(1);

    private RateMeter _rate;
    private bool _started;

    public PublishedLayer(TrackSource source, int index, string? rid)
    {
        (Source, Index, Rid) = (source, index, rid);
        History = new PacketHistory(source.Format.Kind == MediaKind.Video ? 2048 : 256);
        Keyframes = new KeyframeCache(History);
    }

    public TrackSource Source { get; }

    /// <summary>Its place in <see cref="TrackSource.Layers"/>: the order of the offer's rids, which says nothing of size.</summary>
    public int Index { get; }

    /// <summary>Null where the track isn't simulcast.</summary>
    public string? Rid { get; }

    public PacketHistory History { get; }

    /// <summary>Where a new viewer may start.</summary>
    public KeyframeCache Keyframes { get; }

    public SenderClock Clock { get; private set; }

    /// <summary>When <see cref="Clock"/> was set.</summary>
    public MonoTime ClockArrival { get; private set; }

    /// <summary>The sequence of the last keyframe's first packet; -1 before the first.</summary>
    public long LastKeyframe { get; private set; } = -1;

    /// <summary>Width times height of the last VP8 keyframe, or of the program's layer; 0 while unknown.</summary>
    public int Pixels { get; private set; }

    public MonoTime LastPacket { get; private set; }

    public bool IsLive(MonoTime now) => _started && now - LastPacket <= LiveFor;

    /// <summary>Of payload, over the last second.</summary>
    public long BitsPerSecond(MonoTime now) => _rate.BitsPerSecond(now);

    /// <summary>Whether this is the better picture of the two: by size where both are known, else clearly (a fifth) more bits.</summary>
    public bool IsBetterThan(PublishedLayer other, MonoTime now) => Pixels != other.Pixels && Pixels != 0 && other.Pixels != 0
        ? Pixels > other.Pixels
        : BitsPerSecond(now) * 5 > other.BitsPerSecond(now) * 6;

    /// <returns>False when this packet was there already.</returns>
    public bool Note(in SourcePacket packet, MonoTime now)
    {
        if (!History.TryAdd(packet)) return false;

        _started = true;
        LastPacket = now;
        _rate.Add(packet.PayloadLength, now);
        if (packet is { IsKeyframe: true, StartsFrame: true }) LastKeyframe = Math.Max(LastKeyframe, packet.ExtendedSequence);
        Keyframes.Note(packet, Source.IsPublic);
        if (packet.Pixels != 0) Pixels = packet.Pixels;
        return true;
    }

    public void SetClock(SenderClock clock, MonoTime now) => (Clock, ClockArrival) = (clock, now);

    public void Dispose() => History.Dispose();
}
