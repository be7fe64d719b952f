using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Io;

public sealed class ShardGatherTests
{
    private readonly PacketPool _pool = new();
    private readonly HandClock _clock = new();
    private readonly PlainDtlsFactory _factory = new("sfu");
    private readonly List<QuietPort> _ports = [];
    private readonly Shard _shard;

    public ShardGatherTests()
    {
        var shards = new ShardSet(new() { Shards = 1 }, Open, null, _pool, _clock, new InlineHandshakes(_clock), new SilentEvents());
        _shard = shards[0];
    }

    [Fact]
    public void Reports_gather_for_a_shorter_time_while_a_newcomer_joins_and_for_a_second_at_most()
    {
        Assert.Equal(10, Gather());
        Join("first");
        Assert.Equal(2, Gather());
        _clock.Now += TimeSpan.FromMilliseconds(999);
        Assert.Equal(2, Gather());
        _clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.Equal(10, Gather());                                    // whoever it is takes long
        Join("second");
        Assert.Equal(2, Gather());
        _shard.CloseAll(SessionEnd.ClosedByServer, _clock.Now);
        Assert.Equal(10, Gather());
    }

    private double Gather()
    {
        _shard.RunOnce(TimeSpan.Zero);
        return _ports[0].Gather.TotalMilliseconds;
    }

    private void Join(string session)
    {
        var setup = new PeerSetup(new(session), IceCredentials.Random(), _factory.Create(DtlsRole.Server), [], new SilentMedia());
        _shard.Post((owner, now) => owner.Add(setup, _factory, _pool, new SfuOptions(), now));
    }

    private IDatagramPort Open(System.Net.IPEndPoint address, PacketPool pool, IMonoClock clock)
    {
        var port = new QuietPort(TransportAddress.From(address), pool);
        _ports.Add(port);
        return port;
    }
}
