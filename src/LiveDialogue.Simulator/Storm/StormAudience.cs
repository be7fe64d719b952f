using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveDialogue.Simulator.Storm;

/// <summary>
/// The people who ask: each a device with a cookie of its own, behind one of many addresses, as a proxy in front of the server would say
/// (the server must name 127.0.0.1 among its Proxies). They ask again with the same id when an answer got lost, and later when told to.
/// </summary>
internal sealed class StormAudience(Uri server, string eventId) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<int, string> _cookies = new();
    private readonly ConcurrentDictionary<string, StormQuestion> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _sent = new(StringComparer.Ordinal);

    /// <summary>By id: what the server said it has.</summary>
    public IReadOnlyDictionary<string, StormQuestion> Acknowledged => _acknowledged;

    public Delays Stored { get; } = new();

    /// <summary>From the send to the moderators' screen.</summary>
    public Delays OnScreens { get; } = new();

    public int Refused => _refused;

    /// <summary>Answers that a correct server doesn't give.</summary>
    public ConcurrentQueue<string> Surprises { get; } = new();

    private int _refused;

    public async Task AskAsync(StormQuestion question, int times, CancellationToken ct)
    {
        _sent[question.Id] = TimeProvider.System.GetTimestamp();
        for (var time = 0; time < times; time++)
        {
            var since = TimeProvider.System.GetTimestamp();
            using var answer = await PostAsync(question, ct);
            if (answer is null)
            {
                if (!question.IsTooLarge) time--;        // lost on the way: the same again
                else return;
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, ct);
                continue;
            }
            switch (answer.StatusCode)
            {
                case HttpStatusCode.Created or HttpStatusCode.OK when !question.IsTooLarge:
                    if (_acknowledged.TryAdd(question.Id, question)) Stored.Add(TimeProvider.System.GetElapsedTime(since));
                    break;
                case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable:
                    await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), TimeProvider.System, ct);
                    time--;
                    break;
                case HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge:
                    Interlocked.Increment(ref _refused);
                    return;
                default:
                    Surprises.Enqueue($"asking was answered with {(int)answer.StatusCode}");
                    return;
            }
        }
    }

    /// <summary>A record of the moderators' hub.</summary>
    public void HeardByModerators(ReadOnlyMemory<byte> record)
    {
        if (record.Span.IndexOf("\"QuestionChanged\""u8) < 0) return;

        using var message = JsonDocument.Parse(record);
        var question = message.RootElement.GetProperty("arguments")[2];
        if (_sent.TryRemove(question.GetProperty("id").GetString()!, out var since)) OnScreens.Add(TimeProvider.System.GetElapsedTime(since));   // each has one
    }

    /// <returns>What the asker's own card says; null when it isn't there.</returns>
    public async Task<string?> CardStateAsync(StormQuestion question, CancellationToken ct)
    {
        using var request = RequestOf(HttpMethod.Get, $"/api/v1/events/{eventId}/questions/{question.Id}", question.Asker);
        using var answer = await _http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode) return null;
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("state").GetString();
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage?> PostAsync(StormQuestion question, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var request = RequestOf(HttpMethod.Post, $"/api/v1/events/{eventId}/questions", question.Asker);
            request.Content = JsonContent.Create(new { id = question.Id, text = question.Text, language = question.Language });
            var answer = await _http.SendAsync(request, patience.Token);
            if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
                foreach (var cookie in cookies) _cookies.TryAdd(question.Asker, cookie[..cookie.IndexOf(';', StringComparison.Ordinal)]);
            return answer;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private HttpRequestMessage RequestOf(HttpMethod method, string path, int asker)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Forwarded-For", $"10.{asker >> 16 & 255}.{asker >> 8 & 255}.{asker & 255}");
        if (_cookies.TryGetValue(asker, out var cookie)) request.Headers.Add("Cookie", cookie);
        return request;
    }
}
