using System.Text.Json;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Finish;
using LiveDialogue.Mixer.Outputs.Hls;
using LiveDialogue.Mixer.Outputs.Recording;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace LiveDialogue.Mixer.Tests.Outputs;

public sealed class FinishedRecordingTests(ITestOutputHelper log) : IDisposable
{
    private static readonly string[] Names = ["v720", "v360", "v180", "audio", "radio"];

    private readonly TemporaryFolder _folder = new();
    private readonly FinishedRecording _finished = new("ffmpeg", NullLogger.Instance);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_a_crash_and_a_pause_the_parts_are_one_file_with_chapters_where_the_answers_are()
    {
        await WriteAsync(program => program.Between(0, 7), EncodedProgram.Epoch);                    // 6 s, from 14:00:01.250
        await WriteAsync(program => program.Units, EncodedProgram.Epoch.AddMinutes(10));             // 12 s, from 14:10:01.250
        CutOff("rec-0001.mp4", seed: 7);
        var firstPart = RecordedPart.Read(_folder["rec-0001.mp4"])!.Length.TotalSeconds;      // it has whole fragments: three quarters are left

        await _finished.FinishAsync(_folder.Path, "Voices",
        [
            Chapter(EncodedProgram.Epoch.AddSeconds(2), EncodedProgram.Epoch.AddSeconds(4), "Where is the vaccine = hope; #1 \\ everywhere?"),
            Chapter(EncodedProgram.Epoch.AddMinutes(5), EncodedProgram.Epoch.AddMinutes(10).AddSeconds(4), "Asked in the pause\nof two lines"),
            Chapter(EncodedProgram.Epoch.AddMinutes(10).AddSeconds(6), EncodedProgram.Epoch.AddMinutes(20), "Answered after the end"),
        ], CancellationToken.None);

        await Ffmpeg.AssertPlayableAsync(_folder["recording.mp4"]);
        var pictures = await Ffmpeg.PacketsAsync(_folder["recording.mp4"], "v:0");
        Assert.Equal(360 + (int)Math.Round(firstPart * 30), pictures.Count, 2d);
        var seconds = firstPart + 12;
        Assert.Equal(seconds, pictures[^1].End, 0.05);

        var probed = JsonDocument.Parse(await Ffmpeg.ProbeAsync("-show_chapters", "-of", "json", _folder["recording.mp4"])).RootElement.GetProperty("chapters").EnumerateArray()
            .Where(c => c.GetProperty("tags").GetProperty("title").GetString() != "Voices").ToList();
        Assert.Equal(["Where is the vaccine = hope; #1 \\ everywhere?", "Asked in the pause of two lines", "Answered after the end"], probed.Select(c => c.GetProperty("tags").GetProperty("title").GetString()));
        var chapters = JsonDocument.Parse(_folder.Read("chapters.json")).RootElement.EnumerateArray().ToList();
        double[] starts = [1, firstPart, firstPart + 5];
        for (var i = 0; i < 3; i++) Assert.Equal(starts[i], chapters[i].GetProperty("start").GetDouble(), 0.002);
        for (var i = 0; i < 3; i++) Assert.Equal(starts[i], double.Parse(probed[i].GetProperty("start_time").GetString()!, System.Globalization.CultureInfo.InvariantCulture), 0.05);
        Assert.Equal(1, chapters[0].GetProperty("playlistStart").GetDouble(), 0.001);
        Assert.Equal("q1", chapters[0].GetProperty("question").GetString());
        AssertIndexIsInFront(_folder.ReadBytes("recording.mp4"));
    }

    [Fact]
    public async Task The_lists_become_those_of_a_recording_that_has_ended_with_the_rates_it_has()
    {
        await WriteAsync(program => program.Units, EncodedProgram.Epoch);
        Assert.Equal(new RecordingState(IsRecorded: true, IsFinished: false, 0), RecordingState.Of(_folder.Path));
        await _finished.FinishAsync(_folder.Path, "Voices", [], CancellationToken.None);

        foreach (var name in Names)
        {
            var list = PlaylistRules.CheckMedia(_folder.Read($"{name}/full.m3u8"));
            Assert.Equal(("VOD", true, 6), (list.Type, list.Ended, list.Segments.Count));
            Assert.True(PlaylistRules.CheckMedia(_folder.Read($"{name}/live.m3u8")).Ended);
        }
        var master = PlaylistRules.CheckMaster(_folder.Read("main.m3u8"));
        Assert.Equal(["v360/full.m3u8", "v720/full.m3u8", "v180/full.m3u8", "radio/full.m3u8"], master.Variants.Select(variant => variant.Uri));
        Assert.Equal("audio/full.m3u8", Assert.Single(master.Renditions)["URI"]);
        var radio = Directory.GetFiles(_folder["radio"], "*.m4s").Sum(file => new FileInfo(file).Length) * 8 / 12.0;
        Assert.Equal(radio, double.Parse(master.Variants[3].Attributes["AVERAGE-BANDWIDTH"], System.Globalization.CultureInfo.InvariantCulture), radio * 0.01);
        await Ffmpeg.AssertPlayableAsync(_folder["main.m3u8"]);
        var state = RecordingState.Of(_folder.Path);
        Assert.True(state is { IsFinished: true, Bytes: > 1_000_000 });
    }

    [Fact]
    public async Task Finished_twice_it_is_the_same_and_an_event_that_goes_on_adds_to_it()
    {
        await WriteAsync(program => program.Between(0, 7), EncodedProgram.Epoch);
        await _finished.FinishAsync(_folder.Path, "Voices", [], CancellationToken.None);
        var (recording, list, master) = (_folder.ReadBytes("recording.mp4"), _folder.Read("v720/full.m3u8"), _folder.Read("main.m3u8"));
        await _finished.FinishAsync(_folder.Path, "Voices", [], CancellationToken.None);
        Assert.Equal(recording, _folder.ReadBytes("recording.mp4"));
        Assert.Equal((list, master), (_folder.Read("v720/full.m3u8"), _folder.Read("main.m3u8")));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), file => file.EndsWith(".part", StringComparison.Ordinal) || file.Contains("recording.", StringComparison.Ordinal) && !file.EndsWith(".mp4", StringComparison.Ordinal));

        await WriteAsync(program => program.Between(0, 5), EncodedProgram.Epoch.AddMinutes(1));
        Assert.Contains("v720/live.m3u8", _folder.Read("main.m3u8"));
        Assert.False(PlaylistRules.CheckMedia(_folder.Read("v720/live.m3u8")).Ended);
        await _finished.FinishAsync(_folder.Path, "Voices", [], CancellationToken.None);
        Assert.Equal(5, PlaylistRules.CheckMedia(_folder.Read("v720/full.m3u8")).Segments.Count);
        Assert.Equal(10, (await Ffmpeg.PacketsAsync(_folder["recording.mp4"], "v:0"))[^1].End, 0.05);
    }

    [Fact]
    public async Task Without_ffmpeg_the_parts_stay_and_it_is_not_finished()
    {
        await WriteAsync(program => program.Between(0, 4), EncodedProgram.Epoch);
        var withoutFfmpeg = new FinishedRecording("/nowhere/ffmpeg", NullLogger.Instance);

        await Assert.ThrowsAsync<InvalidOperationException>(() => withoutFfmpeg.FinishAsync(_folder.Path, "Voices", [], CancellationToken.None));

        Assert.Equal(new RecordingState(IsRecorded: true, IsFinished: false, 0), RecordingState.Of(_folder.Path));
        Assert.True(File.Exists(_folder["rec-0001.mp4"]));
    }

    [Fact]
    public async Task An_attempt_that_a_killed_server_left_behind_neither_disturbs_the_next_nor_stays()
    {
        await WriteAsync(program => program.Between(0, 4), EncodedProgram.Epoch);
        var names = new CommandLog();
        await Assert.ThrowsAsync<InvalidOperationException>(() => new FinishedRecording(names, "ffmpeg", NullLogger.Instance).FinishAsync(_folder.Path, "Voices", [], CancellationToken.None));
        var left = names.Results[^1];
        await using var orphan = File.Open(left, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        await orphan.WriteAsync(new byte[1000]);

        await _finished.FinishAsync(_folder.Path, "Voices", [], CancellationToken.None);
        await orphan.WriteAsync(new byte[1_000_000]);
        await orphan.FlushAsync();

        await Ffmpeg.AssertPlayableAsync(_folder["recording.mp4"]);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => new FinishedRecording(names, "ffmpeg", NullLogger.Instance).FinishAsync(_folder.Path, "Voices", [], CancellationToken.None));
        Assert.NotEqual(left, names.Results[^1]);
    }

    [Fact]
    public async Task A_segment_that_a_power_cut_took_is_left_out()
    {
        await WriteAsync(program => program.Units, EncodedProgram.Epoch);
        foreach (var name in Names) _folder.Write($"{name}/s000003.m4s", "");
        await _finished.FinishAsync(_folder.Path, "Voices", [], CancellationToken.None);

        var list = PlaylistRules.CheckMedia(_folder.Read("v360/full.m3u8"));
        Assert.Equal(5, list.Segments.Count);
        Assert.True(list.Segments[2].Discontinuity);
    }

    private static RecordingChapter Chapter(DateTimeOffset start, DateTimeOffset end, string title) => new(start, end, title, "q1");

    private static void AssertIndexIsInFront(byte[] file)
    {
        var (index, media) = (file.AsSpan().IndexOf("moov"u8), file.AsSpan().IndexOf("mdat"u8));
        Assert.InRange(index, 1, media);
    }

    /// <summary>As SIGKILL leaves it: somewhere within the last quarter.</summary>
    private void CutOff(string file, int seed)
    {
        var whole = _folder.ReadBytes(file);
        var length = (whole.Length * 3 / 4) + new SeededRandom(seed).Next(whole.Length / 4);
        log.WriteLine($"seed {seed}: {length} of {whole.Length} bytes");
        _folder.Write(file, whole[..length]);
    }

    private async Task WriteAsync(Func<RealProgram, IEnumerable<EncodedUnit>> choose, DateTimeOffset epoch)
    {
        var program = await EncodedProgram.GetAsync();
        var room = new DiskReserve(0, FreeSpace.Of);
        await using var hls = new HlsOutput(_folder.Path, room, NullLogger.Instance);
        await using var recording = new RecordingOutput(_folder.Path, room, NullLogger.Instance);
        await hls.WriteAsync(program.Headers with { Epoch = epoch }, choose(program));
        await recording.WriteAsync(program.Headers with { Epoch = epoch }, choose(program));
    }

    /// <summary>Starts nothing; remembers what each was to write.</summary>
    private sealed class CommandLog : IWorkerStarter
    {
        public List<string> Results { get; } = [];

        public IWorkerProcess Start(WorkerCommand command)
        {
            Results.Add(command.Arguments[^1]["file:".Length..]);
            throw new WorkerStartException("not today");
        }
    }
}
