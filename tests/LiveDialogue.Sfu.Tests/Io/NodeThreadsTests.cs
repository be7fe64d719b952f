using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tests.Negotiation;
using LiveDialogue.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Sfu.Tests.Io;

public sealed class NodeThreadsTests
{
    [Fact]
    public async Task A_node_with_real_threads_admits_and_stops_within_a_second_with_every_buffer_back()
    {
        var ports = new List<QuietPort>();
        var started = new System.Collections.Concurrent.ConcurrentBag<NodeThread>();
        var node = new SfuNode(
            new SfuOptions { Shards = 2, ThreadStarted = started.Add }, new PlainDtlsFactory("sfu"),
            (address, pool, _) =>
            {
                var port = new QuietPort(TransportAddress.From(address), pool);
                ports.Add(port);
                return port;
            },
            NullLogger<SfuNode>.Instance);
        var observer = new Ends();
        var stage = node.OpenStage("event", observer);
        for (var i = 0; i < 20; i++)
            Assert.IsType<Admission.Accepted>(await stage.WatchAsync(StageView.Program, null, Offers.ChromiumSubscriber, CancellationToken.None));

        var clock = new MonoClock();
        var start = clock.Now;
        await node.DisposeAsync();

        Assert.True(clock.Now - start < TimeSpan.FromSeconds(1), $"It took {clock.Now - start}.");
        Assert.Equal(20, observer.Count);
        Assert.Equal((0L, 0L, 0), (node.ReadCounters().BuffersOutstanding, node.ReadCounters().PeerFaults, node.ReadCounters().PeersConnecting));
        Assert.Equal(2, started.Count(thread => thread == NodeThread.Media));
        Assert.Contains(NodeThread.Handshakes, started);
        Assert.All(ports, p => Assert.True(p.IsDisposed));
    }

    private sealed class Ends : IStageObserver
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void PublisherChanged(PublisherStatus status) => Assert.Fail("Nobody publishes.");

        public void ActiveSpeakerChanged(PublisherId? speaker) => Assert.Fail("Nobody speaks.");

        public void SlotsChanged(SessionId session, IReadOnlyList<SlotFill> slots) => Assert.Equal(5, slots.Count);

        public void SessionEnded(SessionId session, SessionEnd reason) => Interlocked.Increment(ref _count);
    }
}
