using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Boards;

/// <summary>A screen: speaks SignalR's JSON protocol over a WebSocket of the in-memory server. Not thread-safe.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char Separator = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly WebSocket _socket;
    private readonly Queue<JsonElement> _messages = new();
    private readonly StringBuilder _partial = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _invocations;

    private HubClient(WebSocket socket) => _socket = socket;

    /// <param name="meanwhile">Done when the token has been read and the handshake hasn't been sent.</param>
    /// <param name="cookie">name=value</param>
    public static async Task<HubClient> ConnectAsync(TestServer server, string? token = null, Func<Task>? meanwhile = null, string? cookie = null)
    {
        var query = token is null ? "" : $"?access_token={Uri.EscapeDataString(token)}";
        var door = server.Http.CreateWebSocketClient();
        if (cookie is not null) door.ConfigureRequest = request => request.Headers.Cookie = cookie;
        var socket = await door.ConnectAsync(new Uri(server.Http.BaseAddress, $"/hubs/event{query}"), CancellationToken.None);
        var client = new HubClient(socket);
        if (meanwhile is not null) await meanwhile();
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.NextAsync();                                       // {}: the handshake's answer
        return client;
    }

    /// <returns>The answer's result.</returns>
    public async Task<JsonElement> InvokeAsync(string method, params object[] arguments)
    {
        var id = await CallAsync(1, method, arguments);
        while (true)
        {
            var message = await NextAsync();
            if (message.GetProperty("type").GetInt32() != 3 || message.GetProperty("invocationId").GetString() != id)
            {
                _messages.Enqueue(message);                             // a push that came before the answer: kept in order
                continue;
            }
            if (message.TryGetProperty("error", out var error)) throw new InvalidOperationException(error.GetString());
            return message.GetProperty("result");
        }
    }

    /// <summary>Starts a server stream; its items come from <see cref="ItemAsync"/>.</summary>
    public Task<string> StreamAsync(string method, params object[] arguments) => CallAsync(4, method, arguments);

    public async Task<JsonElement> ItemAsync(string stream) =>
        (await UntilAsync(message => TypeOf(message) == 2 && message.GetProperty("invocationId").GetString() == stream)).GetProperty("item");

    public Task CompletionAsync(string stream) => UntilAsync(message => TypeOf(message) == 3 && message.GetProperty("invocationId").GetString() == stream);

    /// <returns>The arguments of the next push to a client method; others before it are skipped.</returns>
    public async Task<JsonElement> PushAsync(string method) =>
        (await UntilAsync(message => TypeOf(message) == 1 && message.GetProperty("target").GetString() == method)).GetProperty("arguments");

    /// <returns>The methods that were pushed until one of this name was, it included.</returns>
    public async Task<IReadOnlyList<string?>> PushedUntilAsync(string method)
    {
        var pushed = new List<string?>();
        await UntilAsync(message =>
        {
            if (TypeOf(message) == 1) pushed.Add(message.GetProperty("target").GetString());
            return pushed.Count > 0 && pushed[^1] == method;
        });
        return pushed;
    }

    /// <summary>Returns when the server has ended the connection.</summary>
    public async Task EndAsync()
    {
        try
        {
            while (true) await NextAsync();
        }
        catch (Exception ended) when (ended is EndOfStreamException or WebSocketException or IOException or OperationCanceledException)
        {
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static int TypeOf(JsonElement message) => message.TryGetProperty("type", out var type) ? type.GetInt32() : 0;

    private async Task<string> CallAsync(int type, string method, object[] arguments)
    {
        var id = (++_invocations).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SendAsync(JsonSerializer.Serialize(new { type, invocationId = id, target = method, arguments }));
        return id;
    }

    private async Task<JsonElement> UntilAsync(Func<JsonElement, bool> wanted)
    {
        for (var kept = _messages.Count; kept > 0; kept--)
            if (_messages.Dequeue() is var message && wanted(message)) return message;
        while (true)
            if (await NextAsync() is var message && wanted(message)) return message;
    }

    private async Task<JsonElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var text = _partial.ToString();
            if (text.IndexOf(Separator, StringComparison.Ordinal) is var end and >= 0)
            {
                _partial.Remove(0, end + 1);
                var message = JsonDocument.Parse(text[..end]).RootElement;
                if (TypeOf(message) == 6) continue;                     // a ping doesn't make waiting longer
                return message;
            }
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(), patience.Token);
            if (received.MessageType is WebSocketMessageType.Close)
            {
                if (_socket.State is WebSocketState.CloseReceived) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);   // as a browser does
                throw new EndOfStreamException();
            }
            _partial.Append(Encoding.UTF8.GetString(_buffer, 0, received.Count));
        }
    }

    private Task SendAsync(string json) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(json + Separator), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
