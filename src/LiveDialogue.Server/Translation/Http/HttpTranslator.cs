using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveDialogue.Server.Translation.Http;

/// <summary>A service that speaks LibreTranslate's HTTP API (<c>/languages</c>, <c>/translate</c>): hosted by the institution, or bought.</summary>
/// <param name="http">Its base address is the service's, its timeout ours.</param>
internal sealed class HttpTranslator(HttpClient http, string? apiKey, TimeProvider time) : ITranslator
{
    private const int LongestAnswer = 64 << 10;
    private static readonly TimeSpan KeepPairs = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepSilence = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private IReadOnlyCollection<LanguagePair> _pairs = [];
    private long? _askedAt;

    public string Name => "libretranslate";

    public async Task<IReadOnlyCollection<LanguagePair>> PairsAsync(CancellationToken ct)
    {
        lock (_gate)
            if (_askedAt is { } at && time.GetElapsedTime(at) < (_pairs.Count > 0 ? KeepPairs : KeepSilence)) return _pairs;

        IReadOnlyCollection<LanguagePair> pairs = [];
        try
        {
            var languages = await SendAsync<Language[]>(new(HttpMethod.Get, "languages"), ct);
            pairs = [.. languages.SelectMany(from => (from.Targets ?? [.. languages.Select(l => l.Code)]).Where(to => to != from.Code).Select(to => new LanguagePair(from.Code, to)))];
        }
        catch (TranslationFailedException)
        {
            // asked again in a moment; until then there is nothing it could do
        }
        lock (_gate) (_pairs, _askedAt) = (pairs, time.GetTimestamp());
        return pairs;
    }

    public async Task<string> TranslateAsync(string text, LanguagePair pair, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "translate") { Content = JsonContent.Create(new Question(text, pair.From, pair.To, "text", apiKey)) };
        return (await SendAsync<Answer>(request, ct)).TranslatedText is { Length: > 0 } translated
            ? translated
            : throw new TranslationFailedException("The translation service answered without a text.");
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var sent = request;
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!answer.IsSuccessStatusCode) throw new TranslationFailedException($"The translation service answered {(int)answer.StatusCode}.");
            await answer.Content.LoadIntoBufferAsync(LongestAnswer, ct);
            return await answer.Content.ReadFromJsonAsync<T>(ct) ?? throw new TranslationFailedException("The translation service answered null.");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or NotSupportedException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new TranslationFailedException($"The translation service: {(failure is OperationCanceledException ? "no answer in time." : failure.GetType().Name)}", failure);
        }
    }

    private sealed record Question(
        [property: JsonPropertyName("q")] string Text, [property: JsonPropertyName("source")] string From, [property: JsonPropertyName("target")] string To,
        [property: JsonPropertyName("format")] string Format,
        [property: JsonPropertyName("api_key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ApiKey);

    private sealed record Answer([property: JsonPropertyName("translatedText")] string? TranslatedText);

    private sealed record Language([property: JsonPropertyName("code")] string Code, [property: JsonPropertyName("targets")] IReadOnlyList<string>? Targets);
}
