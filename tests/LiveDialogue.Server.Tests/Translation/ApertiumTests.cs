using LiveDialogue.Mixer.Workers;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Translation;
using LiveDialogue.Server.Translation.Apertium;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Server.Tests.Translation;

/// <summary>With the Apertium that is installed.</summary>
public sealed class ApertiumTests : IAsyncDisposable
{
    private const string Modes = "/usr/share/apertium/modes";

    private readonly Starter _starter = new();
    private readonly FakeTime _time = new(TestServer.Start);
    private readonly ApertiumTranslator _apertium;

    public ApertiumTests() => _apertium = new(Modes, _starter, TimeSpan.FromSeconds(10), _time, NullLogger.Instance);

    public async ValueTask DisposeAsync() => await _apertium.DisposeAsync();

    [Fact]
    public async Task A_question_goes_from_English_over_Spanish_into_French()
    {
        var route = Routes.Find(await _apertium.PairsAsync(default), "en", "fr");
        Assert.Equal([new LanguagePair("en", "es"), new LanguagePair("es", "fr")], route);

        var spanish = await _apertium.TranslateAsync("The children drink clean water.", route![0], default);
        Assert.Equal("Los niños beben agua limpia.", spanish);
        Assert.Equal("Les enfants boivent de l'eau nette.", await _apertium.TranslateAsync(spanish, route[1], default));
    }

    [Fact]
    public async Task Texts_that_look_like_its_own_format_come_back_whole()
    {
        foreach (var text in (string[])["[] ^$ \\ /", "<b>Xyzzy</b>", "{}", "~Xyzzy~", "\\0", "كيف حالك", "👩‍👩‍👧 Xyzzy", new string('?', 280), "a\0b"])
        {
            var translated = await _apertium.TranslateAsync(text, new("en", "es"), default);
            Assert.True(translated.Length > 0, text);
            Assert.Equal("Agua.", await _apertium.TranslateAsync("Water.", new("en", "es"), default)); // nobody gets another's answer
        }
    }

    [Fact]
    public async Task Twenty_at_once_get_their_own_answers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(100, 20).Select(i => _apertium.TranslateAsync($"Water {i}.", new("en", "es"), default)));

        Assert.Equal(Enumerable.Range(100, 20).Select(i => $"Agua {i}."), answers);
        Assert.Equal(ApertiumMode.TryParse("eng-spa", await File.ReadAllTextAsync($"{Modes}/eng-spa.mode"))!.Programs.Count, _starter.Started.Count);
    }

    [Fact]
    public async Task A_killed_worker_is_started_again_with_the_next_text()
    {
        await _apertium.TranslateAsync("Water.", new("en", "es"), default);
        var killed = _starter.Started[3];
        killed.Kill();
        await killed.Exited;

        Assert.Equal("Agua.", await _apertium.TranslateAsync("Water.", new("en", "es"), default));
        await _starter.Started[0].Exited; // the rest of the broken pipe went with it
    }

    [Fact]
    public async Task A_worker_that_hangs_is_killed_after_its_time()
    {
        await using var apertium = new ApertiumTranslator(Modes, new Hanging(_starter), TimeSpan.FromSeconds(10), _time, NullLogger.Instance);
        _ = await apertium.PairsAsync(default);

        var answer = apertium.TranslateAsync("Water.", new("en", "es"), default);
        while (!answer.IsCompleted)
        {
            _time.Advance(NodaTime.Duration.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Contains("no answer in time", (await Assert.ThrowsAsync<TranslationFailedException>(() => answer)).Message, StringComparison.Ordinal);
        await Task.WhenAll(_starter.Started.Select(p => p.Exited));
    }

    [Fact]
    public async Task A_machine_without_Apertium_translates_nothing()
    {
        await using var none = new ApertiumTranslator("/nonexistent", new WorkerStarter(NullLogger.Instance), TimeSpan.FromSeconds(10), _time, NullLogger.Instance);

        Assert.Empty(await none.PairsAsync(default));
        await Assert.ThrowsAsync<TranslationFailedException>(() => none.TranslateAsync("Water.", new("en", "es"), default));
    }

    /// <summary>Starts real workers and remembers them.</summary>
    private sealed class Starter : IWorkerStarter
    {
        private readonly WorkerStarter _real = new(NullLogger.Instance);

        public List<IWorkerProcess> Started { get; } = [];

        public IWorkerProcess Start(WorkerCommand command)
        {
            var process = _real.Start(command);
            Started.Add(process);
            return process;
        }
    }

    /// <summary>In place of each program it starts one that reads and never answers.</summary>
    private sealed class Hanging(IWorkerStarter real) : IWorkerStarter
    {
        public IWorkerProcess Start(WorkerCommand command) => real.Start(command with { Program = "sleep", Arguments = ["1000"] });
    }
}
