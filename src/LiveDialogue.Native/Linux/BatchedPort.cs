using System.Net;
using System.Net.Sockets;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Linux;

/// <summary>
/// A UDP port that receives and sends in batches: recvmmsg, sendmmsg, UDP_SEGMENT where the kernel has it. What hurries has sockets of its own, so that
/// the rest can be let gather.
/// </summary>
internal sealed unsafe class BatchedPort : IDatagramPort
{
    /// <summary>The most datagrams that one system call receives.</summary>
    internal const int Batch = 64;

    /// <summary>The same for sending: 200 KB, which a core's second cache holds.</summary>
    private const int SendBatch = 128;

    private const int MaxOthers = 8;
    private const int MaxHurried = 32;

    private readonly Socket _socket;
    private readonly PacketPool _pool;
    private readonly IMonoClock _clock;
    private readonly Wakeup _wakeup;
    private readonly BatchSender _sender;
    private readonly PortSocket _main;
    private readonly List<PortSocket> _hurried = [];
    private readonly List<BatchedPort> _all;
    private BatchedPort? _waitsFor;
    private MonoTime _taken;
    private int _first;
    private bool _disposed;

    internal BatchedPort(Socket bound, PacketPool pool, IMonoClock clock, bool segments, int batch = Batch, PortIntake? intake = null)
    {
        (_socket, _pool, _clock, _all) = (bound, pool, clock, [this]);
        _wakeup = new();
        _main = new(bound, pool, clock, batch, intake: intake) { MayHave = true };
        _sender = new(Descriptor, segments && KernelSegments(Descriptor), batch < Batch ? batch : SendBatch);
        LocalAddress = TransportAddress.From((IPEndPoint)bound.LocalEndPoint!); // bound, so it has one
    }

    public TransportAddress LocalAddress { get; }

    public long SendFailures => _sender.Failures;

    public long SendMessages => _sender.Messages;

    internal bool Segments => _sender.Segments;

    /// <summary>Open until <see cref="Dispose"/>.</summary>
    internal int Descriptor => _main.Descriptor;

    public bool TryWaitWith(IDatagramPort other)
    {
        if (other is not BatchedPort port || _all.Count > MaxOthers) return false;
        _all.Add(port);
        port._waitsFor = this;
        return true;
    }

    public bool TryHurry(in TransportAddress remote)
    {
        foreach (var socket in _hurried)
            if (socket.Remote == remote) return true;
        if (_disposed || _hurried.Count == MaxHurried || PortSocket.TryBeside(_socket, remote, _pool, _clock) is not { } own) return false;
        _hurried.Add(own);
        return true;
    }

    public void Calm(in TransportAddress remote) => Leave(remote);

    public void Leave(in TransportAddress remote)
    {
        for (var i = _hurried.Count - 1; i >= 0; i--)
        {
            if (_hurried[i].Remote != remote) continue;
            _hurried[i].Dispose();
            _hurried.RemoveAt(i);
        }
    }

    public int Receive(Span<ReceivedDatagram> batch, TimeSpan patience) => ReceiveGathering(batch, patience, TimeSpan.Zero);

    public int ReceiveGathering(Span<ReceivedDatagram> batch, TimeSpan patience, TimeSpan gather)
    {
        if (_disposed) return 0;
        if (_waitsFor is not null) return Take(batch); // who waits for us has seen what there is
        if (patience <= TimeSpan.Zero && _all.Count == 1 && _hurried.Count == 0)
        {
            _main.MayHave = true;
            return Take(batch);
        }

        // A full batch before: there is more, and no need to wait for it.
        if (MayHave()) patience = TimeSpan.Zero;
        var held = gather > TimeSpan.Zero ? _taken + gather - _clock.Now : TimeSpan.Zero;
        if (held > TimeSpan.Zero)
        {
            // Hundreds of viewers report ten times a second, each at its own moment: to wake for each costs more than to read it.
            var (woken, ready) = Wait(held < patience ? held : patience, all: false);
            if (woken) return Take(batch);
            patience -= held;
            // Awake for the caller's patience, half of the time is enough: to look is cheap, to wake for it once more isn't.
            if (ready == 0 && _clock.Now - _taken >= gather / 2)
                foreach (var port in _all) port._main.MayHave = true;
            var taken = Take(batch);
            if (taken > 0 || patience <= TimeSpan.Zero) return taken;
        }
        _ = Wait(patience, all: true);
        return Take(batch);
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
        foreach (var socket in _hurried) socket.Dispose();
        _main.Dispose();
        _wakeup.Dispose();
    }

    private bool MayHave()
    {
        foreach (var port in _all)
        {
            if (port._main.MayHave) return true;
            foreach (var socket in port._hurried)
                if (socket.MayHave) return true;
        }
        return false;
    }

    /// <summary>What hurries first, but never all of the batch while others wait, and whoever wasn't read this time is the first of the next.</summary>
    private int Take(Span<ReceivedDatagram> batch)
    {
        var filled = 0;
        var room = _main.MayHave ? batch.Length / 2 : batch.Length;
        if (_first >= _hurried.Count) _first = 0;
        for (int left = _hurried.Count, at = _first; left > 0 && filled < room; left--)
        {
            var socket = _hurried[at];
            at = at + 1 == _hurried.Count ? 0 : at + 1;
            if (!socket.MayHave) continue;
            filled += socket.Take(batch[filled..room]);
            _first = at;
        }
        if (!_main.MayHave) return filled;

        var others = _main.Take(batch[filled..]);
        if (others > 0) (_waitsFor ?? this)._taken = batch[filled].Buffer.Arrival;
        return filled + others;
    }

    /// <summary>Notes which sockets have something.</summary>
    /// <param name="all">Else only those that hurry.</param>
    private (bool Woken, int Ready) Wait(TimeSpan patience, bool all)
    {
        var count = 1;
        foreach (var port in _all) count += port._hurried.Count + 1;
        Span<LibC.PollDescriptor> waits = stackalloc LibC.PollDescriptor[count];
        waits[0] = new() { Descriptor = _wakeup.Descriptor, Events = LibC.PollIn };
        var used = 1;
        foreach (var port in _all)
        {
            foreach (var socket in port._hurried) waits[used++] = socket.Arrives;
            if (all) waits[used++] = port._main.Arrives;
        }

        var limit = new LibC.TimeSpec { Seconds = patience.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = patience.Ticks % TimeSpan.TicksPerSecond * 100 };
        int ready;
        fixed (LibC.PollDescriptor* first = waits) ready = LibC.ppoll(first, (nuint)used, &limit, null);
        if (ready <= 0) return (false, 0);

        used = 1;
        foreach (var port in _all)
        {
            foreach (var socket in port._hurried) socket.MayHave |= waits[used++].Returned != 0;
            if (all) port._main.MayHave |= waits[used++].Returned != 0;
        }
        if (waits[0].Returned == 0) return (false, ready);
        _wakeup.Answer();
        return (true, ready);
    }

    private static bool KernelSegments(int socket)
    {
        var none = 0;
        return LibC.setsockopt(socket, LibC.LevelUdp, LibC.UdpSegment, &none, sizeof(int)) == 0;
    }
}
