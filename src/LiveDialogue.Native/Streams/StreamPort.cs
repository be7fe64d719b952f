using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Streams;

/// <summary>
/// A TCP port that looks like a UDP port to its shard (ICE-TCP passive, RFC 6544; frames of RFC 4571): each connection's other end is an address
/// that datagrams come from and go to. Connections are accepted and read on the runtime's pool and posted; the shard's thread writes without waiting.
/// </summary>
internal sealed class StreamPort : IDatagramPort
{
    private const int MaxConnections = 1024;

    /// <summary>An office or a school behind one address.</summary>
    private const int MaxPerAddress = 64;

    /// <summary>Frames of all connections that may wait for the shard.</summary>
    private const int MaxWaiting = 4096;

    /// <summary>Little, so that what waits does so in our backlog, where pictures can be dropped: kernel's TCP_NOTSENT_LOWAT.</summary>
    private const int UnsentBytes = 8 * 1024;

    private static readonly TimeSpan ProveWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly PacketPool _pool;
    private readonly IMonoClock _clock;
    private readonly TimeProvider _time;
    private readonly Func<Socket, Task<Socket>> _accept;
    private readonly ConcurrentQueue<Arrival> _arrivals = new();
    private readonly Dictionary<TransportAddress, StreamConnection> _connections = [];
    private readonly List<StreamConnection> _sending = [];
    private readonly byte[] _slot = new byte[PacketBuffer.Capacity];
    private readonly Lock _counting = new();
    private readonly Dictionary<TransportAddress, int> _perAddress = [];
    private IDatagramPort? _sleeper;
    private int _open;
    private int _waiting;
    private long _accepted, _refused, _cutOff, _bytesIn, _bytesOut, _dropped;
    private MonoTime _nextLook;
    private volatile bool _disposed;

    /// <param name="time">Of the pause after an accept that failed; null: the system's.</param>
    /// <param name="accept">Null: the socket's own.</param>
    internal StreamPort(Socket listening, PacketPool pool, IMonoClock clock, TimeProvider? time = null, Func<Socket, Task<Socket>>? accept = null)
    {
        (_listener, _pool, _clock, _time, _accept) = (listening, pool, clock, time ?? TimeProvider.System, accept ?? (static listener => listener.AcceptAsync()));
        LocalAddress = TransportAddress.From((IPEndPoint)listening.LocalEndPoint!);    // bound, so it has one
        _ = AcceptAsync();                                                             // ends with the listener; never throws
    }

    public TransportAddress LocalAddress { get; }

    public bool IsStream => true;

    public bool TryHurry(in TransportAddress remote) => true; // every frame wakes the shard

    public long SendFailures { get; private set; }

    public StreamCounts Streams => new(
        Volatile.Read(ref _open), Interlocked.Read(ref _accepted), Interlocked.Read(ref _refused), Interlocked.Read(ref _cutOff),
        Interlocked.Read(ref _bytesIn), Interlocked.Read(ref _bytesOut), Interlocked.Read(ref _dropped));

    public bool TryWake(IDatagramPort sleeper)
    {
        Volatile.Write(ref _sleeper, sleeper);
        return true;
    }

    public int Receive(Span<ReceivedDatagram> batch, TimeSpan patience)
    {
        if (_clock.Now is var now && now >= _nextLook) CloseUnproven(now);
        var filled = 0;
        while (filled < batch.Length && _arrivals.TryDequeue(out var arrival))
        {
            if (arrival.Buffer is { } buffer)
            {
                Interlocked.Decrement(ref _waiting);
                arrival.Connection.Taken();
                batch[filled++] = new() { Buffer = buffer, Source = arrival.Connection.Remote };
            }
            else if (arrival.Ended) Remove(arrival.Connection);
            else _connections[arrival.Connection.Remote] = arrival.Connection;
        }
        return filled;
    }

    public Span<byte> Reserve() => _slot;

    public void Queue(int length, in TransportAddress destination)
    {
        if (!_connections.TryGetValue(destination, out var connection) || !connection.Backlog.TryAdd(_slot.AsSpan(0, length)))
        {
            SendFailures++;
            Interlocked.Increment(ref _dropped);
            return;
        }
        if (connection.IsListed) return;
        connection.IsListed = true;
        _sending.Add(connection);
    }

    /// <summary>Called each round of the shard, so at least every 10 ms: what the kernel didn't take is tried again then.</summary>
    public void Flush()
    {
        if (_sending.Count == 0) return;
        var now = _clock.Now;
        for (var i = _sending.Count - 1; i >= 0; i--)
        {
            var connection = _sending[i];
            if (connection.TrySend(now)) continue;
            connection.IsListed = false;
            _sending[i] = _sending[^1];
            _sending.RemoveAt(_sending.Count - 1);
        }
    }

    public void Keep(in TransportAddress remote)
    {
        if (_connections.TryGetValue(remote, out var connection)) connection.Keep();
    }

    public void Leave(in TransportAddress remote)
    {
        if (!_connections.TryGetValue(remote, out var connection)) return;
        _ = connection.TrySend(_clock.Now);    // a goodbye
        connection.Close();
    }

    public void Wake() => _sleeper?.Wake();

    public void Dispose()
    {
        _disposed = true;
        _listener.Dispose();
        foreach (var connection in _connections.Values) connection.Close();
        while (_arrivals.TryDequeue(out var arrival))
        {
            arrival.Buffer?.Release();
            arrival.Connection.Close();
        }
    }

    internal void CountIn(int bytes) => Interlocked.Add(ref _bytesIn, bytes);

    internal void CountOut(int bytes) => Interlocked.Add(ref _bytesOut, bytes);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountCutOff() => Interlocked.Increment(ref _cutOff);

    /// <summary>A frame came. A reader's thread.</summary>
    /// <returns>False when there is no room: it is dropped, as a datagram would be.</returns>
    internal bool Post(StreamConnection connection, ReadOnlySpan<byte> frame)
    {
        if (_disposed) return false;
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _dropped);
            return false;
        }
        var buffer = _pool.Rent();
        frame.CopyTo(buffer.Span);
        (buffer.Length, buffer.Arrival) = (frame.Length, _clock.Now);
        Post(new(connection, buffer, Ended: false));
        return true;
    }

    private async Task AcceptAsync()
    {
        while (!_disposed)
        {
            try
            {
                Take(await _accept(_listener).ConfigureAwait(false));
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                if (_disposed) return;
                await Task.Delay(AcceptPause, _time).ConfigureAwait(false);    // out of descriptors: not again at once
            }
        }
    }

    private void Take(Socket socket)
    {
        try
        {
            var remote = TransportAddress.From((IPEndPoint)socket.RemoteEndPoint!);    // accepted, so it has one
            socket.Blocking = false;
            socket.NoDelay = true;
            if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(6, 25, BitConverter.GetBytes(UnsentBytes));    // IPPROTO_TCP, TCP_NOTSENT_LOWAT
            if (!TryCount(remote))
            {
                Interlocked.Increment(ref _refused);
                socket.Dispose();
                return;
            }
            var connection = new StreamConnection(socket, remote, this, _clock.Now);
            Post(new(connection, Buffer: null, Ended: false));
            Interlocked.Increment(ref _accepted);
            _ = ReadToEndAsync(connection);                                                                          // ends with its socket; never throws
        }
        catch (SocketException)
        {
            socket.Dispose();    // gone while we looked
        }
    }

    private async Task ReadToEndAsync(StreamConnection connection)
    {
        await connection.ReadAsync().ConfigureAwait(false);
        Uncount(connection.Remote);
        Post(new(connection, Buffer: null, Ended: true));
    }

    private void Post(in Arrival arrival)
    {
        _arrivals.Enqueue(arrival);
        if (_disposed && _arrivals.TryDequeue(out var late)) late.Buffer?.Release();    // nobody would
        Volatile.Read(ref _sleeper)?.Wake();
    }

    private void CloseUnproven(MonoTime now)
    {
        _nextLook = now + LookInterval;
        foreach (var (_, connection) in _connections)
            if (!connection.IsKept && now - connection.Opened >= ProveWithin) connection.CutOff();
    }

    private void Remove(StreamConnection connection)
    {
        if (_connections.TryGetValue(connection.Remote, out var known) && known == connection) _connections.Remove(connection.Remote);
    }

    private bool TryCount(TransportAddress remote)
    {
        var address = remote with { Port = 0 };
        lock (_counting)
        {
            var here = _perAddress.GetValueOrDefault(address);
            if (_open >= MaxConnections || here >= MaxPerAddress) return false;
            _open++;
            _perAddress[address] = here + 1;
            return true;
        }
    }

    private void Uncount(TransportAddress remote)
    {
        var address = remote with { Port = 0 };
        lock (_counting)
        {
            _open--;
            var left = _perAddress[address] - 1;    // counted when it came
            if (left == 0) _perAddress.Remove(address);
            else _perAddress[address] = left;
        }
    }

    /// <param name="Buffer">A frame; null when the connection began or ended.</param>
    private readonly record struct Arrival(StreamConnection Connection, PacketBuffer? Buffer, bool Ended);
}
