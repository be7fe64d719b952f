using LiveDialogue.Server.Events;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Tests.Questions;
using NodaTime;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class FinishRecordingsTests : IDisposable
{
    private readonly TestServer _server = ProgramServer.New();

    [Fact]
    public async Task After_the_end_the_recording_is_made_with_a_chapter_per_answered_question()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        await RecordAsync(mixer);
        using var host = _server.Host();
        var id = await _server.QuestionInAsync(live.Slug, "What helps most?");
        foreach (var command in new[] { "approve", "take", "answer" })
        {
            (await host.CommandAsync(live.Slug, id, command)).EnsureSuccessStatusCode();
            _server.Time.Advance(Duration.FromSeconds(30));
        }

        (await host.PostAsync($"/api/v1/events/{live.Id}/end", null)).EnsureSuccessStatusCode();
        await ReadyAsync(live);

        var (folder, chapters) = Assert.Single(_server.Recordings.Finished);
        Assert.Equal((mixer.Options.Folder, true), (folder, mixer.IsDisposed));
        var chapter = Assert.Single(chapters);
        Assert.Equal(("What helps most?", id, Duration.FromSeconds(30)), (chapter.Title, chapter.Question, chapter.To - chapter.From));
    }

    [Fact]
    public async Task A_question_that_is_taken_back_after_the_end_is_no_chapter_any_more()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        await RecordAsync(mixer);
        using var host = _server.Host();
        var id = await _server.QuestionInAsync(live.Slug, "Where do I live?", "approve", "take", "answer");
        (await host.PostAsync($"/api/v1/events/{live.Id}/end", null)).EnsureSuccessStatusCode();
        await ReadyAsync(live);
        Assert.Single(Assert.Single(_server.Recordings.Finished).Chapters);

        (await host.CommandAsync(live.Slug, id, "to-risk")).EnsureSuccessStatusCode();

        await _server.Log.UntilAsync(line => line.Contains($"The recording of event {live.Id} is ready, with 0 chapters", StringComparison.Ordinal));
        Assert.Empty(_server.Recordings.Finished[^1].Chapters);
    }

    [Fact]
    public async Task A_recording_that_could_not_be_made_is_tried_again()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        await RecordAsync(mixer);
        _server.Recordings.Failure = new IOException("No space left");
        await _server.EndAsync(live);
        await _server.Log.UntilAsync(line => line.Contains("couldn't be finished", StringComparison.Ordinal));

        _server.Recordings.Failure = null;
        _server.Time.Advance(Duration.FromSeconds(15));

        await ReadyAsync(live);
        Assert.Single(_server.Recordings.Finished);
    }

    [Fact]
    public async Task A_restart_finishes_what_ended_before_it()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        await RecordAsync(mixer);
        _server.Recordings.Failure = new IOException("No space left");
        await _server.EndAsync(live);
        await _server.Log.UntilAsync(line => line.Contains("couldn't be finished", StringComparison.Ordinal));

        _server.Recordings.Failure = null;
        _server.Restart();
        _ = _server.Services;                                           // starts it

        await ReadyAsync(live);
        _server.Restart();
        _ = _server.Services;
        Assert.Single(_server.Recordings.Finished);                     // and not a second time
    }

    public void Dispose() => _server.Dispose();

    private Task ReadyAsync(LiveEvent live) =>
        _server.Log.UntilAsync(line => line.Contains($"The recording of event {live.Id} is ready", StringComparison.Ordinal));

    private static Task RecordAsync(RecordingMixer mixer) => File.WriteAllTextAsync(Path.Combine(mixer.Options.Folder, "rec-0001.mp4"), "");
}
