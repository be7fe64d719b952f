namespace LiveDialogue.Sfu.Stages;

/// <summary>
/// Told what happens on a stage's media. Called on a shard's thread or on the node's own: an implementation only notes it down (a channel, a volatile field) and returns.
/// </summary>
public interface IStageObserver
{
    /// <summary>On each change of a publisher's session or flow; within 2 s of the fact.</summary>
    void PublisherChanged(PublisherStatus status);

    /// <summary>Null while nobody on air speaks yet; it stays with the last speaker through silence.</summary>
    void ActiveSpeakerChanged(PublisherId? speaker);

    /// <summary>The whole table of one subscriber's slots, after each change.</summary>
    void SlotsChanged(SessionId session, IReadOnlyList<SlotFill> slots);

    /// <summary>A session is over, a subscriber's or a publisher's; the latter comes as <see cref="PublisherChanged"/> too.</summary>
    void SessionEnded(SessionId session, SessionEnd reason);
}

/// <param name="Session">The session that speaks now; default when <see cref="LinkState.Gone"/>.</param>
/// <param name="AudioFlows">Packets of sound came within the last second.</param>
/// <param name="VideoFlows">Packets of picture came within the last two seconds.</param>
public readonly record struct PublisherStatus(PublisherId Publisher, SessionId Session, LinkState Link, bool AudioFlows, bool VideoFlows);

public enum LinkState
{
    /// <summary>Accepted, handshake not finished.</summary>
    Connecting,
    Connected,

    /// <summary>Nothing came for 1.5 s; the session is kept and may come back.</summary>
    Silent,

    /// <summary>No session.</summary>
    Gone,
}

/// <param name="Mid">Of the subscriber's m-line.</param>
/// <param name="Publisher">Null when the slot is empty; <see cref="PublisherId.Program"/> for the mixed program.</param>
/// <param name="IsScreen">The screen that the publisher shares, not their camera.</param>
public readonly record struct SlotFill(string Mid, MediaKind Kind, PublisherId? Publisher, bool IsScreen = false);

public enum MediaKind { Audio, Video }

public enum SessionEnd { ClosedByClient, ClosedByServer, Replaced, HandshakeTimeout, ConsentLost, DtlsFailed, WrongFingerprint, Faulted }
