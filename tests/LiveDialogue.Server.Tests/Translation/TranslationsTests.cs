using System.Collections.Concurrent;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Translation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Server.Tests.Translation;

public sealed class TranslationsTests : IDisposable
{
    private readonly TestServer _server = new();
    private readonly ScriptedTranslator _engine = new();
    private readonly TranslationStore _store;
    private readonly Translations _translations;

    public TranslationsTests()
    {
        _store = _server.Services.GetRequiredService<TranslationStore>();
        _translations = new(_engine, _store, NullLogger<Translations>.Instance);
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_text_is_translated_once_whoever_asks_for_it()
    {
        var live = await EventAsync();
        var hold = _engine.Hold();
        var asked = Enumerable.Range(0, 50).Select(_ => _translations.GetAsync(live, "Water?", "en", "fr", default)).ToArray();
        hold.SetResult();

        Assert.All(await Task.WhenAll(asked), text => Assert.Equal("fr(es(Water?))", text!.Text));
        Assert.Equal("es", Assert.Single((await _translations.GetAsync(live, "Water?", "en", "fr", default))!.Via));
        Assert.Equal(2, _engine.Asked.Count); // one for each step
    }

    [Fact]
    public async Task What_is_known_survives_a_restart()
    {
        var live = await EventAsync();
        await _translations.GetAsync(live, "Water?", "en", "es", default);
        _server.Restart();

        var again = new Translations(new NoTranslator(), _server.Services.GetRequiredService<TranslationStore>(), NullLogger<Translations>.Instance);
        Assert.Equal("es(Water?)", (await again.GetAsync(live, "Water?", "en", "es", default))!.Text);
    }

    [Fact]
    public async Task A_correction_wins_over_the_machine_and_is_remembered()
    {
        var live = await EventAsync();
        var hold = _engine.Hold();
        var asked = _translations.GetAsync(live, "Water?", "en", "es", default);
        await _server.Services.GetRequiredService<Db>().TransactionAsync(tx => _translations.CorrectAsync(tx, live, "Water?", "en", "es", "¿Y el agua?", "host"), default);
        hold.SetResult();

        Assert.Equal(("¿Y el agua?", false), ((await asked)!.Text, (await asked)!.ByMachine));
        await _store.SetGlossaryAsync(live, [new("Goma", new Dictionary<string, string>())], _ => true, default);
        Assert.Equal("¿Y el agua?", (await _translations.GetAsync(live, "Water?", "en", "es", default))!.Text);
        Assert.Equal("es(Water?)", (await _translations.GetAsync(await EventAsync(), "Water?", "en", "es", default))!.Text);
    }

    [Fact]
    public async Task A_dead_engine_loses_nothing()
    {
        var live = await EventAsync();
        _engine.IsDead = true;
        Assert.Null(await _translations.GetAsync(live, "Water?", "en", "es", default));

        _engine.IsDead = false;
        Assert.Equal("es(Water?)", (await _translations.GetAsync(live, "Water?", "en", "es", default))!.Text);
    }

    [Fact]
    public async Task Terms_of_the_glossary_stay_and_a_new_glossary_translates_anew()
    {
        var live = await EventAsync();
        Assert.Equal("es(Is Goma well?)", (await _translations.GetAsync(live, "Is Goma well?", "en", "es", default))!.Text);

        await _store.SetGlossaryAsync(live, [new("Goma", new Dictionary<string, string> { ["es"] = "Goma (RDC)" })], _ => true, default);
        Assert.Equal("es(Is Goma (RDC) well?)", (await _translations.GetAsync(live, "Is Goma well?", "en", "es", default))!.Text);
        Assert.Equal(["Is Goma well?", "Is Xqvzaa well?"], _engine.Asked);

        _engine.Swallows = "Xqvz";
        Assert.Equal("es(Was Goma well?)", (await _translations.GetAsync(live, "Was Goma well?", "en", "es", default))!.Text);
    }

    [Fact]
    public async Task What_has_no_words_is_the_same_everywhere()
    {
        Assert.Equal("~~~ 42 ??", (await _translations.GetAsync(await EventAsync(), "~~~ 42 ??", "en", "es", default))!.Text);
        Assert.Empty(_engine.Asked);
    }

    [Fact]
    public async Task Nobody_translates_between_languages_without_a_way()
    {
        var live = await EventAsync();

        Assert.Null(await _translations.GetAsync(live, "Maji?", "sw", "en", default));
        Assert.Empty(_engine.Asked);
    }

    private async Task<EventId> EventAsync() => (await _server.AddEventAsync()).Id;

    /// <summary>Says "es(text)"; knows en→es and es→fr.</summary>
    private sealed class ScriptedTranslator : ITranslator
    {
        private TaskCompletionSource? _hold;

        public ConcurrentQueue<string> Asked { get; } = [];

        public string Name => "scripted";

        public bool IsDead { get; set; }

        public string? Swallows { get; set; }

        public TaskCompletionSource Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyCollection<LanguagePair>> PairsAsync(CancellationToken ct) => Task.FromResult<IReadOnlyCollection<LanguagePair>>([new("en", "es"), new("es", "fr")]);

        public async Task<string> TranslateAsync(string text, LanguagePair pair, CancellationToken ct)
        {
            if (IsDead) throw new TranslationFailedException("dead");
            Asked.Enqueue(text);
            if (_hold is { } hold) await hold.Task;
            return $"{pair.To}({(Swallows is { } word ? text.Replace(word, "", StringComparison.OrdinalIgnoreCase) : text)})";
        }
    }
}
