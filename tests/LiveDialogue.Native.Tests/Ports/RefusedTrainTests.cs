using System.Net;
using System.Net.Sockets;
using LiveDialogue.Native.Linux;
using LiveDialogue.Native.Tests.OpenSsl;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Tests.Ports;

/// <summary>Real sockets, and a kernel that won't cut what it is given.</summary>
[Collection(HandleCounting.Name)]
public sealed class RefusedTrainTests
{
    private const int Train = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly MonoClock Clock = new();

    private readonly PacketPool _pool = new();

    [Fact]
    public void A_train_to_port_0_is_lost_alone_and_the_next_are_trains_again()
    {
        using var sender = Open("127.0.0.1");
        using var left = Open("127.0.0.1");
        using var right = Open("127.0.0.1");
        var nowhere = TransportAddress.FromIPv4(0x7F00_0001, 0);

        SendTrain(sender, nowhere, 1, 1000);                                    // nothing was ever cut by then
        sender.Flush();
        SendTrain(sender, left.LocalAddress, 2, 1000);
        SendTrain(sender, nowhere, 3, 1000);
        SendTrain(sender, right.LocalAddress, 4, 1000);
        sender.Flush();

        AssertTrain(left, 2, 1000);
        AssertTrain(right, 4, 1000);
        Assert.Equal((2 * Train, true), (sender.SendFailures, sender.Segments));
        AssertStillTrains(sender, left);
    }

    [Fact]
    public void A_train_too_long_for_its_path_arrives_whole_and_the_next_are_trains_again()
    {
        var socket = Bound("::1");
        socket.SetRawSocketOption(41, 24, BitConverter.GetBytes(1280));         // IPV6_MTU: as if the path were as narrow
        using var sender = new BatchedPort(socket, _pool, Clock, segments: true);
        using var receiver = Open("::1");

        for (byte round = 0; round < 10; round++)
        {
            SendTrain(sender, receiver.LocalAddress, round, 1400);
            sender.Flush();
            AssertTrain(receiver, round, 1400);
        }

        Assert.Equal((0, true), (sender.SendFailures, sender.Segments));
        AssertStillTrains(sender, receiver);
    }

    [Fact]
    public void Trains_refused_to_one_address_are_no_reason_to_give_them_up_and_to_three_they_are()
    {
        using var sender = OpenUncut(out _);
        using var first = Open("127.0.0.1");
        using var beside = Open("127.0.0.1");
        using var second = Open("127.0.0.2");
        using var third = Open("127.0.0.3");

        foreach (var (receiver, remains) in new[] { (first, true), (beside, true), (first, true), (second, true), (first, true), (third, false), (first, false) })
        {
            SendTrain(sender, receiver.LocalAddress, 5, 1000);
            sender.Flush();
            AssertTrain(receiver, 5, 1000);
            Assert.Equal((0, remains), (sender.SendFailures, sender.Segments));
        }
    }

    [Fact]
    public void A_machine_that_cut_one_train_is_never_thought_unable()
    {
        using var sender = OpenUncut(out var socket);
        using var first = Open("127.0.0.1");
        Uncut(socket, false);
        AssertStillTrains(sender, first);
        Uncut(socket, true);

        foreach (var address in (string[])["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"])
        {
            using var receiver = Open(address);
            SendTrain(sender, receiver.LocalAddress, 6, 1000);
            sender.Flush();
            AssertTrain(receiver, 6, 1000);
        }

        Assert.Equal((0, true), (sender.SendFailures, sender.Segments));
        Uncut(socket, false);
        AssertStillTrains(sender, first);
    }

    [Fact]
    public void What_is_refused_allocates_nothing()
    {
        using var sender = Open("127.0.0.1");
        var (bytes, nowhere) = (new byte[1000], TransportAddress.FromIPv4(0x7F00_0001, 0));
        void Round()
        {
            for (var i = 0; i < Train; i++)
            {
                bytes.CopyTo(sender.Reserve());
                sender.Queue(bytes.Length, nowhere);
            }
            sender.Flush();
        }
        for (var i = 0; i < 50; i++) Round();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) Round();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private BatchedPort Open(string address) => new(Bound(address), _pool, Clock, segments: true);

    /// <summary>A port whose trains the kernel refuses while it sends single datagrams, as with a network card that can't: it isn't to sum them up.</summary>
    private BatchedPort OpenUncut(out Socket socket)
    {
        socket = Bound("127.0.0.1");
        Uncut(socket, true);
        return new(socket, _pool, Clock, segments: true);
    }

    private static void Uncut(Socket socket, bool on) => socket.SetRawSocketOption(1, 11, BitConverter.GetBytes(on ? 1 : 0));    // SO_NO_CHECK

    private static Socket Bound(string address)
    {
        var ip = IPAddress.Parse(address);
        var socket = new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(ip, 0));
        return socket;
    }

    private static void SendTrain(BatchedPort port, TransportAddress to, byte mark, int size)
    {
        for (var i = 0; i < Train; i++)
        {
            port.Reserve()[..size].Fill(mark);
            port.Queue(size, to);
        }
    }

    private static void AssertTrain(BatchedPort port, byte mark, int size)
    {
        var batch = new ReceivedDatagram[Train];
        for (var heard = 0; heard < Train;)
        {
            var count = port.Receive(batch, Patience);
            Assert.InRange(count, 1, Train - heard);
            for (var i = 0; i < count; i++, heard++)
            {
                Assert.Equal(Enumerable.Repeat(mark, size), batch[i].Buffer.Bytes.ToArray());
                batch[i].Buffer.Release();
            }
        }
    }

    private static void AssertStillTrains(BatchedPort sender, BatchedPort receiver)
    {
        var before = sender.SendMessages;
        SendTrain(sender, receiver.LocalAddress, 99, 700);
        sender.Flush();
        Assert.Equal(1, sender.SendMessages - before);
        AssertTrain(receiver, 99, 700);
    }
}
