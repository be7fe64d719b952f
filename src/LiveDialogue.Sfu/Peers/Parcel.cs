using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Peers;

/// <summary>A packet on its way to another shard's inbox; holds its buffer.</summary>
internal readonly record struct Parcel(Feed Feed, SourcePacket Packet);
