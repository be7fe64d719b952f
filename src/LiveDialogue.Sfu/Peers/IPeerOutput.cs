using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Sfu.Peers;

/// <summary>All a peer can say: to the wire, and to the shard that keeps it (the shard | a recording list).</summary>
internal interface IPeerOutput
{
    ShardCounters Counters { get; }

    /// <summary>Room for one datagram on a port; see <see cref="IDatagramPort.Reserve"/>.</summary>
    Span<byte> Reserve(int port);

    /// <summary>Commits the last <see cref="Reserve"/>.</summary>
    void Queue(int port, int length, in TransportAddress destination);

    /// <summary>As <see cref="IDatagramPort.IsStream"/>.</summary>
    bool IsStream(int port);

    /// <summary>An authenticated check came along this path: datagrams from there are this peer's.</summary>
    void PathProven(Peer peer, PeerPath path);

    /// <summary>Media that only this peer can have sent came along a proven path, though nobody has named it.</summary>
    void PathHeard(Peer peer, PeerPath path);

    void PathForgotten(Peer peer, PeerPath path);

    /// <summary>To be run off the media thread; comes back through <see cref="Peer.StepReturned"/>.</summary>
    void Handshake(HandshakeStep step);

    /// <summary>The fingerprint is verified and keys are there: media may move.</summary>
    void Connected(Peer peer);

    /// <summary>The peer is over and has released everything but its place in the shard's tables.</summary>
    /// <param name="before">The state it was in.</param>
    void Ended(Peer peer, PeerState before, SessionEnd reason);

    /// <summary>An exception of ours, caught at the peer: to be closed when nothing iterates over it any more.</summary>
    void Faulted(Peer peer, Exception fault);
}
