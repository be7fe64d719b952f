namespace LiveDialogue.Wire;

/// <summary>What a datagram of a multiplexed WebRTC port is (RFC 7983, RFC 5761).</summary>
public enum DatagramKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}
