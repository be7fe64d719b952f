using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Boards;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Translation;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions;

/// <summary>With a scripted engine in the whole server: what is translated for whom, when, and on which boards it stands.</summary>
public sealed class TranslateQuestionsTests : IDisposable
{
    private readonly ScriptedEngine _engine = new();
    private readonly TestServer _server;

    public TranslateQuestionsTests() => _server = TestServer.WithServices(services => services.AddSingleton<ITranslator>(_engine));

    public void Dispose()
    {
        _server.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public async Task A_new_question_is_said_to_moderators_in_their_language_and_to_nobody_else()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var moderator = await ScreenAsync(live, "fr", TestServer.HostToken);
        await using var viewer = await ScreenAsync(live, "fr");

        var id = await _server.QuestionInAsync(live.Slug, "When will the road be open again?");
        var text = (await moderator.PushAsync("TextChanged"))[2];
        Assert.Equal((id, "fr", "fr(When will the road be open again?)", true, "en", "scripted"), (text.Text("question"), text.Text("language"), text.Text("text"), text.GetProperty("machine").GetBoolean(), text.Text("from"), text.Text("engine")));
        Assert.InRange(text.GetProperty("confidence").GetDouble(), 0.7, 1);
        Assert.Empty((await BoardAsync(live, "fr")).EnumerateArray());

        using var host = _server.Host();
        (await host.CommandAsync(live.Slug, id, "approve")).EnsureSuccessStatusCode();
        Assert.Equal(["QuestionChanged", "TextChanged"], (await viewer.PushedUntilAsync("TextChanged")).Where(method => method != "Presence"));
        Assert.Equal(id, Assert.Single((await BoardAsync(live, "fr")).EnumerateArray()).Text("question"));

        (await host.CommandAsync(live.Slug, id, "reject")).EnsureSuccessStatusCode();
        var gone = (await viewer.PushAsync("TextChanged"))[2];
        Assert.False(gone.TryGetProperty("text", out _));
        Assert.Empty((await BoardAsync(live, "fr")).EnumerateArray());
    }

    [Fact]
    public async Task A_question_is_on_the_screens_at_once_while_the_engine_hangs_and_its_translation_follows_when_the_engine_is_back()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var moderator = await ScreenAsync(live, "fr", TestServer.HostToken);
        var hold = _engine.Hold();

        for (var i = 0; i < 10; i++) await _server.QuestionInAsync(live.Slug, $"When will the road number {i} be open again?", "approve");
        for (var i = 0; i < 20; i++) await moderator.PushAsync("QuestionChanged");
        Assert.Empty((await BoardAsync(live, "fr")).EnumerateArray());

        _engine.IsDead = true;
        hold.SetResult();
        await _engine.FailedAsync(2); // one way, two texts at once
        _engine.IsDead = false;
        await UntilAsync(async () =>
        {
            _server.Time.Advance(Duration.FromSeconds(1));
            return (await BoardAsync(live, "fr")).GetArrayLength() == 10;
        });
        for (var i = 0; i < 10; i++) Assert.StartsWith("fr(When will", (await moderator.PushAsync("TextChanged"))[2].Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_moderators_wait_for_most_comes_first()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var hold = _engine.Hold();
        await using var moderator = await ScreenAsync(live, "fr", TestServer.HostToken);
        await _server.QuestionInAsync(live.Slug, "The first and the second are on their way already, are they?");
        await _engine.AskedAsync(1);
        await _server.QuestionInAsync(live.Slug, "Is this the second one on its way?");
        await _engine.AskedAsync(2);
        await _server.QuestionInAsync(live.Slug, "Which of the new questions is the older one?");
        _server.Time.Advance(Duration.FromSeconds(1));
        await _server.QuestionInAsync(live.Slug, "Which of the new questions is the newer one?");
        await _server.QuestionInAsync(live.Slug, "Was this question approved by somebody?", "approve");
        await _server.QuestionInAsync(live.Slug, "Is this question on the air just now?", "approve", "take");
        await _server.QuestionInAsync(live.Slug, "Is everything before this one planned by now?");  // they are planned in turn: then the decisions before it are, too
        await WaitingAsync(5);

        hold.SetResult();
        await _engine.AskedAsync(7);
        var asked = _engine.Asked.Skip(2).ToArray(); // two at once, so neighbours may change places
        Assert.Contains("Is this question on the air just now?", asked[..2]);
        Assert.Contains("Which of the new questions is the older one?", asked[3..]);
    }

    [Fact]
    public async Task A_thousand_screens_cost_one_translation()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var screens = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => ScreenAsync(live, "fr")));
        await _server.QuestionInAsync(live.Slug, "When will the road be open again?", "approve");

        foreach (var screen in screens) Assert.Equal("fr(When will the road be open again?)", (await screen.PushAsync("TextChanged"))[2].Text("text"));
        Assert.Single(_engine.Asked);
        foreach (var screen in screens) await screen.DisposeAsync();
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        _engine.IsDead = true;
        var id = await _server.QuestionInAsync(live.Slug, "When will the road be open again?", "approve");
        await _engine.FailedAsync(1);

        _engine.IsDead = false;
        _server.Restart();
        await UntilAsync(async () => (await BoardAsync(live, "fr")).GetArrayLength() == 1);
        _server.Restart();
        Assert.Equal(id, Assert.Single((await BoardAsync(live, "fr")).EnumerateArray()).Text("question"));
        Assert.Single(_engine.Asked);
    }

    [Fact]
    public async Task A_language_that_somebody_begins_to_read_is_filled()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await _server.QuestionInAsync(live.Slug, "When will the road be open again?", "approve");
        await UntilAsync(async () => (await BoardAsync(live, "fr")).GetArrayLength() == 1);

        await using var viewer = await ScreenAsync(live, "es-BO");
        Assert.Equal(("texts.public.es", "es(When will the road be open again?)"), ((await viewer.PushAsync("TextChanged")) is var text ? text[0].GetString() : null, text[2].Text("text")));
    }

    [Fact]
    public async Task A_stranger_reads_the_languages_of_the_product_and_of_the_event()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var viewer = await HubClient.ConnectAsync(_server);

        Assert.Contains("texts.public.sw", BoardsOf(await viewer.InvokeAsync("JoinIn", live.Slug, "sw-CD")));
        Assert.DoesNotContain(BoardsOf(await viewer.InvokeAsync("JoinIn", live.Slug, "xx")), board => board.StartsWith("texts.", StringComparison.Ordinal));
        Assert.DoesNotContain(BoardsOf(await viewer.InvokeAsync("JoinIn", live.Slug, "'; DROP TABLE")), board => board.StartsWith("texts.", StringComparison.Ordinal));
        Assert.DoesNotContain(BoardsOf(await viewer.InvokeAsync("Join", live.Slug)), board => board.StartsWith("texts.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_s_words_win_and_are_remembered_for_the_same_question_of_somebody_else()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        using var host = _server.Host();
        var first = await _server.QuestionInAsync(live.Slug, "When will the road be open again?", "approve");
        await UntilAsync(async () => (await BoardAsync(live, "fr")).GetArrayLength() == 1);

        var corrected = await host.PutAsJsonAsync($"/api/v1/events/{live.Slug}/questions/{first}/texts/fr", new { text = "La route, c'est pour quand ?" }).JsonAsync(System.Net.HttpStatusCode.OK);
        Assert.Equal(("La route, c'est pour quand ?", false), (corrected.Text("text"), corrected.GetProperty("machine").GetBoolean()));
        Assert.False(corrected.TryGetProperty("engine", out _));

        await _server.QuestionInAsync(live.Slug, "When will the road be open again?", "approve");
        await UntilAsync(async () => (await BoardAsync(live, "fr")).GetArrayLength() == 2);
        Assert.All((await BoardAsync(live, "fr")).EnumerateArray(), text => Assert.Equal("La route, c'est pour quand ?", text.Text("text")));
        Assert.Single(_engine.Asked);

        await host.PutAsJsonAsync($"/api/v1/events/{live.Slug}/questions/{first}/texts/en", new { text = "The road?" }).ProblemAsync(System.Net.HttpStatusCode.UnprocessableEntity);
        await host.PutAsJsonAsync($"/api/v1/events/{live.Slug}/questions/{first}/texts/fr", new { text = " " }).ProblemAsync(System.Net.HttpStatusCode.UnprocessableEntity);
        await host.PutAsJsonAsync($"/api/v1/events/{live.Slug}/questions/{first}/texts/fr", new { answer = "Bientôt." }).ProblemAsync(System.Net.HttpStatusCode.Conflict);
        using var viewer = _server.Anonymous();
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await viewer.PutAsJsonAsync($"/api/v1/events/{live.Slug}/questions/{first}/texts/fr", new { text = "Non." })).StatusCode);
    }

    [Fact]
    public async Task A_moderator_s_word_about_the_language_translates_anew()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        using var host = _server.Host();
        await using var moderator = await ScreenAsync(live, "fr", TestServer.HostToken);
        var id = await _server.QuestionInAsync(live.Slug, "When will the road be open again?");
        await moderator.PushAsync("TextChanged");

        var fixedOne = await (await host.CommandAsync(live.Slug, id, "language", new { language = "es" })).JsonAsync();
        Assert.Equal(("es", 1.0), (fixedOne.Text("language"), fixedOne.GetProperty("detected").GetProperty("confidence").GetDouble()));
        Assert.False((await moderator.PushAsync("TextChanged"))[2].TryGetProperty("text", out _));
        Assert.Equal("es", (await moderator.PushAsync("TextChanged"))[2].Text("from"));
    }

    [Fact]
    public async Task A_written_answer_comes_in_the_reader_s_language_also_where_the_question_needs_no_translation()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var viewer = await ScreenAsync(live, "fr");
        using var asker = _server.Anonymous();
        using var host = _server.Host();
        var id = _server.NewId();
        (await asker.PostAsJsonAsync($"/api/v1/events/{live.Slug}/questions", new { id, text = "Quand est-ce que la route sera ouverte ?", language = "fr" })).EnsureSuccessStatusCode();
        (await host.CommandAsync(live.Slug, id, "approve")).EnsureSuccessStatusCode();
        (await host.CommandAsync(live.Slug, id, "answer", new { text = "It will be open next week, we hope." })).EnsureSuccessStatusCode();

        var text = (await viewer.PushAsync("TextChanged"))[2];
        Assert.Equal(("fr(It will be open next week, we hope.)", "en", true), (text.Text("answer"), text.Text("answerFrom"), text.GetProperty("answerMachine").GetBoolean()));
        Assert.False(text.TryGetProperty("text", out _));

        (await host.CommandAsync(live.Slug, id, "restore")).EnsureSuccessStatusCode();
        Assert.False((await viewer.PushAsync("TextChanged"))[2].TryGetProperty("answer", out _));
    }

    [Fact]
    public async Task Another_glossary_says_anew_what_holds_its_terms()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await _server.QuestionInAsync(live.Slug, "When will the road to Goma be open again?", "approve");
        await _server.QuestionInAsync(live.Slug, "When will the school be open again?", "approve");
        await UntilAsync(async () => (await BoardAsync(live, "fr")).GetArrayLength() == 2);
        await using var viewer = await ScreenAsync(live, "fr");

        var kept = await _server.Services.GetRequiredService<Translations>().SetGlossaryAsync(live.Id, [new("Goma", new Dictionary<string, string> { ["fr"] = "Goma (RDC)" })], _ => true, default);
        Assert.True(kept);
        var text = (await viewer.PushAsync("TextChanged"))[2];
        Assert.Equal(("fr(When will the road to Goma (RDC) be open again?)", "Goma"), (text.Text("text"), text.GetProperty("glossaryTerms")[0].GetString()));
        Assert.Equal(3, _engine.Asked.Count);
    }

    [Fact]
    public async Task No_text_board_has_a_gap_or_carries_what_is_not_public()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var moderator = await ScreenAsync(live, "fr", TestServer.HostToken);
        using var host = _server.Host();
        var random = new Random(Seed: 11);
        var decisions = Enumerable.Range(0, 30).Select(_ => random.Next(5)).ToArray();
        await Task.WhenAll(decisions.Select(async (count, i) =>
        {
            var id = _server.NewId();
            await host.AskAsync(live.Slug, id, $"Is this the question number {i} of many?");
            foreach (var command in new[] { "approve", "shortlist", "take", "restore" }.Take(count)) await host.CommandAsync(live.Slug, id, command);
        }));
        await UntilAsync(async () => (await host.GetFromJsonAsync<JsonElement>($"/api/v1/events/{live.Slug}/texts/fr")).GetProperty("texts").GetArrayLength() == decisions.Length);

        foreach (var board in new[] { "public", "speaker", "moderation" })
        {
            var changes = await _server.Services.GetRequiredService<IChangeFeed>().ReadSinceAsync(live.Id, $"texts.{board}.fr", 0, default);
            Assert.Equal(Enumerable.Range(1, changes.Count).Select(version => (long)version), changes.Select(change => change.Version));
            var shown = new HashSet<string>();
            foreach (var view in changes.Select(change => JsonDocument.Parse(change.Payload).RootElement))
                if (view.TryGetProperty("text", out _)) shown.Add(view.Text("question"));
                else shown.Remove(view.Text("question"));
            var questions = (await host.BoardAsync(live.Slug, $"?board=questions.{board}")).GetProperty("questions").EnumerateArray().Select(q => q.Text("id"));
            Assert.Equal(questions.Order(), shown.Order());
        }
    }

    [Fact]
    public async Task Who_is_ready_says_what_is_translated()
    {
        using var viewer = _server.Anonymous();
        await UntilAsync(async () => (await viewer.GetStringAsync("/health/ready")).Contains("scripted: en→es en→fr es→en es→fr", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_without_script_shows_the_readers_language_and_the_original_behind_it()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await _server.QuestionInAsync(live.Slug, "When will the road be open again?", "approve");
        await UntilAsync(async () => (await BoardAsync(live, "fr")).GetArrayLength() == 1);
        using var viewer = _server.Anonymous();

        var french = System.Net.WebUtility.HtmlDecode(await viewer.GetStringAsync($"/e/{live.Slug}?lang=fr"));
        Assert.Contains("""<p class="question-text" dir="auto" lang="fr">fr(When will the road be open again?)</p>""", french, StringComparison.Ordinal);
        Assert.Contains("""<summary>traduction automatique · English</summary>""", french, StringComparison.Ordinal);
        Assert.Contains("""<p class="original" dir="auto" lang="en">When will the road be open again?</p>""", french, StringComparison.Ordinal);
        var arabic = await viewer.GetStringAsync($"/e/{live.Slug}?lang=ar");
        Assert.Contains("""<p class="question-text" dir="auto" lang="en">When will the road be open again?</p>""", arabic, StringComparison.Ordinal);
        Assert.Contains("written-in", arabic, StringComparison.Ordinal);
        Assert.DoesNotContain("written-in", await viewer.GetStringAsync($"/e/{live.Slug}?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_glossary_is_edited_whole_and_no_edit_undoes_another()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        using var host = _server.Host();
        var path = $"/api/v1/events/{live.Slug}/glossary";
        using var empty = await host.GetAsync(path);
        var etag = empty.Headers.ETag!.Tag;
        object body = new { terms = new[] { new { term = "Goma", words = new[] { new { language = "fr", text = "Goma (RDC)" } } } } };

        await host.PutAsJsonAsync(path, body).ProblemAsync((System.Net.HttpStatusCode)428);
        Assert.Equal("Goma", (await PutAsync(body, etag).JsonAsync(System.Net.HttpStatusCode.OK)).GetProperty("terms")[0].Text("term"));
        await PutAsync(body, etag).ProblemAsync(System.Net.HttpStatusCode.PreconditionFailed);
        await PutAsync(new { terms = new[] { new { term = "a" }, new { term = "A" } } }, "*").ProblemAsync(System.Net.HttpStatusCode.UnprocessableEntity);
        await PutAsync(new { terms = new[] { new { term = new string('x', 61) } } }, "*").ProblemAsync(System.Net.HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Goma (RDC)", (await host.GetFromJsonAsync<JsonElement>(path)).GetProperty("terms")[0].GetProperty("words")[0].Text("text"));
        using var viewer = _server.Anonymous();
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await viewer.GetAsync(path)).StatusCode);

        Task<HttpResponseMessage> PutAsync(object content, string ifMatch)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(content) };
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            return host.SendAsync(request);
        }
    }

    private async Task<HubClient> ScreenAsync(LiveEvent live, string language, string? token = null)
    {
        var screen = await HubClient.ConnectAsync(_server, token);
        await screen.InvokeAsync("JoinIn", live.Slug, language);
        return screen;
    }

    private async Task<JsonElement> BoardAsync(LiveEvent live, string language)
    {
        using var viewer = _server.Anonymous();
        return (await viewer.GetFromJsonAsync<JsonElement>($"/api/v1/events/{live.Slug}/texts/{language}")).GetProperty("texts");
    }

    private static string[] BoardsOf(JsonElement joined) => [.. joined.GetProperty("boards").EnumerateArray().Select(board => board.Text("board"))];

    private Task WaitingAsync(int texts) => UntilAsync(async () =>
    {
        using var host = _server.Host();
        var metrics = await host.GetStringAsync("/metrics");
        return metrics.Contains($"\nlivedialogue_texts_waiting {texts}\n", StringComparison.Ordinal);
    });

    // The server works beside us in real time: asked again until it is so.
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Says "fr(text)"; knows English, Spanish and French.</summary>
    private sealed class ScriptedEngine : ITranslator, IDisposable
    {
        private readonly SemaphoreSlim _askedOnce = new(0);
        private readonly SemaphoreSlim _failedOnce = new(0);
        private TaskCompletionSource? _hold;

        public ConcurrentQueue<string> Asked { get; } = [];

        public string Name => "scripted";

        public bool IsDead { get; set; }

        public void Dispose()
        {
            _askedOnce.Dispose();
            _failedOnce.Dispose();
        }

        public TaskCompletionSource Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task AskedAsync(int times)
        {
            while (Asked.Count < times) Assert.True(await _askedOnce.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        public async Task FailedAsync(int times)
        {
            for (var i = 0; i < times; i++) Assert.True(await _failedOnce.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        public Task<IReadOnlyCollection<LanguagePair>> PairsAsync(CancellationToken ct) =>
            Task.FromResult<IReadOnlyCollection<LanguagePair>>([new("en", "es"), new("en", "fr"), new("es", "en"), new("es", "fr")]);

        public async Task<string> TranslateAsync(string text, LanguagePair pair, CancellationToken ct)
        {
            if (_hold is { } hold)
            {
                Asked.Enqueue(text);
                _askedOnce.Release();
                await hold.Task;
            }
            if (IsDead)
            {
                _failedOnce.Release();
                throw new TranslationFailedException("dead");
            }
            if (_hold is null)
            {
                Asked.Enqueue(text);
                _askedOnce.Release();
            }
            return $"{pair.To}({text})";
        }
    }
}
