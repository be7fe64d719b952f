using System.Net;
using System.Net.Sockets;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.EndToEnd.Field;

/// <summary>
/// Between a browser and the server's media port: datagrams are lost, late and few in both directions, as conditions say; the path can be cut, and its outer
/// address can change as a NAT's or a phone's does. Headers of IP and UDP count as bytes on the way.
/// </summary>
internal sealed class BadPath : IAsyncDisposable
{
    private const int Headers = 28;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(4);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private readonly UdpClient _inner = new(new IPEndPoint(IPAddress.Any, 0));
    private readonly List<Client> _clients = [];
    private readonly IPEndPoint _server;
    private readonly VirtualLink _up;
    private readonly VirtualLink _down;
    private readonly Task _pump;
    private readonly Task _listen;
    private bool _isCut;

    public BadPath(int serverPort, int seed, LinkConditions up, LinkConditions down)
    {
        _server = new(IPAddress.Loopback, serverPort);
        (_up, _down) = (new(new SeededRandom(seed), up), new(new SeededRandom(seed + 1), down));
        _listen = ListenAsync();
        _pump = PumpAsync();
    }

    /// <summary>Where the browser must send instead of to the server.</summary>
    public int Port => ((IPEndPoint)_inner.Client.LocalEndPoint!).Port;         // bound, so it has one

    public (int Sent, int Dropped) Up
    {
        get
        {
            lock (_gate) return (_up.Sent, _up.Dropped);
        }
    }

    /// <summary>Bytes that the browser sent, headers counted.</summary>
    public long SentBytes { get; private set; }

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
            foreach (var client in _clients) client.Open(this);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _inner.Dispose();
        await Task.WhenAll(_pump, _listen);
        foreach (var client in _clients) client.Outer?.Dispose();
        _over.Dispose();
    }

    private static MonoTime Now => new(TimeProvider.System.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMicrosecond);

    private async Task ListenAsync()
    {
        await foreach (var datagram in DatagramsAsync(_inner))
        {
            lock (_gate)
            {
                var client = _clients.Find(known => known.Address.Equals(datagram.RemoteEndPoint));
                if (client is null)
                {
                    client = new((byte)_clients.Count, datagram.RemoteEndPoint);
                    client.Open(this);
                    _clients.Add(client);
                }
                SentBytes += datagram.Buffer.Length + Headers;
                if (!_isCut) _up.Send(Wrapped(client, datagram.Buffer), Now);
            }
        }
    }

    private async Task ListenAsync(Client client, UdpClient outer)
    {
        await foreach (var datagram in DatagramsAsync(outer))
            lock (_gate)
                if (!_isCut && client.Outer == outer) _down.Send(Wrapped(client, datagram.Buffer), Now);
    }

    private async IAsyncEnumerable<UdpReceiveResult> DatagramsAsync(UdpClient socket)
    {
        while (true)
        {
            UdpReceiveResult datagram;
            try
            {
                datagram = await socket.ReceiveAsync(_over.Token);
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                yield break;
            }
            yield return datagram;
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Look, TimeProvider.System, _over.Token);
                lock (_gate)
                {
                    var now = Now;
                    while (_up.TryReceive(now, out var wrapped))
                        if (!_isCut) _clients[wrapped[0]].Outer?.Send(wrapped.AsSpan(Headers), _server);
                    while (_down.TryReceive(now, out var wrapped))
                        if (!_isCut) _inner.Send(wrapped.AsSpan(Headers), _clients[wrapped[0]].Address);
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private static byte[] Wrapped(Client client, byte[] datagram)
    {
        var wrapped = new byte[Headers + datagram.Length];
        wrapped[0] = client.Number;
        datagram.CopyTo(wrapped, Headers);
        return wrapped;
    }

    private sealed class Client(byte number, IPEndPoint address)
    {
        public byte Number => number;
        public IPEndPoint Address => address;
        public UdpClient? Outer { get; private set; }

        public void Open(BadPath path)
        {
            Outer?.Dispose();
            Outer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            _ = path.ListenAsync(this, Outer);
        }
    }
}
