using System.Net;
using System.Net.Sockets;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.EndToEnd.Field;

/// <summary>
/// Between a browser and the server's media port: datagrams are lost, late and few in both directions, as conditions say; the path can be cut, and its outer
/// address can change as a NAT's or a phone's does. Headers of IP and UDP count as bytes on the way. It has a thread of its own: the test's other work, which
/// shares the pool, must not be taken for the network's delay.
/// </summary>
internal sealed class BadPath : IAsyncDisposable
{
    private const int Headers = 28;
    private const int LargestDatagram = 2048;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly Socket _inner = Bound(IPAddress.Any);
    private readonly List<Client> _clients = [];
    private readonly List<Socket> _readable = [];
    private readonly byte[] _datagram = new byte[LargestDatagram];
    private readonly IPEndPoint _server;
    private readonly VirtualLink _up;
    private readonly VirtualLink _down;
    private readonly Thread _thread;
    private volatile bool _over;
    private bool _isCut;

    public BadPath(int serverPort, int seed, LinkConditions up, LinkConditions down)
    {
        _server = new(IPAddress.Loopback, serverPort);
        (_up, _down) = (new(new SeededRandom(seed), up), new(new SeededRandom(seed + 1), down));
        _thread = new(Run) { Name = "bad path", IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>Where the browser must send instead of to the server.</summary>
    public int Port => ((IPEndPoint)_inner.LocalEndPoint!).Port;         // bound, so it has one

    public (int Sent, int Dropped) Up
    {
        get
        {
            lock (_gate) return (_up.Sent, _up.Dropped);
        }
    }

    /// <summary>Bytes that the browser sent, headers counted.</summary>
    public long SentBytes { get; private set; }

    /// <summary>How long it moved nothing although it should have, at the worst: the measurement's own fault, and no network's.</summary>
    public TimeSpan StoodStill { get; private set; }

    /// <summary>Makes a page believe that the server is here, and only by UDP.</summary>
    public string Script => $$"""
        (() => {
          const set = RTCPeerConnection.prototype.setRemoteDescription;
          RTCPeerConnection.prototype.setRemoteDescription = function (description) {
            const sdp = description.sdp
              .replace(/^a=candidate:\S+ 1 tcp .*\r\n/gim, '')
              .replace(/^(a=candidate:\S+ 1 udp \d+ \S+) \d+/gim, '$1 {{Port}}');
            return set.call(this, { type: description.type, sdp });
          };
        })();
        """;

    public void Become(LinkConditions up, LinkConditions down)
    {
        lock (_gate) (_up.Conditions, _down.Conditions) = (up, down);
    }

    /// <summary>Nothing goes through, either way; what is under way is lost too.</summary>
    public void Cut(bool isCut)
    {
        lock (_gate) _isCut = isCut;
    }

    /// <summary>From now on the server sees another address; what it sends to the old one goes nowhere.</summary>
    public void ChangeAddress()
    {
        lock (_gate)
        {
            foreach (var client in _clients)
            {
                client.Outer.Dispose();
                client.Outer = Bound(IPAddress.Loopback);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _over = true;
        _thread.Join();
        _inner.Dispose();
        foreach (var client in _clients) client.Outer.Dispose();
        return ValueTask.CompletedTask;
    }

    private static MonoTime Now => new(TimeProvider.System.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMicrosecond);

    private void Run()
    {
        var last = Now;
        while (!_over)
        {
            lock (_gate)
            {
                _readable.Clear();
                _readable.Add(_inner);
                foreach (var client in _clients) _readable.Add(client.Outer);
            }
            try
            {
                Socket.Select(_readable, null, null, Look);
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
            {
                continue;                                           // another address just now
            }
            lock (_gate)
            {
                var now = Now;
                StoodStill = now - last > StoodStill ? now - last : StoodStill;
                last = now;
                foreach (var socket in _readable) Take(socket, now);
                while (_up.TryReceive(now, out var wrapped))
                    if (!_isCut) Send(_clients[wrapped[0]].Outer, wrapped, _server);
                while (_down.TryReceive(now, out var wrapped))
                    if (!_isCut) Send(_inner, wrapped, _clients[wrapped[0]].Address);
            }
        }
    }

    private void Take(Socket socket, MonoTime now)
    {
        EndPoint source = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (socket.Available > 0)
            {
                var length = socket.ReceiveFrom(_datagram, ref source);
                if (socket == _inner)
                {
                    SentBytes += length + Headers;
                    var client = ClientAt((IPEndPoint)source);
                    if (!_isCut) _up.Send(Wrapped(client, length), now);
                }
                else if (_clients.Find(c => c.Outer == socket) is { } client && !_isCut)
                {
                    _down.Send(Wrapped(client, length), now);
                }
            }
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            // the other end was closed, and its system said so; or another address just now
        }
    }

    private static void Send(Socket socket, byte[] wrapped, IPEndPoint to)
    {
        try
        {
            socket.SendTo(wrapped.AsSpan(Headers), to);
        }
        catch (SocketException)
        {
            // as above
        }
    }

    private Client ClientAt(IPEndPoint address)
    {
        if (_clients.Find(known => known.Address.Equals(address)) is { } client) return client;
        client = new((byte)_clients.Count, address) { Outer = Bound(IPAddress.Loopback) };
        _clients.Add(client);
        return client;
    }

    // Of headers' size more, so that the link counts them; the first byte says whose it is.
    private byte[] Wrapped(Client client, int length)
    {
        var wrapped = new byte[Headers + length];
        wrapped[0] = client.Number;
        _datagram.AsSpan(0, length).CopyTo(wrapped.AsSpan(Headers));
        return wrapped;
    }

    private static Socket Bound(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    private sealed class Client(byte number, IPEndPoint address)
    {
        public byte Number => number;
        public IPEndPoint Address => address;
        public required Socket Outer { get; set; }
    }
}
