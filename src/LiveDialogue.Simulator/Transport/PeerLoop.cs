using System.Collections.Concurrent;
using System.Net;
using LiveDialogue.Native;
using LiveDialogue.Native.Linux;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Transport;

/// <summary>One thread that serves any number of transports, each with a port of its own.</summary>
internal sealed class PeerLoop : IDisposable
{
    /// <summary>Datagrams a port sends at once.</summary>
    private const int PortBatch = 16;

    /// <summary>Datagrams a port hands over at once: a few trains.</summary>
    private const int ReceiveBatch = 64;
    private const int ReadyAtOnce = 64;

    /// <summary>Of a thousand transports some are always due: looking at them all after each datagram would cost more than the datagrams.</summary>
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// What arrives meanwhile is read in one go. Who sends to somebody that waits wakes him, which on one machine costs the sender as much as the sending,
    /// and no network would ask of it.
    /// </summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMicroseconds(300);

    private readonly PacketPool _pool = new();
    private readonly DatagramPortGroup _group = new();
    private readonly ConcurrentQueue<Action<MonoTime>> _commands = new();
    private readonly Dictionary<int, PeerTransport> _transports = [];
    private readonly PortIntake _intake;
    private readonly ReceivedDatagram[] _batch = new ReceivedDatagram[ReceiveBatch];
    private readonly List<int> _ended = [];
    private readonly Thread _thread;
    private readonly ConsentPace _consent;
    private readonly bool _measures;
    private MonoTime _nextSweep;
    private int _nextTag;
    private volatile bool _stopping;

    /// <param name="measures">Its own waiting would be taken for the server's: it asks the kernel to run first, as the server's media threads do, and gathers.</param>
    /// <param name="takesTrains">False: as behind a network that delivers datagrams one by one, where the sending kernel has to cut trains up.</param>
    internal PeerLoop(string name, OpenSslDtlsFactory factory, IMonoClock clock, ConsentPace? consent = null, bool measures = false, bool takesTrains = true)
    {
        (Factory, Clock, _consent, _measures, _intake) = (factory, clock, consent ?? ConsentPace.Watchful, measures, new(takesTrains));
        _thread = new(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    internal OpenSslDtlsFactory Factory { get; }

    internal IMonoClock Clock { get; }

    /// <summary>In what shape datagrams came. Any thread may read it.</summary>
    internal PortIntake Intake => _intake;

    /// <summary>Starts connecting. From any thread; the user hears of everything on the loop's thread.</summary>
    /// <returns>By which <see cref="Close"/> knows it.</returns>
    internal int Connect(IceCredentials own, Answer answer, ITransportUser user)
    {
        var tag = Interlocked.Increment(ref _nextTag);
        Post(now =>
        {
            var local = answer.Candidates.All(c => c.IsIPv4 && c.IPv4 >> 24 == 127) ? IPAddress.Loopback : IPAddress.Any;
            var port = DatagramPorts.Open(new(local, 0), _pool, Clock, PortKind.LinuxBatched, PortBatch, _intake);
            Add(tag, new PeerTransport(port, Factory, own, answer, _consent, user, now)).Tick(now);
            port.Flush();
        });
        return tag;
    }

    /// <summary>One without ICE and DTLS, on loopback.</summary>
    /// <returns>Its port, once it is open.</returns>
    internal Task<int> ConnectGiven(SrtpKeys keys, TransportAddress server, ITransportUser user, CancellationToken ct)
    {
        var opened = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var tag = Interlocked.Increment(ref _nextTag);
        Post(now =>
        {
            var port = DatagramPorts.Open(new(IPAddress.Loopback, 0), _pool, Clock, PortKind.LinuxBatched, PortBatch, _intake);
            Add(tag, new PeerTransport(port, Factory, keys, server, user)).Begin(now);
            port.Flush();
            opened.SetResult(port.LocalAddress.Port);
        });
        _ = ct.Register(() => Close(tag));
        return opened.Task;
    }

    internal void Close(int tag) => Post(_ =>
    {
        if (_transports.TryGetValue(tag, out var transport)) transport.Close();
    });

    /// <summary>Runs something on the loop's thread. From any thread.</summary>
    internal void Post(Action<MonoTime> command)
    {
        _commands.Enqueue(command);
        _group.Wake();
    }

    /// <summary>Closes every transport and ends the thread.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _group.Wake();
        _thread.Join();
        _group.Dispose();
    }

    private void Run()
    {
        if (_measures) ThreadNiceness.Apply(NodeThread.Media);
        Span<int> ready = stackalloc int[ReadyAtOnce];
        while (!_stopping)
        {
            while (_commands.TryDequeue(out var command))
            {
                command(Clock.Now);
                _nextSweep = default;
            }

            var now = Clock.Now;
            if (now >= _nextSweep) _nextSweep = now + Sweep(now);
            var count = _group.Wait(ready, _nextSweep - Clock.Now);
            var woke = Clock.Now;
            foreach (var tag in ready[..count])
            {
                if (_transports.TryGetValue(tag, out var transport)) ReceiveAll(transport);
            }
            if (_measures && count is > 0 and < ReadyAtOnce) MonotonicWait.Until(woke + Gathering);
        }
        foreach (var transport in _transports.Values)
        {
            transport.Close();
            transport.Dispose();
        }
    }

    private PeerTransport Add(int tag, PeerTransport transport)
    {
        _group.Add(transport.Port, tag);
        _transports.Add(tag, transport);
        return transport;
    }

    private void ReceiveAll(PeerTransport transport)
    {
        int count;
        do
        {
            count = transport.Port.Receive(_batch, TimeSpan.Zero);
            var taken = Clock.Now;
            for (var i = 0; i < count; i++)
            {
                transport.Receive(_batch[i].Buffer, _batch[i].Source, taken);
                _batch[i].Buffer.Release();
            }
        }
        while (count == ReceiveBatch);
        transport.Port.Flush();
    }

    /// <summary>Ticks who is due, buries the dead.</summary>
    /// <returns>How long nobody is due.</returns>
    private TimeSpan Sweep(MonoTime now)
    {
        var next = now + LongestSleep;
        foreach (var (tag, transport) in _transports)
        {
            if (transport.NextDeadline <= now)
            {
                transport.Tick(now);
                transport.Port.Flush();
            }
            if (transport.HasEnded) _ended.Add(tag);
            next = MonoTime.Earlier(next, transport.NextDeadline);
        }
        foreach (var tag in _ended)
        {
            _group.Remove(_transports[tag].Port);
            _transports[tag].Dispose();
            _transports.Remove(tag);
        }
        _ended.Clear();
        return next > now + ShortestSleep ? next - now : ShortestSleep;
    }
}
