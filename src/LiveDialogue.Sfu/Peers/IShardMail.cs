namespace LiveDialogue.Sfu.Peers;

/// <summary>How the forwarding of one shard reaches the others (their inboxes and commands | nothing, where there is one shard).</summary>
internal interface IShardMail
{
    /// <returns>False when that inbox is full (for video: nearly full, so that audio still has room).</returns>
    bool TryPost(int shard, in Parcel parcel);

    /// <summary>Runs on the other shard's thread, in order with other commands from here.</summary>
    void Tell(int shard, Action<Forwarding> command);

    /// <summary>Wakes those whose inbox got something.</summary>
    void Ring();
}
