using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveDialogue.Simulator.Bench;

/// <summary>Janus's HTTP API: requests are answered at once, what comes of them is fetched by a long poll.</summary>
internal sealed class JanusApi(Uri root) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = root, Timeout = TimeSpan.FromSeconds(60) };

    internal async Task<JanusSession> CreateAsync(CancellationToken ct)
    {
        var created = await PostAsync("", new { janus = "create", transaction = "create" }, ct);
        return new(this, created.GetProperty("data").GetProperty("id").GetInt64());
    }

    internal async Task<JsonElement> PostAsync(string path, object body, CancellationToken ct)
    {
        using var response = await _http.PostAsJsonAsync(path, body, ct);
        return await ReadAsync(response, ct);
    }

    internal async Task<JsonElement> PollAsync(long session, CancellationToken ct)
    {
        using var response = await _http.GetAsync(new Uri($"{session}?maxev=20", UriKind.Relative), ct);
        return await ReadAsync(response, ct);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        response.EnsureSuccessStatusCode();
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), default, ct);
        return document.RootElement.Clone();
    }
}

/// <summary>A description sent along with a request.</summary>
internal sealed record JanusDescription(string Type, string Sdp);

/// <summary>What came of a request.</summary>
/// <param name="Sdp">Null where Janus sent none.</param>
internal sealed record JanusEvent(string Text, string? Sdp);

/// <summary>One session with any number of handles, each a peer connection.</summary>
internal sealed class JanusSession : IAsyncDisposable
{
    private readonly JanusApi _api;
    private readonly long _id;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JanusEvent>> _asked = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _polling;
    private int _transactions;

    internal JanusSession(JanusApi api, long id)
    {
        (_api, _id) = (api, id);
        _polling = PollAsync();
    }

    internal async Task<long> AttachAsync(CancellationToken ct)
    {
        var attached = await _api.PostAsync($"{_id}", new { janus = "attach", plugin = "janus.plugin.videoroom", transaction = Next() }, ct);
        return attached.GetProperty("data").GetProperty("id").GetInt64();
    }

    /// <summary>Asks the plugin, and waits for what comes of it.</summary>
    internal async Task<JanusEvent> AskAsync(long handle, object body, JanusDescription? description, CancellationToken ct)
    {
        var transaction = Next();
        var happened = new TaskCompletionSource<JanusEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[transaction] = happened;
        object request = description is null
            ? new { janus = "message", transaction, body }
            : new { janus = "message", transaction, body, jsep = new { type = description.Type, sdp = description.Sdp } };
        var answered = await _api.PostAsync($"{_id}/{handle}", request, ct);
        if (answered.GetProperty("janus").GetString() != "ack") Complete(answered);
        return await happened.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _polling;
        await _api.PostAsync($"{_id}", new { janus = "destroy", transaction = Next() }, CancellationToken.None);
        _over.Dispose();
    }

    private async Task PollAsync()
    {
        try
        {
            while (!_over.IsCancellationRequested)
            {
                var events = await _api.PollAsync(_id, _over.Token);
                foreach (var happened in events.ValueKind == JsonValueKind.Array ? events.EnumerateArray().ToList() : [events]) Complete(happened);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or HttpRequestException)
        {
            foreach (var waiting in _asked.Values) waiting.TrySetCanceled(CancellationToken.None);
        }
    }

    private void Complete(JsonElement happened)
    {
        if (!happened.TryGetProperty("transaction", out var transaction) || !_asked.TryRemove(transaction.GetString() ?? "", out var waiting)) return;
        var sdp = happened.TryGetProperty("jsep", out var jsep) ? jsep.GetProperty("sdp").GetString() : null;
        waiting.TrySetResult(new(happened.GetRawText(), sdp));
    }

    private string Next() => $"t{Interlocked.Increment(ref _transactions)}";
}
