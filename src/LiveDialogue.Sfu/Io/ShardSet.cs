using System.Net;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Sfu.Io;

/// <summary>All shards of a node: who has the fewest peers, and how one reaches another. Thread-safe.</summary>
internal sealed class ShardSet : IShardMail
{
    private readonly Shard[] _shards;
    private readonly int[] _peers;

    /// <exception cref="System.Net.Sockets.SocketException">An address can't be bound.</exception>
    public ShardSet(SfuOptions options, OpenPort openPort, OpenPort? openStreams, PacketPool pool, IMonoClock clock, IHandshakes handshakes, IShardEvents events)
    {
        _shards = new Shard[options.Shards > 0 ? options.Shards : Math.Max(1, Environment.ProcessorCount - 1)];
        _peers = new int[_shards.Length];
        for (var i = 0; i < _shards.Length; i++) _shards[i] = new(i, OpenPorts(i), clock, handshakes, events, this);

        IDatagramPort[] OpenPorts(int shard)
        {
            var port = options.MediaPort == 0 ? 0 : options.MediaPort + shard;
            IDatagramPort[] datagrams = [.. options.Addresses.Select(address => openPort(new IPEndPoint(address, port), pool, clock))];
            return openStreams is null ? datagrams : [.. datagrams, .. datagrams.SelectMany(OpenStreams)];
        }

        // On the same number, so that one rule opens both. A number that the system chose for UDP may be taken for TCP: then this shard has none.
        IDatagramPort[] OpenStreams(IDatagramPort beside)
        {
            try
            {
                return [openStreams(beside.LocalAddress.ToEndPoint(), pool, clock)];
            }
            catch (System.Net.Sockets.SocketException) when (options.MediaPort == 0)
            {
                return [];
            }
        }
    }

    public Shard[] All => _shards;

    public Shard this[int index] => _shards[index];

    public IEnumerable<IDatagramPort> Ports => _shards.SelectMany(s => s.Ports);

    /// <summary>For a new peer, which is to be counted by <see cref="Count"/>.</summary>
    public Shard Emptiest()
    {
        var best = 0;
        for (var i = 1; i < _shards.Length; i++)
            if (Volatile.Read(ref _peers[i]) < Volatile.Read(ref _peers[best])) best = i;
        return _shards[best];
    }

    /// <param name="peers">+1 for one that came, -1 for one that left.</param>
    public void Count(int shard, int peers) => Interlocked.Add(ref _peers[shard], peers);

    public void Switch(IReadOnlyList<SlotSwitch> switches)
    {
        for (var i = 0; i < _shards.Length; i++)
        {
            var index = i;
            var own = _shards.Length == 1 ? switches : [.. switches.Where(s => s.Shard == index)];
            if (own.Count == 0) continue;
            _shards[i].Post((shard, now) =>
            {
                foreach (var change in own)
                    if (shard.Find(change.Session)?.Media is Subscription subscription) subscription.Fill(change.Slot, change.Feed, now);
            });
        }
    }

    public bool TryPost(int shard, in Parcel parcel)
    {
        var inbox = _shards[shard].Inbox;
        if (parcel.Feed.Kind == MediaKind.Video && inbox.IsCrowded) return false;
        return inbox.TryAdd(parcel);
    }

    public void Tell(int shard, Action<Forwarding> command) => _shards[shard].Post((target, _) => command(target.Forwarding));

    public void Ring()
    {
        foreach (var shard in _shards)
            if (!shard.Inbox.IsEmpty) shard.Ring();
    }
}
