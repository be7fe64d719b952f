using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>The shard that the program is injected at, as the mixer's thread sees it. Thread-safe.</summary>
internal interface IProgramHost
{
    /// <summary>The shard's.</summary>
    int Index { get; }

    PacketPool Pool { get; }

    MonoTime Now { get; }

    /// <returns>False when the shard's inbox is full (for video: nearly full).</returns>
    bool TryPost(in Parcel parcel);

    /// <summary>Wakes the shard for what was posted.</summary>
    void Ring();

    /// <summary>Runs on the shard's thread, in order with other commands.</summary>
    void Tell(Action<Forwarding, MonoTime> command);

    void Faulted(Exception fault);
}
