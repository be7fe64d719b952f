using System.Net;
using System.Net.Sockets;
using LiveDialogue.Native.Tests.OpenSsl;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Tests.Ports;

[Collection(HandleCounting.Name)]
public sealed class PortIntakeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly MonoClock Clock = new();
    private readonly PacketPool _pool = new();
    private readonly IDatagramPort _sender;

    public PortIntakeTests() => _sender = Open(PortKind.LinuxBatched, null);

    public void Dispose() => _sender.Dispose();

    private IDatagramPort Open(PortKind kind, PortIntake? intake, string address = "127.0.0.1") =>
        DatagramPorts.Open(new(IPAddress.Parse(address), 0), _pool, Clock, kind, batch: 16, intake);

    /// <summary>Each number a datagram of so many bytes, all of them its place.</summary>
    private static List<byte[]> OfSizes(params IEnumerable<int> sizes) => sizes.Select((size, i) => Enumerable.Repeat((byte)i, size).ToArray()).ToList();

    private static void Send(IDatagramPort sender, IEnumerable<byte[]> datagrams, IDatagramPort to)
    {
        foreach (var datagram in datagrams)
        {
            datagram.CopyTo(sender.Reserve());
            sender.Queue(datagram.Length, to.LocalAddress);
        }
        sender.Flush();
    }

    private static List<(byte[] Bytes, TransportAddress Source)> ReceiveAll(IDatagramPort port, int expected, int room = 64)
    {
        var batch = new ReceivedDatagram[room];
        var all = new List<(byte[], TransportAddress)>();
        while (all.Count < expected && port.Receive(batch, Patience) is > 0 and var count)
        {
            foreach (var datagram in batch[..count])
            {
                all.Add((datagram.Buffer.Bytes.ToArray(), datagram.Source));
                datagram.Buffer.Release();
            }
        }
        return all;
    }

    [Theory, InlineData("127.0.0.1"), InlineData("::1")]
    public void A_train_comes_whole_and_is_handed_on_datagram_by_datagram(string address)
    {
        var intake = new PortIntake(takesTrains: true);
        using var sender = Open(PortKind.LinuxBatched, null, address);
        using var receiver = Open(PortKind.LinuxBatched, intake, address);
        var sent = OfSizes(1200, 1200, 1200, 1200, 1200, 700);

        Send(sender, sent, receiver);
        var received = ReceiveAll(receiver, sent.Count);

        Assert.Equal(sent, received.Select(r => r.Bytes));
        Assert.All(received, r => Assert.Equal(sender.LocalAddress, r.Source));
        Assert.True(intake.TakesTrains);
        Assert.Equal(new(Trains: 1, InTrains: 6, Singles: 0, Dropped: 0), intake.Counts);
        Assert.Equal(6, intake.Counts.MeanTrain);
    }

    [Fact]
    public void Single_datagrams_and_trains_keep_their_order()
    {
        var intake = new PortIntake(takesTrains: true);
        using var receiver = Open(PortKind.LinuxBatched, intake);
        var sent = OfSizes(20, 1200, 1200, 1200, 300, 900, 900, 1, 1500);

        Send(_sender, sent, receiver);

        Assert.Equal(sent, ReceiveAll(receiver, sent.Count).Select(r => r.Bytes));
        Assert.Equal(new(Trains: 2, InTrains: 7, Singles: 2, Dropped: 0), intake.Counts);
    }

    [Fact]
    public void Where_trains_are_not_taken_the_kernel_cuts_them()
    {
        var intake = new PortIntake(takesTrains: false);
        using var receiver = Open(PortKind.LinuxBatched, intake);
        var sent = OfSizes(1200, 1200, 1200, 700);

        Send(_sender, sent, receiver);

        Assert.Equal(sent, ReceiveAll(receiver, sent.Count).Select(r => r.Bytes));
        Assert.False(intake.TrainsRefused);
        Assert.Equal(new(Trains: 0, InTrains: 0, Singles: 4, Dropped: 0), intake.Counts);
    }

    [Theory, InlineData(1), InlineData(3), InlineData(64)]
    public void What_there_was_no_room_for_comes_next_and_never_at_another_port(int room)
    {
        var intake = new PortIntake(takesTrains: true);
        using var left = Open(PortKind.LinuxBatched, intake);
        using var right = Open(PortKind.LinuxBatched, intake);
        var toLeft = OfSizes(Enumerable.Repeat(400, 100));
        var toRight = OfSizes(300, 300, 300, 300, 10);
        Send(_sender, toLeft, left);
        Send(_sender, toRight, right);

        var first = ReceiveAll(left, 1, room);
        var other = ReceiveAll(right, toRight.Count, room);
        var rest = ReceiveAll(left, toLeft.Count - first.Count, room);

        Assert.Equal(toLeft, first.Concat(rest).Select(r => r.Bytes));
        Assert.Equal(toRight, other.Select(r => r.Bytes));
    }

    [Fact]
    public void What_waits_is_given_back_when_the_port_closes()
    {
        var pool = new PacketPool();
        using (var receiver = DatagramPorts.Open(new(IPAddress.Loopback, 0), pool, Clock, PortKind.LinuxBatched, 16, new PortIntake(takesTrains: true)))
        {
            Send(_sender, OfSizes(100, 100, 100, 100), receiver);
            Assert.Single(ReceiveAll(receiver, 1, room: 1));
            Assert.Equal(3, pool.Outstanding);
        }

        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void What_is_too_long_is_counted_and_dropped_and_what_follows_is_not()
    {
        var intake = new PortIntake(takesTrains: true, room: 2000);
        using var receiver = Open(PortKind.LinuxBatched, intake);
        using var jumbo = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        Send(_sender, OfSizes(900, 900, 900), receiver);                                                 // a train, longer than the room
        jumbo.SendTo(new byte[PacketBuffer.Capacity + 1], receiver.LocalAddress.ToEndPoint());          // room, but no packet buffer for it
        var sent = OfSizes(900, 900);
        Send(_sender, sent, receiver);

        Assert.Equal(sent, ReceiveAll(receiver, 2).Select(r => r.Bytes));
        Assert.Equal(new(Trains: 1, InTrains: 2, Singles: 0, Dropped: 2), intake.Counts);
    }

    [Fact]
    public void Arrival_is_when_the_kernel_got_it_not_when_it_was_read()
    {
        using var receiver = Open(PortKind.LinuxBatched, new PortIntake(takesTrains: true));
        var batch = new ReceivedDatagram[4];
        using var never = new ManualResetEventSlim();
        var earlier = false;
        for (var attempts = 0; attempts < 200 && !earlier; attempts++)                                   // the kernel begins to stamp when it gets to it
        {
            Send(_sender, OfSizes(100), receiver);
            var sent = Clock.Now;
            Assert.False(never.Wait(TimeSpan.FromMilliseconds(5)));
            Assert.Equal(1, receiver.Receive(batch, Patience));
            earlier = batch[0].Buffer.Arrival <= sent + TimeSpan.FromMilliseconds(1);
            batch[0].Buffer.Release();
        }

        Assert.True(earlier);
    }

    [Fact]
    public void A_portable_port_takes_none_and_says_so()
    {
        var intake = new PortIntake(takesTrains: true);
        using var receiver = Open(PortKind.Portable, intake);
        var sent = OfSizes(1200, 1200);

        Send(_sender, sent, receiver);

        Assert.Equal(sent, ReceiveAll(receiver, 2).Select(r => r.Bytes));
        Assert.True(intake.TrainsRefused);
        Assert.False(intake.TakesTrains);
    }

    [Fact]
    public void Nothing_is_allocated_once_it_runs()
    {
        using var receiver = Open(PortKind.LinuxBatched, new PortIntake(takesTrains: true));
        var sent = OfSizes(1200, 1200, 1200, 1200, 1200, 700, 20);
        var batch = new ReceivedDatagram[4];                                                             // less than a train: some wait each time
        for (var i = 0; i < 100; i++) Exchange();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Exchange();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Exchange()
        {
            foreach (var datagram in sent)
            {
                datagram.CopyTo(_sender.Reserve());
                _sender.Queue(datagram.Length, receiver.LocalAddress);
            }
            _sender.Flush();
            for (var left = sent.Count; left > 0;)
            {
                var count = receiver.Receive(batch, Patience);
                Assert.True(count > 0);
                for (var i = 0; i < count; i++) batch[i].Buffer.Release();
                left -= count;
            }
        }
    }
}
