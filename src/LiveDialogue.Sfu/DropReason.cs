namespace LiveDialogue.Sfu;

/// <summary>Why a datagram or packet went no further. Each is a counter at /metrics; none is an exception.</summary>
public enum DropReason
{
    UnknownDatagram,
    MalformedStun,
    UnknownUfrag,
    StunUnauthenticated,
    StunFlood,
    UnknownAddress,
    DtlsBeforeIce,
    MediaBeforeKeys,
    MalformedRtp,
    MalformedRtcp,
    SrtpUnauthenticated,
    SrtpReplayed,
    UnknownSsrc,
    UnknownPayloadType,
    Duplicate,
    TooOld,
    PaddingOnly,
    NotOnAir,
    Muted,
    OtherLayer,
    AwaitingKeyframe,
    InboxFull,
    HistoryMiss,
    TooManyRepairs,
    TooLarge,
    PeerFaulted,
    TooManySsrcs,
    RtcpFlood,
    HandshakeFlood,
    AddressInUse,

    /// <summary>Waited too long for its turn on a viewer's narrow path.</summary>
    PathFull,

    /// <summary>A redundant payload (RFC 2198) whose blocks don't add up, or whose primary isn't the track's codec.</summary>
    MalformedRed,

    /// <summary>From UDP port 0, where no answer can go.</summary>
    UnanswerableSource,
}
