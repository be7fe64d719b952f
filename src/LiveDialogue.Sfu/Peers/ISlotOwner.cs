using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>Whoever's slot it is: a viewer beyond the wire, or a tap in this process.</summary>
internal interface ISlotOwner
{
    /// <summary>A slot has another source: its deadlines are new.</summary>
    void Changed(MonoTime now);

    /// <summary>
    /// Reads a word of each thing that <see cref="Forward"/> will look at. What hundreds of viewers need is more than the processor's nearest caches hold:
    /// read for several of them in a row it is fetched at the same time, while each Forward would wait for its own, one thing after the other.
    /// </summary>
    /// <remarks>Never throws: it is done for several, and none of them is asked.</remarks>
    /// <returns>Means nothing; to be kept, so that the reads are done.</returns>
    int Preload(Slot slot);

    /// <summary>A burst for one slot. An exception here must stay the owner's.</summary>
    /// <param name="allowed">False: the publisher isn't on air (any more).</param>
    void Forward(Slot slot, in Burst burst, bool allowed, MonoTime now);
}
