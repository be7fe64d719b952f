using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>Whoever's slot it is: a viewer beyond the wire, or a tap in this process.</summary>
internal interface ISlotOwner
{
    /// <summary>A slot has another source: its deadlines are new.</summary>
    void Changed(MonoTime now);

    /// <summary>A burst for one slot. An exception here must stay the owner's.</summary>
    /// <param name="allowed">False: the publisher isn't on air (any more).</param>
    void Forward(Slot slot, in Burst burst, bool allowed, MonoTime now);
}
