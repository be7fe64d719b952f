namespace LiveDialogue.Sfu.Stages;

/// <summary>How a session's packets come and go.</summary>
public enum PathKind
{
    /// <summary>Not connected yet.</summary>
    Unknown,

    Udp,

    /// <summary>ICE-TCP.</summary>
    Tcp,

    /// <summary>From one of the relays that clients are told of; only known where its address is, and isn't one of ours.</summary>
    Relay,
}
