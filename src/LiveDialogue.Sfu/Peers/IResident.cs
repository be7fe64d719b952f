using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>What takes part in a shard's media without a wire: a tap, the program. Only the shard's thread calls it; it never throws.</summary>
internal interface IResident
{
    /// <summary>It may attach slots and open feeds from now on.</summary>
    void Start(Forwarding forwarding, MonoTime now);

    /// <summary>Every 10 ms.</summary>
    void Tick(MonoTime now);

    /// <summary>Releases every buffer and leaves every list.</summary>
    void Stop(MonoTime now);
}
