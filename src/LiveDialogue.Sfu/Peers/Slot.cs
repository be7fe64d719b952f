using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>One m-line of a subscriber on its shard, or one source of a tap: its stream for the session, and whoever fills it now.</summary>
/// <param name="seesGreenRoom">False: a packet of a publisher who isn't on air goes no further, even before the slot is emptied.</param>
internal sealed class Slot(SubscribedTrack track, ISlotOwner owner, bool seesGreenRoom)
{
    public SubscribedTrack Track => track;

    public Fanout? Fanout { get; private set; }

    /// <summary>Whether the audience of this slot may see what its publisher sends at this moment.</summary>
    public bool IsAllowed => Fanout is { } fanout && (seesGreenRoom || fanout.Feed.Gate.IsOnAir);

    /// <summary>Whether packets of a moment ago may still go: not once the publisher was muted or taken off air.</summary>
    public bool MayCatchUp => track.IsCatchingUp && IsAllowed && Fanout!.Feed.Gate.Allows(track.Kind);    // allowed: it has one

    /// <summary>By <see cref="Forwarding.Attach"/> only, which knows that the codec fits.</summary>
    public void Fill(Fanout? fanout, MonoTime now)
    {
        Fanout = fanout;
        track.SwitchTo(fanout?.Source, now);
        owner.Changed(now);
    }

    /// <summary>The track is over.</summary>
    public void Lost(MonoTime now) => Fill(null, now);

    /// <inheritdoc cref="ISlotOwner.Preload"/>
    public int Preload() => owner.Preload(this);

    public void Forward(in Burst burst, MonoTime now)
    {
        if (Fanout is not null) owner.Forward(this, burst, IsAllowed, now);
    }
}
