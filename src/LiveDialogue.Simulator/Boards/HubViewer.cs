using System.Net;
using System.Text;

namespace LiveDialogue.Simulator.Boards;

/// <summary>A screen on the hub (SignalR's JSON protocol): joins an event and hears its changes.</summary>
internal sealed class HubViewer : IDisposable
{
    private const byte Separator = 0x1e;
    private static readonly byte[] Pong = [.. "{\"type\":6}"u8, Separator];
    private readonly RawWebSocket _socket;
    private byte[] _partial = [];

    private HubViewer(RawWebSocket socket) => _socket = socket;

    /// <param name="token">Of a moderator; null for one of the audience.</param>
    public static async Task<HubViewer> JoinAsync(IPEndPoint server, string eventId, string? token, CancellationToken ct)
    {
        var socket = await RawWebSocket.ConnectAsync(server, "/hubs/event", token is null ? "" : $"Authorization: Bearer {token}\r\n", ct);
        var viewer = new HubViewer(socket);
        await socket.SendAsync((byte[])[.. "{\"protocol\":\"json\",\"version\":1}"u8, Separator], ct);
        await viewer.UntilAsync(record => record.SequenceEqual("{}"u8), ct);
        await socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Join\",\"arguments\":[\"{eventId}\"]}}"), Separator], ct);
        await viewer.UntilAsync(record => record.IndexOf("\"type\":3"u8) >= 0, ct);
        return viewer;
    }

    /// <summary>Hands over each message until the connection ends or nobody wants more. Says once in a while that it is still there.</summary>
    /// <param name="heard">One record of the hub: JSON, without the separator.</param>
    public async Task ListenAsync(Action<ReadOnlyMemory<byte>> heard, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        try
        {
            while (await NextAsync(heard, ct))
            {
                if (TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(12)) continue;
                since = TimeProvider.System.GetTimestamp();
                await _socket.SendAsync(Pong, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // over
        }
    }

    public void Dispose() => _socket.Dispose();

    private delegate bool Wanted(ReadOnlySpan<byte> record);

    private async Task UntilAsync(Wanted wanted, CancellationToken ct)
    {
        var found = false;
        while (!found)
            if (!await NextAsync(record => found |= wanted(record.Span), ct)) throw new IOException("The hub ended the connection.");
    }

    // A frame may carry several records, and a record several frames.
    private async ValueTask<bool> NextAsync(Action<ReadOnlyMemory<byte>> heard, CancellationToken ct)
    {
        var payload = await _socket.ReceiveAsync(ct);
        if (payload.Length == 0) return false;

        if (_partial.Length > 0)
        {
            payload = (byte[])[.. _partial, .. payload.Span];
            _partial = [];
        }
        while (payload.Span.IndexOf(Separator) is >= 0 and var end)
        {
            heard(payload[..end]);
            payload = payload[(end + 1)..];
        }
        if (payload.Length > 0) _partial = payload.ToArray();
        return true;
    }
}
