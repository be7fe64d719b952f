using LiveDialogue.Mixer.Workers;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Tests.Boards;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Translation;
using LiveDialogue.Server.Translation.Apertium;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Questions;

/// <summary>With the Apertium that is installed, in the running server.</summary>
public sealed class TranslateWithApertiumTests : IAsyncDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly Starter _starter = new();
    private readonly ApertiumTranslator _apertium;
    private readonly TestServer _server;

    public TranslateWithApertiumTests(ITestOutputHelper output)
    {
        _output = output;
        _apertium = new("/usr/share/apertium/modes", _starter, TimeSpan.FromSeconds(10), TimeProvider.System, NullLogger.Instance);
        _server = TestServer.WithServices(services => services.AddSingleton<ITranslator>(_ => _apertium));
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _apertium.DisposeAsync();
    }

    [Fact]
    public async Task A_question_in_English_is_read_in_French_over_Spanish_and_follows_when_a_killed_engine_is_back()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var screen = await HubClient.ConnectAsync(_server, TestServer.HostToken);
        await screen.InvokeAsync("JoinIn", live.Slug, "fr");

        Assert.Equal("Les enfants boivent de l'eau nette.", await AskAsync("The children drink clean water.", "the first, its programs being started"));
        Assert.Contains("boivent de l'eau", await AskAsync("The women drink clean water.", "the second"), StringComparison.Ordinal);

        foreach (var process in _starter.Started.ToArray()) process.Kill();
        Assert.Contains("boivent de l'eau", await AskAsync("The doctors drink clean water.", "after all of the engine's programs were killed"), StringComparison.Ordinal);

        async Task<string> AskAsync(string question, string which)
        {
            var asked = TimeProvider.System.GetTimestamp();
            var id = await _server.QuestionInAsync(live.Slug, question);
            var stored = TimeProvider.System.GetElapsedTime(asked);
            Assert.Equal(question, (await screen.PushAsync("QuestionChanged"))[2].Text("text"));
            var seen = TimeProvider.System.GetElapsedTime(asked);
            var pushed = screen.PushAsync("TextChanged");
            while (!pushed.IsCompleted)
            {
                _server.Time.Advance(Duration.FromSeconds(1)); // an engine that died rests first
                await Task.WhenAny(pushed, _server.Http.CreateClient().GetAsync("/health/live"));
            }
            var text = (await pushed)[2];
            _output.WriteLine($"{which}: stored after {stored.TotalMilliseconds:F0} ms, original on the screen after {seen.TotalMilliseconds:F0} ms, translation after {TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds:F0} ms");
            Assert.Equal((id, "en", "es", "apertium"), (text.Text("question"), text.Text("from"), text.GetProperty("via")[0].GetString(), text.Text("engine")));
            return text.Text("text");
        }
    }

    /// <summary>Starts real workers and remembers them.</summary>
    private sealed class Starter : IWorkerStarter
    {
        private readonly WorkerStarter _real = new(NullLogger.Instance);
        private readonly Lock _gate = new();
        private readonly List<IWorkerProcess> _started = [];

        public IReadOnlyList<IWorkerProcess> Started
        {
            get
            {
                lock (_gate) return [.. _started];
            }
        }

        public IWorkerProcess Start(WorkerCommand command)
        {
            var process = _real.Start(command);
            lock (_gate) _started.Add(process);
            return process;
        }
    }
}
