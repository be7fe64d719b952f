using System.Net;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>A whole node on a virtual network, with one stage that notes what it is told.</summary>
internal sealed class VirtualSfu : IStageObserver, IAsyncDisposable
{
    private readonly List<VirtualClient> _clients = [];
    private ushort _nextPort = 40_000;

    public VirtualSfu(int seed = 1, SfuOptions? options = null)
    {
        Network = new VirtualNetwork(seed);
        Options = options ?? new SfuOptions { Shards = 1 };
        Node = new SfuNode(
            Options, new PlainDtlsFactory("sfu"), (address, pool, _) => Bind(address, pool), NullLogger.Instance,
            new Clock(Network), threads: false);
        Stage = Node.OpenStage("event", this);
        Network.Join(_ => RunNode());
        Network.Join(now =>
        {
            foreach (var client in _clients) client.Run(now);
        });
        Console.WriteLine($"seed {seed}");
    }

    public VirtualNetwork Network { get; }
    public SfuOptions Options { get; }

    /// <summary>The node's.</summary>
    public List<VirtualPort> Ports { get; } = [];
    public SfuNode Node { get; }
    public IMediaStage Stage { get; }
    public List<PublisherStatus> Statuses { get; } = [];
    public List<PublisherId?> Speakers { get; } = [];
    public List<(SessionId Session, SessionEnd Reason)> Ends { get; } = [];
    public Dictionary<SessionId, IReadOnlyList<SlotFill>> Slots { get; } = [];

    /// <summary>What the node thinks of a viewer's path.</summary>
    public Downlink Downlink(SessionId session) => Node.Subscription(session)!.Downlink;    // the test has connected it

    public PublisherStatus Status(string publisher) => Statuses.FindLast(s => s.Publisher.Value == publisher);

    /// <summary>At most so many exceptions are the test's own.</summary>
    public long ExpectedFaults { get; init; }

    public long Dropped(DropReason reason) => Node.ReadCounters().Dropped(reason);

    public void RunFor(int milliseconds) => Network.RunFor(milliseconds.Milliseconds());

    /// <summary>Runs for so long.</summary>
    /// <returns>The longest time without a packet of sound for this viewer, in milliseconds.</returns>
    public int LongestSilence(VirtualViewer viewer, int milliseconds)
    {
        var (longest, silent, packets) = (0, 0, viewer.Sound.Packets);
        for (var i = 0; i < milliseconds; i++)
        {
            RunFor(1);
            silent = viewer.Sound.Packets == packets ? silent + 1 : 0;
            packets = viewer.Sound.Packets;
            longest = Math.Max(longest, silent);
        }
        return longest;
    }

    public TransportAddress NewAddress() => TransportAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.9"), _nextPort++));

    /// <summary>Offers, is accepted, and connects.</summary>
    /// <param name="screen">They share their screen, too.</param>
    /// <param name="redundant">Their sound comes with redundancy.</param>
    public VirtualPublisher Publish(string id, bool onAir = true, string? certificate = null, bool screen = false, bool redundant = false)
    {
        Stage.Permit(new(id), new MediaPermission(onAir, Audio: true, Video: true));
        var publisher = new VirtualPublisher(this, id, certificate, screen, redundant);
        _clients.Add(publisher);
        return publisher;
    }

    /// <param name="edit">Changes the browser's offer.</param>
    public VirtualViewer Watch(StageView view = StageView.Program, string? self = null, bool rtx = true, Func<string, string>? edit = null)
    {
        var viewer = new VirtualViewer(this, view, self, rtx, edit);
        _clients.Add(viewer);
        return viewer;
    }

    /// <summary>Bytes that the media thread's part of each round allocated, without what the virtual network does for it.</summary>
    public long AllocatedOnMediaPath { get; private set; }

    public bool MeasuresAllocation { get; set; }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Assert.Equal(0, Node.ReadCounters().BuffersOutstanding);
        Assert.InRange(Node.ReadCounters().PeerFaults, 0, ExpectedFaults);
    }

    void IStageObserver.PublisherChanged(PublisherStatus status) => Statuses.Add(status);

    void IStageObserver.ActiveSpeakerChanged(PublisherId? speaker) => Speakers.Add(speaker);

    void IStageObserver.SlotsChanged(SessionId session, IReadOnlyList<SlotFill> slots) => Slots[session] = slots;

    void IStageObserver.SessionEnded(SessionId session, SessionEnd reason) => Ends.Add((session, reason));

    private VirtualPort Bind(IPEndPoint address, PacketPool pool)
    {
        var port = Network.Bind(TransportAddress.From(address), pool);
        Ports.Add(port);
        return port;
    }

    private void RunNode()
    {
        if (!MeasuresAllocation)
        {
            Node.RunOnce();
            return;
        }
        var before = GC.GetAllocatedBytesForCurrentThread() - Network.AllocatedBySending;
        Node.RunShards();
        AllocatedOnMediaPath += GC.GetAllocatedBytesForCurrentThread() - Network.AllocatedBySending - before;
        Node.RunOnce();
    }

    private sealed class Clock(VirtualNetwork network) : IMonoClock
    {
        public MonoTime Now => network.Now;
    }
}
