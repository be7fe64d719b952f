using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Sfu.Peers;

/// <summary>One candidate pair as an ICE-lite server sees it.</summary>
/// <param name="Port">Index of the shard's port: which of our addresses.</param>
/// <param name="Remote">Where the client's datagrams come from.</param>
internal readonly record struct PeerPath(int Port, TransportAddress Remote);
