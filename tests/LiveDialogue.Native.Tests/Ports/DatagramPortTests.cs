using System.Net;
using System.Net.Sockets;
using LiveDialogue.Native.Tests.OpenSsl;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Tests.Ports;

[Collection(HandleCounting.Name)]
public sealed class DatagramPortTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly MonoClock Clock = new();

    public static TheoryData<PortKind, string> Ports() => new()
    {
        { PortKind.LinuxBatched, "127.0.0.1" }, { PortKind.Portable, "127.0.0.1" }, { PortKind.LinuxBatched, "::1" }, { PortKind.Portable, "::1" },
    };

    private static IDatagramPort Open(PortKind kind, string address, PacketPool pool) => DatagramPorts.Open(new(IPAddress.Parse(address), 0), pool, Clock, kind);

    private static List<(byte[] Bytes, TransportAddress Source)> ReceiveAll(IDatagramPort port, int expected)
    {
        var batch = new ReceivedDatagram[64];
        var all = new List<(byte[], TransportAddress)>();
        while (all.Count < expected)
        {
            var count = port.Receive(batch, Patience);
            if (count == 0) break;
            for (var i = 0; i < count; i++)
            {
                all.Add((batch[i].Buffer.Bytes.ToArray(), batch[i].Source));
                batch[i].Buffer.Release();
            }
        }
        return all;
    }

    private static void Send(IDatagramPort port, byte[] bytes, TransportAddress to)
    {
        bytes.CopyTo(port.Reserve());
        port.Queue(bytes.Length, to);
    }

    [Theory, MemberData(nameof(Ports))]
    public void Datagrams_of_all_sizes_arrive_in_order_from_the_sender(PortKind kind, string address)
    {
        var pool = new PacketPool();
        using var sender = Open(kind, address, pool);
        using var receiver = Open(kind, address, pool);
        // trains of equal sizes, a shorter one at an end, a longer one after it
        int[] sizes = [1200, 1200, 1200, 700, 900, 900, 1, 1500, 1500, 20, 20, 20, 20, 21];
        var sent = sizes.Select((size, i) => Enumerable.Repeat((byte)i, size).ToArray()).ToList();

        foreach (var datagram in sent) Send(sender, datagram, receiver.LocalAddress);
        sender.Flush();
        var received = ReceiveAll(receiver, sent.Count);

        Assert.Equal(sent, received.Select(r => r.Bytes));
        Assert.All(received, r => Assert.Equal(sender.LocalAddress, r.Source));
        Assert.Equal(0, sender.SendFailures);
    }

    [Theory, MemberData(nameof(Ports))]
    public void A_full_slab_is_sent_by_itself_and_each_receiver_gets_its_own(PortKind kind, string address)
    {
        var pool = new PacketPool();
        using var sender = Open(kind, address, pool);
        using var left = Open(kind, address, pool);
        using var right = Open(kind, address, pool);

        for (var i = 0; i < 200; i++) Send(sender, [(byte)i, (byte)(i % 3)], i % 3 == 0 ? left.LocalAddress : right.LocalAddress);
        sender.Flush();

        Assert.All(ReceiveAll(left, 67), r => Assert.Equal(0, r.Bytes[1]));
        Assert.Equal(133, ReceiveAll(right, 133).Count);
    }

    [Theory, InlineData("127.0.0.1"), InlineData("::1")]
    public void What_may_gather_waits_and_what_hurries_does_not(string address)
    {
        var pool = new PacketPool();
        using var viewer = Open(PortKind.LinuxBatched, address, pool);
        using var publisher = Open(PortKind.LinuxBatched, address, pool);
        using var port = Open(PortKind.LinuxBatched, address, pool);
        var batch = new ReceivedDatagram[64];
        var (moment, hour) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        void Say(IDatagramPort sender, byte word)
        {
            Send(sender, [word], port.LocalAddress);
            sender.Flush();
        }
        byte[] Hear(TimeSpan gather, TimeSpan? patience = null)
        {
            var words = new byte[port.ReceiveGathering(batch, patience ?? Patience, gather)];
            for (var i = 0; i < words.Length; i++)
            {
                words[i] = batch[i].Buffer.Bytes[0];
                Assert.Equal(words[i] < 100 ? viewer.LocalAddress : publisher.LocalAddress, batch[i].Source);
                batch[i].Buffer.Release();
            }
            return words;
        }

        Assert.True(port.TryHurry(publisher.LocalAddress));
        Assert.True(port.TryHurry(publisher.LocalAddress));
        Say(viewer, 1);
        Assert.Equal([1], Hear(hour));                                          // nothing was taken before: it needn't wait
        Say(viewer, 2);
        Say(publisher, 100);
        Assert.Equal([100], Hear(hour));
        port.Wake();
        Assert.Empty(Hear(hour));
        Say(viewer, 3);
        Assert.Empty(Hear(hour, patience: moment));
        Assert.Equal([2, 3], Hear(moment));
        Say(viewer, 4);
        Assert.Equal([4], Hear(gather: 20 * moment, patience: 12 * moment));    // awake anyway, after more than half of the time
        port.Leave(publisher.LocalAddress);
        Say(publisher, 101);
        Assert.Equal([101], Hear(moment));
        Assert.Equal(0, port.SendFailures);
    }

    [Fact]
    public void A_flood_of_some_who_hurry_keeps_neither_the_rest_nor_others_who_hurry_waiting()
    {
        const int each = 200;
        var pool = new PacketPool();
        using var viewer = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        using var port = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        var publishers = Enumerable.Range(0, 5).Select(_ => Open(PortKind.LinuxBatched, "127.0.0.1", pool)).ToList();
        foreach (var publisher in publishers) Assert.True(port.TryHurry(publisher.LocalAddress));
        var batch = new ReceivedDatagram[64];
        Assert.Equal(0, port.Receive(batch, TimeSpan.FromMilliseconds(1)));     // nothing is known to wait any more
        Send(viewer, [100], port.LocalAddress);
        viewer.Flush();
        for (var i = 0; i < publishers.Count; i++)
        {
            for (var n = 0; n < each; n++) Send(publishers[i], [(byte)i], port.LocalAddress);
            publishers[i].Flush();
        }

        var heard = ReceiveAll(port, (publishers.Count * each) + 1).ConvertAll(r => (int)r.Bytes[0]);

        Assert.Equal((publishers.Count * each) + 1, heard.Count);
        Assert.InRange(heard.IndexOf(100), 0, each);
        Assert.All(Enumerable.Range(0, publishers.Count), i => Assert.InRange(heard.IndexOf(i), 0, each));
        Assert.Equal(0, port.SendFailures);
        foreach (var publisher in publishers) publisher.Dispose();
    }

    [Fact]
    public void Who_hurries_no_more_is_heard_with_the_rest_and_makes_room()
    {
        var pool = new PacketPool();
        using var publisher = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        using var port = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        var others = Enumerable.Range(1, 31).Select(i => TransportAddress.FromIPv4(0x7F00_0001, (ushort)i)).ToList();
        foreach (var other in others) Assert.True(port.TryHurry(other));
        Assert.True(port.TryHurry(publisher.LocalAddress));
        Assert.False(port.TryHurry(TransportAddress.FromIPv4(0x7F00_0001, 32)));

        port.Calm(publisher.LocalAddress);
        Assert.True(port.TryHurry(TransportAddress.FromIPv4(0x7F00_0001, 32)));
        Send(publisher, [7], port.LocalAddress);
        publisher.Flush();

        Assert.Equal([7], Assert.Single(ReceiveAll(port, 1)).Bytes);
    }

    [Fact]
    public void A_port_with_what_hurries_is_still_nobody_elses()
    {
        var pool = new PacketPool();
        using var publisher = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        using var port = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        Assert.True(port.TryHurry(publisher.LocalAddress));

        using var another = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        another.SetRawSocketOption(1, 2, BitConverter.GetBytes(1));            // SO_REUSEADDR, as a thief would

        Assert.Throws<SocketException>(() => another.Bind(port.LocalAddress.ToEndPoint()));
    }

    [Theory, InlineData(PortKind.LinuxBatched), InlineData(PortKind.Portable)]
    public void Waking_ends_the_wait_and_is_forgotten_after(PortKind kind)
    {
        var pool = new PacketPool();
        using var port = Open(kind, "127.0.0.1", pool);
        var batch = new ReceivedDatagram[8];
        port.Wake();
        port.Wake();
        var start = Clock.Now;

        Assert.Equal(0, port.Receive(batch, Patience));
        Assert.True(Clock.Now - start < Patience);

        start = Clock.Now;
        Assert.Equal(0, port.Receive(batch, TimeSpan.FromMilliseconds(30)));
        Assert.InRange((Clock.Now - start).TotalMilliseconds, 29, 5000);
    }

    [Theory, InlineData(PortKind.LinuxBatched), InlineData(PortKind.Portable)]
    public async Task Another_thread_can_wake_a_waiting_port(PortKind kind)
    {
        var pool = new PacketPool();
        using var port = Open(kind, "127.0.0.1", pool);
        var waiting = Task.Run(() => port.Receive(new ReceivedDatagram[8], TimeSpan.FromMinutes(2)));

        port.Wake();

        Assert.Equal(0, await waiting.WaitAsync(Patience));
    }

    [Fact]
    public void A_port_that_waits_with_another_wakes_for_its_datagrams_too()
    {
        var pool = new PacketPool();
        using var first = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        using var second = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        using var portable = Open(PortKind.Portable, "127.0.0.1", pool);
        using var sender = Open(PortKind.Portable, "127.0.0.1", pool);
        Assert.True(first.TryWaitWith(second));
        Assert.False(first.TryWaitWith(portable));
        var batch = new ReceivedDatagram[8];
        Assert.Equal(0, first.Receive(batch, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(0, second.Receive(batch, TimeSpan.Zero));
        var start = Clock.Now;

        Send(sender, [7], second.LocalAddress);
        sender.Flush();

        Assert.Equal(0, first.Receive(batch, Patience));
        Assert.True(Clock.Now - start < Patience);
        Assert.Equal(1, second.Receive(batch, TimeSpan.Zero));
        Assert.Equal(7, batch[0].Buffer.Bytes[0]);
        batch[0].Buffer.Release();
    }

    [Theory, InlineData(PortKind.LinuxBatched), InlineData(PortKind.Portable)]
    public void Trains_to_one_destination_come_whole_although_slabs_fill_up(PortKind kind)
    {
        var pool = new PacketPool();
        using var sender = Open(kind, "127.0.0.1", pool);
        using var left = Open(kind, "127.0.0.1", pool);
        using var right = Open(kind, "127.0.0.1", pool);
        for (var i = 0; i < 280; i++)
            Send(sender, [(byte)(i / 7), (byte)(i % 7), 0], i / 7 % 2 == 0 ? left.LocalAddress : right.LocalAddress);
        sender.Flush();

        Assert.Equal(Expected(0), ReceiveAll(left, 140).Select(r => (r.Bytes[0], r.Bytes[1])));
        Assert.Equal(Expected(1), ReceiveAll(right, 140).Select(r => (r.Bytes[0], r.Bytes[1])));

        static IEnumerable<(byte, byte)> Expected(int side) =>
            from train in Enumerable.Range(0, 40) where train % 2 == side from place in Enumerable.Range(0, 7) select ((byte)train, (byte)place);
    }

    [Theory]
    [InlineData(1, 1200, 1200, 1200, 700)]                                       // the last may be shorter
    [InlineData(2, 1200, 1200, 700, 700)]                                        // and ends it
    [InlineData(3, 700, 1200, 1200, 1300)]
    public void Equal_datagrams_to_one_destination_are_one_message(int messages, params int[] sizes)
    {
        var pool = new PacketPool();
        using var sender = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        using var left = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        using var right = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        var sent = sizes.Select((size, i) => Enumerable.Repeat((byte)i, size).ToArray()).ToList();

        foreach (var receiver in new[] { left, right })
            foreach (var datagram in sent) Send(sender, datagram, receiver.LocalAddress);
        sender.Flush();

        Assert.Equal(2 * messages, sender.SendMessages);
        Assert.Equal(sent, ReceiveAll(left, sent.Count).Select(r => r.Bytes));
        Assert.Equal(sent, ReceiveAll(right, sent.Count).Select(r => r.Bytes));
    }

    [Fact]
    public void A_train_is_no_longer_than_the_kernel_takes()
    {
        var pool = new PacketPool();
        using var sender = Open(PortKind.LinuxBatched, "127.0.0.1", pool);
        using var receiver = Open(PortKind.LinuxBatched, "127.0.0.1", pool);

        for (var i = 0; i < 100; i++) Send(sender, [(byte)i, 0], receiver.LocalAddress);
        for (var i = 0; i < 100; i++) Send(sender, [(byte)i, .. new byte[1400]], receiver.LocalAddress);
        sender.Flush();

        Assert.Equal(2 + 3, sender.SendMessages);                                // 64 datagrams; 63,000 bytes
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (byte)(i % 100)), ReceiveAll(receiver, 200).Select(r => r.Bytes[0]));
        Assert.Equal(0, sender.SendFailures);
    }

    [Theory, InlineData(PortKind.LinuxBatched), InlineData(PortKind.Portable)]
    public void What_the_kernel_refuses_is_counted_and_the_rest_is_sent(PortKind kind)
    {
        var pool = new PacketPool();
        using var sender = Open(kind, "127.0.0.1", pool);
        using var receiver = Open(kind, "127.0.0.1", pool);
        var broadcast = TransportAddress.FromIPv4(0xFFFF_FFFF, 9); // not allowed without SO_BROADCAST

        Send(sender, [1], receiver.LocalAddress);
        Send(sender, [2], broadcast);
        Send(sender, [3], receiver.LocalAddress);
        sender.Flush();

        Assert.Equal([1, 3], ReceiveAll(receiver, 2).Select(r => r.Bytes[0]));
        Assert.Equal(1, sender.SendFailures);
    }

    [Theory, InlineData(PortKind.LinuxBatched), InlineData(PortKind.Portable)]
    public void A_datagram_longer_than_a_buffer_is_dropped(PortKind kind)
    {
        var pool = new PacketPool();
        using var receiver = Open(kind, "127.0.0.1", pool);
        using var sender = new System.Net.Sockets.UdpClient("127.0.0.1", receiver.LocalAddress.Port);
        sender.Send(new byte[2000]);
        sender.Send([42]);

        var received = ReceiveAll(receiver, 1);

        if (received.Count == 0) received = ReceiveAll(receiver, 1); // the portable port says nothing of a batch that held only the long one
        Assert.Equal([42], Assert.Single(received).Bytes);
    }

    [Theory, InlineData(PortKind.LinuxBatched), InlineData(PortKind.Portable)]
    public void Closing_gives_everything_back(PortKind kind)
    {
        var (pool, handles) = (new PacketPool(), NativeHandles.Live);

        var port = Open(kind, "127.0.0.1", pool);
        port.Dispose();
        port.Dispose();
        port.Wake();

        Assert.Equal(0, pool.Outstanding);
        Assert.Equal(handles, NativeHandles.Live);
        Assert.Equal(0, port.Receive(new ReceivedDatagram[1], TimeSpan.Zero));
    }

    [Theory, InlineData(PortKind.LinuxBatched), InlineData(PortKind.Portable)]
    public void The_steady_path_allocates_nothing(PortKind kind)
    {
        var pool = new PacketPool();
        using var sender = Open(kind, "127.0.0.1", pool);
        using var receiver = Open(kind, "127.0.0.1", pool);
        var batch = new ReceivedDatagram[64];
        var destination = receiver.LocalAddress;
        void Round()
        {
            for (var i = 0; i < 32; i++)
            {
                sender.Reserve()[..1000].Fill((byte)i);
                sender.Queue(1000, destination);
            }
            sender.Flush();
            for (var left = 32; left > 0;)
            {
                var count = receiver.Receive(batch, Patience);
                Assert.True(count > 0);
                for (var i = 0; i < count; i++) batch[i].Buffer.Release();
                left -= count;
            }
        }
        for (var i = 0; i < 50; i++) Round();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) Round();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
