using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Tests.Tracks;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>A publisher's shard and another that takes its track.</summary>
public sealed class ForwardingTests : IDisposable
{
    private static readonly MonoTime Now = new(5_000_000);
    private readonly PacketPool _pool = new();
    private readonly ShardCounters _counters = new();
    private readonly Mail _mail = new();
    private readonly PublishedTrack _track = new(TestFormats.PublishedVp8, TestFormats.Rids, localSsrc: 7);
    private readonly Feed _feed = new(new PublisherGate(new("ann")), home: 0, TestFormats.PublishedVp8, TestFormats.Rids);
    private readonly Forwarding _there;
    private readonly Fanout _fanout;

    public ForwardingTests()
    {
        _mail.Home = new Forwarding(0, _counters, _mail);
        _mail.There = _there = new Forwarding(1, new ShardCounters(), _mail);
        _fanout = _mail.Home.Open(_feed, _track);
    }

    [Fact]
    public void Given_a_full_inbox_within_a_frame_when_another_layers_frame_ends_then_the_rest_of_the_first_is_still_left_out()
    {
        Attach();
        Post(layer: 0, sequence: 1, marker: false, full: false);
        Post(layer: 0, sequence: 2, marker: false, full: true);
        Post(layer: 1, sequence: 1, marker: true, full: false);
        Post(layer: 0, sequence: 3, marker: false, full: false);
        Post(layer: 0, sequence: 4, marker: true, full: false);
        Post(layer: 0, sequence: 5, marker: true, full: false);

        Assert.Equal([(0, 1L), (1, 1L), (0, 5L)], _mail.Posted);
        Assert.Equal(3, _counters.Drops(DropReason.InboxFull));
    }

    [Fact]
    public void When_another_shard_begins_to_take_a_track_then_it_is_told_the_clocks_that_are_known()
    {
        _track.Layers[2].SetClock(new SenderClock(77UL << 32, 9), Now);

        var slot = Attach();

        Assert.Equal(new SenderClock(77UL << 32, 9), slot.Fanout!.Source.Layers[2].Clock);    // attached above
        Assert.Equal(Now, slot.Fanout.Source.Layers[2].ClockArrival);
    }

    public void Dispose()
    {
        _mail.Home.Clear(Now);
        _there.Close(_feed, Now);
        _mail.Home.Close(_feed, Now);
        Assert.Equal(0, _pool.Outstanding);
    }

    private Slot Attach()
    {
        var track = new SubscribedTrack([TestFormats.SlotVp8], new SlotStreams(1, 2, 100, 0, 5, "c"), null);
        var subscription = new Subscription([track], new Downlink(counted: false), seesGreenRoom: true, _there, new ShardCounters());
        _there.Attach(subscription.Slots[0], _feed, Now);
        return subscription.Slots[0];
    }

    private void Post(int layer, long sequence, bool marker, bool full)
    {
        _mail.IsFull = full;
        var buffer = _pool.Rent();
        _mail.Home.Accept(_fanout, new SourcePacket { Buffer = buffer, Layer = _track.Layers[layer], ExtendedSequence = sequence, Marker = marker });
        buffer.Release();
    }

    private sealed class Mail : IShardMail
    {
        public Forwarding Home { get; set; } = null!;    // set by the test's constructor
        public Forwarding There { get; set; } = null!;
        public bool IsFull { get; set; }
        public List<(int Layer, long Sequence)> Posted { get; } = [];

        public bool TryPost(int shard, in Parcel parcel)
        {
            if (IsFull) return false;
            Posted.Add((parcel.Packet.Layer.Index, parcel.Packet.ExtendedSequence));
            parcel.Packet.Buffer.Release();
            return true;
        }

        public void Tell(int shard, Action<Forwarding> command) => command(shard == 0 ? Home : There);

        public void Ring()
        {
        }
    }
}
