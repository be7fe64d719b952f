using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Sfu.Peers;

/// <summary>What negotiation decided about a peer before its first datagram.</summary>
/// <param name="Dtls">Made by whoever negotiated, so that the media thread doesn't spend its time on it; the peer's from then on.</param>
/// <param name="Fingerprints">Every SHA-256 fingerprint offered; the certificate must match one (RFC 8122 §5).</param>
internal sealed record PeerSetup(SessionId Session, IceCredentials Ice, IDtls Dtls, IReadOnlyList<ReadOnlyMemory<byte>> Fingerprints, PeerMedia Media);

internal enum PeerState { Connecting, Connected, Closed }
