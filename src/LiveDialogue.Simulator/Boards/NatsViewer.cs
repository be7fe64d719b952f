using System.Net;

namespace LiveDialogue.Simulator.Boards;

/// <summary>One who hears a subject of nats-server over a WebSocket (docs.nats.io, client protocol).</summary>
internal sealed class NatsViewer : IDisposable
{
    public const string Subject = "board";
    private readonly RawWebSocket _socket;

    private NatsViewer(RawWebSocket socket) => _socket = socket;

    public static async Task<NatsViewer> SubscribeAsync(IPEndPoint server, CancellationToken ct)
    {
        var viewer = new NatsViewer(await RawWebSocket.ConnectAsync(server, "/", "Origin: http://localhost\r\n", ct));
        await viewer._socket.SendAsync("CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB board 1\r\nPING\r\n"u8.ToArray(), ct);
        while ((await viewer._socket.ReceiveAsync(ct)).Span.IndexOf("PONG"u8) < 0)
        {
            // INFO
        }
        return viewer;
    }

    /// <summary>Hands over each frame; what is published here comes in one.</summary>
    public async Task ListenAsync(Action<ReadOnlyMemory<byte>> heard, CancellationToken ct)
    {
        try
        {
            while (await _socket.ReceiveAsync(ct) is { Length: > 0 } payload)
            {
                if (payload.Span.StartsWith("PING"u8)) await _socket.SendAsync("PONG\r\n"u8.ToArray(), ct);
                else heard(payload);
            }
        }
        catch (OperationCanceledException)
        {
            // over
        }
    }

    public void Dispose() => _socket.Dispose();
}
