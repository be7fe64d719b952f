using System.Net;
using System.Net.Sockets;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>A UDP port that receives and sends in batches of 64: recvmmsg, sendmmsg, UDP_SEGMENT where the kernel has it.</summary>
internal sealed unsafe class BatchedPort : IDatagramPort
{
    /// <summary>The most datagrams that one system call receives.</summary>
    internal const int Batch = 64;

    /// <summary>The same for sending: 200 KB, which a core's second cache holds.</summary>
    private const int SendBatch = 128;

    private const int MaxOthers = 8;

    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly Wakeup _wakeup;
    private readonly BatchReceiver _receiver;
    private readonly BatchSender _sender;
    private readonly List<BatchedPort> _others = [];
    private BatchedPort? _waitsFor;
    private bool _maybeMore;
    private bool _maybeThere = true;
    private bool _disposed;

    internal BatchedPort(Socket bound, PacketPool pool, IMonoClock clock, bool segments, int batch = Batch)
    {
        _socket = bound;
        _wakeup = new();
        var descriptor = (int)bound.Handle; // the Socket keeps it open until Dispose
        _receiver = new(descriptor, pool, clock, batch);
        _sender = new(descriptor, segments && KernelSegments(descriptor), batch < Batch ? batch : SendBatch);
        _descriptor = descriptor;
        LocalAddress = TransportAddress.From((IPEndPoint)bound.LocalEndPoint!); // bound, so it has one
    }

    public TransportAddress LocalAddress { get; }

    public long SendFailures => _sender.Failures;

    internal bool Segments => _sender.Segments;

    /// <summary>Open until <see cref="Dispose"/>.</summary>
    internal int Descriptor => _descriptor;

    public bool TryWaitWith(IDatagramPort other)
    {
        if (other is not BatchedPort port || _others.Count == MaxOthers) return false;
        _others.Add(port);
        port._waitsFor = this;
        return true;
    }

    public int Receive(Span<ReceivedDatagram> batch, TimeSpan patience)
    {
        if (_disposed) return 0;
        // Whoever waits for us has just seen that there is nothing.
        if (_waitsFor is not null && !_maybeThere && !_maybeMore) return 0;

        // Under load, after a full batch, there is more: one system call, no poll. Else there rarely is.
        if (_maybeMore || patience <= TimeSpan.Zero)
        {
            foreach (var other in _others) other._maybeThere = true;
            var taken = Take(batch);
            if (taken > 0 || patience <= TimeSpan.Zero) return taken;
        }

        var waits = stackalloc LibC.PollDescriptor[2 + MaxOthers];
        waits[0] = new() { Descriptor = _descriptor, Events = LibC.PollIn };
        waits[1] = new() { Descriptor = _wakeup.Descriptor, Events = LibC.PollIn };
        for (var i = 0; i < _others.Count; i++) waits[2 + i] = new() { Descriptor = _others[i]._descriptor, Events = LibC.PollIn };
        var limit = new LibC.TimeSpec { Seconds = patience.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = patience.Ticks % TimeSpan.TicksPerSecond * 100 };
        var ready = LibC.ppoll(waits, (nuint)(2 + _others.Count), &limit, null);
        for (var i = 0; i < _others.Count; i++) _others[i]._maybeThere = ready > 0 && waits[2 + i].Returned != 0;
        if (ready <= 0) return 0;

        if (waits[1].Returned != 0) _wakeup.Answer();
        return waits[0].Returned != 0 ? Take(batch) : 0;
    }

    private int Take(Span<ReceivedDatagram> batch)
    {
        var taken = _receiver.TryTake(batch);
        _maybeMore = taken == batch.Length;
        return taken;
    }

    public Span<byte> Reserve()
    {
        if (_sender.IsFull) _sender.FlushButTheLastTrain();
        return _sender.Reserve();
    }

    public void Queue(int length, in TransportAddress destination)
    {
        if (!_disposed) _sender.Queue(length, destination);
    }

    public void Flush()
    {
        if (!_disposed) _sender.Flush();
    }

    public void Wake() => _wakeup.Ring();

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _socket.Dispose();
        _wakeup.Dispose();
        _receiver.ReleaseAll();
    }

    private static bool KernelSegments(int socket)
    {
        var none = 0;
        return LibC.setsockopt(socket, LibC.LevelUdp, LibC.UdpSegment, &none, sizeof(int)) == 0;
    }
}
