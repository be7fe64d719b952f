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

    /// <summary>A tap on one of the shards, silent until it is told what to carry.</summary>
    Tap OpenTap(ITapSink sink);

    ProgramFeed OpenProgram(Action<int> keyframeWanted, Action<ProgramFeed> changed);

    /// <summary>Runs on a shard's thread, in order with other commands and switches.</summary>
    void Tell(int shard, Action<Forwarding, MonoTime> command);

    void Forget(MediaStage stage);
}

/// <summary>One slot of one subscriber gets another feed, or none.</summary>
internal readonly record struct SlotSwitch(int Shard, SessionId Session, int Slot, Feed? Feed);
