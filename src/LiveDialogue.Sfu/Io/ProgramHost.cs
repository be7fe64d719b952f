using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Sfu.Io;

/// <summary>One shard, for somebody who injects media from a thread of their own.</summary>
internal sealed class ProgramHost(Shard shard, PacketPool pool, IMonoClock clock, ILogger log) : IProgramHost
{
    public int Index => shard.Index;

    public PacketPool Pool => pool;

    public MonoTime Now => clock.Now;

    public bool TryPost(in Parcel parcel) => !(parcel.Feed.Kind == MediaKind.Video && shard.Inbox.IsCrowded) && shard.Inbox.TryAdd(parcel);

    public void Ring() => shard.Ring();

    public void Tell(Action<Forwarding, MonoTime> command) => shard.Post((s, now) => command(s.Forwarding, now));

    public void Faulted(Exception fault) => Log.MixerFaulted(log, fault);
}
