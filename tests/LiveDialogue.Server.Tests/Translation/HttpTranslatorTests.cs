using System.Net;
using System.Text;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Translation;
using LiveDialogue.Server.Translation.Http;

namespace LiveDialogue.Server.Tests.Translation;

public sealed class HttpTranslatorTests : IDisposable
{
    private const string Languages = """[{"code":"en","name":"English","targets":["en","fr"]},{"code":"fr","name":"French","targets":["en","fr"]}]""";

    private readonly Service _service = new();
    private readonly FakeTime _time = new(TestServer.Start);
    private readonly HttpClient _http;
    private readonly HttpTranslator _translator;

    public HttpTranslatorTests()
    {
        _http = new(_service) { BaseAddress = new("http://translator.test/") };
        _translator = new(_http, "key", _time);
    }

    public void Dispose()
    {
        _http.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task It_speaks_the_api_of_LibreTranslate()
    {
        _service.Answers["/languages"] = (200, Languages);
        _service.Answers["/translate"] = (200, """{"translatedText":"De l'eau ?"}""");

        Assert.Equal([new LanguagePair("en", "fr"), new LanguagePair("fr", "en")], await _translator.PairsAsync(default));
        Assert.Equal("De l'eau ?", await _translator.TranslateAsync("Water?", new("en", "fr"), default));
        Assert.Equal("""{"q":"Water?","source":"en","target":"fr","format":"text","api_key":"key"}""", _service.LastBody);
    }

    [Theory]
    [InlineData(429, "")]
    [InlineData(500, "boom")]
    [InlineData(302, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "null")]
    [InlineData(200, """{"translatedText":7}""")]
    public async Task Whatever_it_says_wrong_is_no_translation(int status, string body)
    {
        _service.Answers["/translate"] = (status, body);

        await Assert.ThrowsAsync<TranslationFailedException>(() => _translator.TranslateAsync("Water?", new("en", "fr"), default));
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        _service.Answers["/translate"] = (200, $$"""{"translatedText":"{{new string('a', 100_000)}}"}""");

        await Assert.ThrowsAsync<TranslationFailedException>(() => _translator.TranslateAsync("Water?", new("en", "fr"), default));
    }

    [Fact]
    public async Task A_service_that_is_away_is_asked_again_a_little_later()
    {
        Assert.Empty(await _translator.PairsAsync(default));
        _service.Answers["/languages"] = (200, Languages);
        Assert.Empty(await _translator.PairsAsync(default));
        Assert.Equal(1, _service.Requests);

        _time.Advance(NodaTime.Duration.FromSeconds(16));
        Assert.Equal(2, (await _translator.PairsAsync(default)).Count);
    }

    /// <summary>Answers by path; nothing set: the connection is refused.</summary>
    private sealed class Service : HttpMessageHandler
    {
        public Dictionary<string, (int Status, string Body)> Answers { get; } = [];

        public string? LastBody { get; private set; }

        public int Requests { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            LastBody = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
            if (!Answers.TryGetValue(request.RequestUri!.AbsolutePath, out var answer)) throw new HttpRequestException("refused");
            return new((HttpStatusCode)answer.Status) { Content = new StringContent(answer.Body, Encoding.UTF8, "application/json") };
        }
    }
}
