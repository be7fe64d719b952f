using LiveDialogue.Sfu.Peers;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Stages;

/// <summary>What a stage asks of the node it is on. Thread-safe; may be called under a stage's lock, and never takes one.</summary>
internal interface IStageNode
{
    MonoTime Now { get; }

    Admission Publish(MediaStage stage, PublisherGate gate, string offer);

    Admission Watch(MediaStage stage, StageView view, PublisherId? self, string offer);

    void Close(SessionId session, SessionEnd reason);

    /// <summary>Sends the switches to the shards, one command each.</summary>
    void Switch(IReadOnlyList<SlotSwitch> switches);

    void Forget(MediaStage stage);
}

/// <summary>One slot of one subscriber gets another feed, or none.</summary>
internal readonly record struct SlotSwitch(int Shard, SessionId Session, int Slot, Feed? Feed);
