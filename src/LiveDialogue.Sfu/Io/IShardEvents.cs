using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Sfu.Io;

/// <summary>What a shard tells the node about its peers. Called on the shard's thread: note it down and return.</summary>
internal interface IShardEvents
{
    void Connected(SessionId session);

    void Ended(SessionId session, SessionEnd reason);

    /// <summary>An exception of ours; <see cref="Ended"/> follows.</summary>
    void Faulted(SessionId session, Exception fault);
}
