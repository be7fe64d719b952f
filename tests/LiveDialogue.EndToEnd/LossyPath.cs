using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LiveDialogue.EndToEnd;

/// <summary>
/// A weak uplink: a UDP relay in front of the server that loses media on the way up in bursts (Gilbert 1960, Elliott 1963), the same for the same seed. What
/// a browser's script makes of the answer leads it here.
/// </summary>
internal sealed class LossyPath : IAsyncDisposable
{
    private readonly Socket _front = Bound();
    private readonly ConcurrentDictionary<EndPoint, Socket> _backs = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IPEndPoint _server;
    private readonly Random _random;
    private readonly double _begins, _ends;
    private readonly Task _up;
    private readonly int[] _byType = new int[128];
    private int _lost, _carried;
    private bool _isBad;

    /// <param name="mediaPort">The server's, on loopback.</param>
    /// <param name="loss">0..1 of the media packets.</param>
    /// <param name="burst">Packets in a row, on the average.</param>
    public LossyPath(int mediaPort, double loss, double burst, int seed)
    {
        (_server, _random) = (new(IPAddress.Loopback, mediaPort), new Random(seed));
        _ends = 1 / burst;
        _begins = loss * _ends / (1 - loss);
        _up = Task.Run(UpAsync);
    }

    /// <summary>Media packets that were lost, and all of them.</summary>
    public (int Lost, int Of) Counts => (Volatile.Read(ref _lost), Volatile.Read(ref _lost) + Volatile.Read(ref _carried));

    /// <summary>Packets with this payload type, lost or not: it stands in the clear.</summary>
    public int Seen(int payloadType) => Volatile.Read(ref _byType[payloadType]);

    /// <summary>For a page, before it loads: of all the server's addresses it is told of this one.</summary>
    public string Script => $$"""
        (() => {
          const set = RTCPeerConnection.prototype.setRemoteDescription;
          RTCPeerConnection.prototype.setRemoteDescription = function (description) {
            const only = 'a=candidate:1 1 udp 2130706431 127.0.0.1 {{((IPEndPoint)_front.LocalEndPoint!).Port}} typ host\r\n';
            const sdp = description.sdp.replace(/^a=candidate:.*\r\n/gm, '').replace(/^a=end-of-candidates\r\n/m, only + 'a=end-of-candidates\r\n');
            return set.call(this, { type: description.type, sdp });
          };
        })();
        """;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _up;
        foreach (var back in _backs.Values) back.Dispose();
        _front.Dispose();
        _stopping.Dispose();
    }

    private async Task UpAsync()
    {
        var buffer = new byte[2048];
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var received = await _front.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stopping.Token);
                if (IsMedia(buffer.AsSpan(0, received.ReceivedBytes)) && IsLost(buffer[1] & 0x7F)) continue;
                if (!_backs.TryGetValue(received.RemoteEndPoint, out var back))
                {
                    _backs[received.RemoteEndPoint] = back = Bound();
                    _ = DownAsync(back, received.RemoteEndPoint);
                }
                await back.SendToAsync(buffer.AsMemory(0, received.ReceivedBytes), _server, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The other end was closed, and its system said so: the next datagram may be another's.
            }
        }
    }

    private async Task DownAsync(Socket back, EndPoint client)
    {
        var buffer = new byte[2048];
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var length = await back.ReceiveAsync(buffer, _stopping.Token);
                await _front.SendToAsync(buffer.AsMemory(0, length), client, _stopping.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // as above
            }
        }
    }

    /// <summary>RTP and not RTCP (RFC 5761 §4).</summary>
    private static bool IsMedia(ReadOnlySpan<byte> datagram) => datagram.Length > 12 && datagram[0] >> 6 == 2 && (datagram[1] & 0x7F) is < 64 or > 95;

    private bool IsLost(int payloadType)
    {
        Interlocked.Increment(ref _byType[payloadType]);
        _isBad = _isBad ? _random.NextDouble() >= _ends : _random.NextDouble() < _begins;
        if (_isBad) Interlocked.Increment(ref _lost);
        else Interlocked.Increment(ref _carried);
        return _isBad;
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
