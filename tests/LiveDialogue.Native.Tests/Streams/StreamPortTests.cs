using System.Net;
using System.Net.Sockets;
using LiveDialogue.Native.Tests.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Tests.Streams;

/// <summary>On real sockets of this machine; each wait is for something that must come.</summary>
[Collection(HandleCounting.Name)]
public sealed class StreamPortTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly PacketPool _pool = new();
    private readonly TestClock _clock = new();
    private readonly IDatagramPort _sleeper;
    private readonly IDatagramPort _port;

    public StreamPortTests()
    {
        _sleeper = DatagramPorts.Open(new(IPAddress.Loopback, 0), _pool, _clock);
        _port = DatagramPorts.OpenStreams(new(IPAddress.Loopback, 0), _pool, _clock);
        Assert.True(_port.TryWake(_sleeper));
    }

    public void Dispose()
    {
        _port.Dispose();
        _sleeper.Dispose();
    }

    [Fact]
    public async Task Frames_arrive_whole_however_the_stream_was_cut_and_answers_go_back_framed()
    {
        using var client = await ConnectAsync();
        byte[] sent = [0, 3, 1, 2, 3, 0, 0, 0, 1, 9];
        foreach (var single in sent) await client.SendAsync(new[] { single });

        var received = ReceiveAll(2);
        Assert.Equal([[1, 2, 3], [9]], received.Select(r => r.Bytes));
        Assert.All(received, r => Assert.Equal(TransportAddress.From((IPEndPoint)client.LocalEndPoint!), r.Source));

        new byte[] { 5, 6 }.CopyTo(_port.Reserve());
        _port.Queue(2, received[0].Source);
        _port.Flush();
        Assert.Equal([0, 2, 5, 6], await ReadAsync(client, 4));
    }

    [Fact]
    public async Task A_frame_of_hostile_length_is_passed_over_and_the_next_one_is_read()
    {
        using var client = await ConnectAsync();
        var hostile = new byte[2 + 5000 + 3];
        (hostile[0], hostile[1]) = (5000 >> 8, 5000 & 0xFF);
        (hostile[^2], hostile[^1]) = (1, 7);
        await client.SendAsync(hostile);
        Assert.Equal([[7]], ReceiveAll(1).Select(r => r.Bytes));
    }

    [Fact]
    public async Task Who_proves_nothing_is_cut_off_after_ten_seconds_and_who_does_is_not()
    {
        using var stranger = await ConnectAsync();
        using var known = await ConnectAsync();
        await stranger.SendAsync(new byte[] { 0, 1, 1 });
        await known.SendAsync(new byte[] { 0, 1, 2 });
        var sources = ReceiveAll(2);
        _port.Keep(sources.Single(s => s.Bytes[0] == 2).Source);
        _clock.Now += TimeSpan.FromSeconds(11);

        Assert.Empty(ReceiveNow());
        Assert.Equal(0, await ReceiveEndAsync(stranger));
        await known.SendAsync(new byte[] { 0, 1, 3 });
        Assert.Equal([[3]], ReceiveAll(1).Select(r => r.Bytes));
    }

    [Fact]
    public async Task A_connection_that_says_nothing_at_all_is_closed_after_ten_seconds_and_counted()
    {
        using var silent = await ConnectAsync();
        Assert.True(SpinWait.SpinUntil(() => _port.Streams.Accepted == 1, Patience));
        Assert.Empty(ReceiveNow());
        _clock.Now += TimeSpan.FromSeconds(9);
        Assert.Empty(ReceiveNow());
        Assert.Equal(0, _port.Streams.CutOff);
        _clock.Now += TimeSpan.FromSeconds(2);
        Assert.Empty(ReceiveNow());

        Assert.Equal(0, await ReceiveEndAsync(silent));
        Assert.Equal((1, 1), (_port.Streams.Accepted, _port.Streams.CutOff));
    }

    [Fact]
    public async Task After_an_accept_that_failed_the_next_is_a_pause_later_and_goes_through()
    {
        var time = new HandTime();
        var attempts = 0;
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(8);
        using var port = new Native.Streams.StreamPort(listener, _pool, _clock, time, socket =>
            Interlocked.Increment(ref attempts) == 1 ? Task.FromException<Socket>(new SocketException((int)SocketError.TooManyOpenSockets)) : socket.AcceptAsync());
        Assert.True(port.TryWake(_sleeper));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(port.LocalAddress.ToEndPoint());    // the kernel's queue takes it

        Assert.Equal(TimeSpan.FromMilliseconds(100), time.Waiting);
        Assert.Equal((1, 0), (Volatile.Read(ref attempts), port.Streams.Accepted));
        time.Elapse();
        await client.SendAsync(new byte[] { 0, 1, 7 });
        var batch = new ReceivedDatagram[4];
        while (port.Receive(batch, TimeSpan.Zero) == 0) _sleeper.Receive(new ReceivedDatagram[1], Patience);    // woken by what arrives
        Assert.Equal([7], batch[0].Buffer.Bytes.ToArray());
        batch[0].Buffer.Release();
        Assert.Equal(1, port.Streams.Accepted);
    }

    [Fact]
    public async Task What_goes_either_way_is_counted()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(new byte[] { 0, 3, 1, 2, 3 });
        var source = ReceiveAll(1)[0].Source;
        _port.Keep(source);
        _port.Reserve()[0] = 42;
        _port.Queue(1, source);
        _port.Queue(1, source with { Port = 1 });    // nobody's
        _port.Flush();
        await ReadAsync(client, 3);

        Assert.Equal(new StreamCounts(Open: 1, Accepted: 1, Refused: 0, CutOff: 0, BytesIn: 5, BytesOut: 3, Dropped: 1), _port.Streams);
    }

    [Fact]
    public async Task A_stranger_who_talks_on_without_proof_is_cut_off_at_once()
    {
        using var client = await ConnectAsync();
        try
        {
            for (var i = 0; i < 64; i++) await client.SendAsync(new byte[1024]);
        }
        catch (SocketException)
        {
            return;    // reset while we spoke: cut off
        }
        Assert.Equal(0, await ReceiveEndAsync(client));
    }

    [Fact]
    public async Task A_reader_who_stands_still_blocks_nobody_and_costs_no_more_than_its_limit()
    {
        using var slow = await ConnectAsync(receiveBuffer: 4096);
        using var quick = await ConnectAsync();
        await slow.SendAsync(new byte[] { 0, 1, 1 });
        await quick.SendAsync(new byte[] { 0, 1, 2 });
        var sources = ReceiveAll(2).ToDictionary(s => s.Bytes[0], s => s.Source);
        foreach (var source in sources.Values) _port.Keep(source);

        var failures = _port.SendFailures;
        for (var i = 0; i < 20_000 && _port.SendFailures == failures; i++) Send(1200, sources[1]);    // 24 MB: more than any kernel keeps
        Assert.True(_port.SendFailures > failures);
        Send(10, sources[2]);
        Assert.Equal(12, (await ReadAsync(quick, 12)).Length);
    }

    [Fact]
    public async Task A_connection_that_was_left_is_closed_after_its_goodbye()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(new byte[] { 0, 1, 1 });
        var source = ReceiveAll(1)[0].Source;
        _port.Keep(source);
        _port.Reserve()[0] = 42;
        _port.Queue(1, source);
        _port.Leave(source);

        Assert.Equal([0, 1, 42], await ReadAsync(client, 3));
        Assert.Equal(0, await ReceiveEndAsync(client));
    }

    private void Send(int length, TransportAddress to)
    {
        var slot = _port.Reserve();
        slot[..length].Clear();
        (slot[0], slot[1]) = (0x80, 0xE0);
        _port.Queue(length, to);
        _port.Flush();
    }

    private async Task<Socket> ConnectAsync(int? receiveBuffer = null)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes) client.ReceiveBufferSize = bytes;
        await client.ConnectAsync(_port.LocalAddress.ToEndPoint());
        return client;
    }

    private static async Task<byte[]> ReadAsync(Socket client, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await client.ReceiveAsync(bytes.AsMemory(read), SocketFlags.None, limit.Token);
            Assert.NotEqual(0, more);
            read += more;
        }
        return bytes;
    }

    private static async Task<int> ReceiveEndAsync(Socket client)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await client.ReceiveAsync(new byte[1], SocketFlags.None, limit.Token);
        }
        catch (SocketException)
        {
            return 0;    // reset: something of ours was unread
        }
    }

    private List<(byte[] Bytes, TransportAddress Source)> ReceiveAll(int count)
    {
        var all = ReceiveNow();
        while (all.Count < count)
        {
            _sleeper.Receive(new ReceivedDatagram[1], Patience);    // woken by what arrives
            var more = ReceiveNow();
            all.AddRange(more);
        }
        return all;
    }

    private List<(byte[] Bytes, TransportAddress Source)> ReceiveNow()
    {
        var batch = new ReceivedDatagram[16];
        var count = _port.Receive(batch, TimeSpan.Zero);
        var all = new List<(byte[], TransportAddress)>();
        foreach (var datagram in batch.AsSpan(0, count))
        {
            all.Add((datagram.Buffer.Bytes.ToArray(), datagram.Source));
            datagram.Buffer.Release();
        }
        return all;
    }

    /// <summary>One timer, which fires when the test says so.</summary>
    private sealed class HandTime : TimeProvider
    {
        private TimerCallback? _callback;
        private object? _state;

        public TimeSpan Waiting { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state, Waiting) = (callback, state, dueTime);
            return new NoTimer();
        }

        public void Elapse() => _callback!(_state);    // set when something waits

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    private sealed class TestClock : IMonoClock
    {
        public MonoTime Now { get; set; } = new(1_000_000);
    }
}
