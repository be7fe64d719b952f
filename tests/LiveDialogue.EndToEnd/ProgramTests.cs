using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>The mixed program, from four offices' cameras to everybody who watches it, each by another way.</summary>
public sealed class ProgramTests(ITestOutputHelper output) : ProgramScene(output)
{
    [Fact]
    public async Task Four_offices_are_one_program_by_webrtc_and_by_hls()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var speakers = await PutOnAirAsync(live, Offices);
        await live.ProgramAsync("take", new { kind = "grid", speakers = speakers.Select(s => s.Id) });
        var audience = await Browsers.LaunchAsync();
        var hlsPage = People.HlsViewerAsync(audience, live);

        // One picture with all four, by WebRTC.
        var (viewer, firstFrame) = await People.ViewerAsync(audience, live, width: 1280, height: 800);
        Say($"first frame of the program {firstFrame:0} ms after the click");
        await viewer.SeesAndHearsAsync("the viewer");
        await SeesAllAsync("the viewer", viewer.Locator("video").First, live, speakers);
        var tile = await TileAsync(live, speakers[0]);
        var byWhep = await viewer.Locator("video").First.AgesAsync("the viewer", 40, tile);
        Say($"speaker to WHEP viewer, camera to screen: {byWhep}");
        Assert.Equal(1, await viewer.Locator("video:visible").CountAsync());
        await viewer.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", "program-en-1280.png") });

        // The same by HLS, further behind, in three sizes.
        var hls = await hlsPage;
        await hls.Locator(".playing[data-way=hls]").WaitForAsync();
        await SeesAllAsync("the HLS viewer", hls.Locator("video").First, live, speakers);
        var byHls = await hls.Locator("video").First.AgesAsync("the HLS viewer", 20, tile);
        Say($"speaker to HLS viewer, camera to screen: {byHls}");
        Say(FormattableString.Invariant($"figure: program.delay-whep {byWhep.Median.TotalMilliseconds:0} ms"));
        Say(FormattableString.Invariant($"figure: program.delay-hls {byHls.Median.TotalSeconds:0.0} s"));
        await RenditionsAreSoundAsync(live);
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("program.txt"), Figures);
    }

    [Fact]
    public async Task After_the_end_the_program_is_a_recording_with_a_chapter_for_each_answer()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        await PutOnAirAsync(live, Offices[..2]);
        await live.ProgramIsAsync("is recorded", p => Output(p, "recording") == "running" && Output(p, "hls") == "running");
        var question = await live.TakeQuestionAsync("How many children were reached in your villages?");
        await live.ProgramIsAsync("shows the card", p => p.TryGetProperty("card", out _));
        await live.QuestionAsync(question, "answer", new { text = "Two hundred, this morning alone." });
        await live.ProgramIsAsync("shows no card", p => !p.TryGetProperty("card", out _));

        await live.EndAsync();

        await RecordingIsWholeAsync(live);
        Assert.All(await MediaListsAsync(live), list => Assert.Contains("#EXT-X-ENDLIST", list, StringComparison.Ordinal));
        await RenditionsAreSoundAsync(live);
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("program-recording.txt"), Figures);
    }

    [Fact]
    public async Task The_program_is_pushed_by_rtmp_to_a_listener_that_writes_it_down()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        await PutOnAirAsync(live, Offices[..1]);
        var platform = $"rtmp://127.0.0.1:{Ports.Free()}/";
        using var listener = new RtmpListener($"{platform}live/key", RepositoryRoot.Artifacts("media", "pushed.flv"));

        await live.ProgramAsync("pushes", new { id = "local", name = "A local listener", url = $"{platform}live/key" });
        await live.ProgramIsAsync("is pushed", p => Output(p, "push") == "running");
        Assert.Contains(Workers.Of(Server.ProcessId), worker => worker.Command.Trim().EndsWith($" {platform}", StringComparison.Ordinal));    // without application and key
        await listener.HasWrittenAsync(300_000, reason => Say($"the listener ended: {reason}"));
        using (await Server.Host.DeleteAsync($"/api/v1/events/{live.Id}/program/pushes/local"))
            await listener.EndedAsync();

        await IsPlayableAsync(listener.File, 1280, 720);
        Assert.DoesNotContain("live/key", Server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_goes_on_when_its_workers_die_and_is_silent_at_the_kill_switch()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var speakers = await PutOnAirAsync(live, Offices[..2]);
        var (viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(), live, width: 1280, height: 800);
        var video = viewer.Locator("video").First;
        await viewer.SeesAndHearsAsync("the viewer");
        await SeesAllAsync("the viewer", video, live, speakers);

        // Decoders and the encoder die: who watches goes on watching, and everybody's picture comes back.
        foreach (var purpose in (string[])["ivf", "matroska"])
        {
            var doomed = Workers.Of(Server.ProcessId).Where(w => IsWorker(w.Command, purpose)).Select(w => w.Id).ToArray();
            Assert.NotEmpty(doomed);
            foreach (var id in doomed) Process.GetProcessById(id).Kill();
            var since = TimeProvider.System.GetTimestamp();
            await viewer.SeesAndHearsAsync($"the viewer, with {purpose} killed", frames: 30);
            await SeesAllAsync($"the viewer, with {purpose} killed,", video, live, speakers);
            Say($"every picture back {TimeProvider.System.GetElapsedTime(since).TotalSeconds:0.0} s after the {(purpose == "ivf" ? "decoders" : "encoder")} died");
            Assert.Empty(Workers.Of(Server.ProcessId).Select(w => w.Id).Intersect(doomed));
        }
        await live.ProgramIsAsync("has an encoder", p => p.GetProperty("trouble").GetString() is "none" or "rate-lowered" && p.GetProperty("phase").GetString() == "running");

        // The kill switch: neither picture nor sound of anybody, though they still send.
        var tile = await TileAsync(live, speakers[0]);
        var gone = video.ClockGoneAsync(tile);
        var pressed = TimeProvider.System.GetUtcNow();
        await live.ProgramAsync("slate", new { });
        var answered = TimeProvider.System.GetUtcNow() - pressed;
        await viewer.Locator(".playing[data-covered]").WaitForAsync();
        Say($"nobody on the screen {(await gone - pressed).TotalMilliseconds:0} ms after the kill switch, which was answered after {answered.TotalMilliseconds:0} ms");
        await Eventually.HoldsAsync("the viewer sees nobody", async () => await SeenAsync(video, live, speakers) == 0);
        await Eventually.HoldsAsync("the viewer hears nobody", async () =>
        {
            var before = await viewer.ReceivedAsync();
            await Eventually.HoldsAsync("more pictures come", async () => (await viewer.ReceivedAsync()).Frames >= before.Frames + 15);
            return (await viewer.ReceivedAsync()).AudioEnergy - before.AudioEnergy < 0.000_01;
        });
        Assert.Equal(0, await SeenAsync(video, live, speakers));

        await live.ProgramAsync("resume", new { });
        await viewer.Locator(".playing:not([data-covered])").WaitForAsync();
        await SeesAllAsync("the viewer after the slate", video, live, speakers);
        await viewer.SeesAndHearsAsync("the viewer after the slate");
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("program-workers.txt"), Figures);
    }

    private static bool IsWorker(string command, string format) =>
        command.Contains("ffmpeg", StringComparison.Ordinal) && command.Contains($" {format} ", StringComparison.Ordinal);

    private async Task RenditionsAreSoundAsync(EventDriver live)
    {
        var heights = new List<int>();
        foreach (var variant in await VariantsAsync(live))
        {
            using var probed = JsonDocument.Parse(await Tool.OutputAsync("ffprobe", "-v", "error", "-show_streams", "-of", "json", $"{Server.Url}/live/{live.Slug}/{variant}"));
            foreach (var stream in probed.RootElement.GetProperty("streams").EnumerateArray())
                if (stream.GetProperty("codec_type").GetString() == "video") heights.Add(stream.GetProperty("height").GetInt32());
        }
        Assert.Equal([180, 360, 720], heights.Distinct().Order());
    }

    private async Task RecordingIsWholeAsync(EventDriver live)
    {
        var file = await RecordingAsync(live, "recording.mp4");

        using var probed = JsonDocument.Parse(await Tool.OutputAsync("ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json", file));
        var chapters = probed.RootElement.GetProperty("chapters").EnumerateArray().Select(c => c.GetProperty("tags").GetProperty("title").GetString()).ToArray();
        Assert.Contains(chapters, title => title!.StartsWith("How many children", StringComparison.Ordinal));
        using var listed = JsonDocument.Parse(await TextAsync(live, "chapters.json"));
        Assert.Single(listed.RootElement.EnumerateArray());

        var offices = Offices[..2];
        var tones = await Tones.MeasureAsync(file, 600, [.. offices.Select(o => o.Hertz), 1500]);
        Say($"tones in the recording: {string.Join(", ", offices.Zip(tones, (office, tone) => FormattableString.Invariant($"{office.Hertz} Hz {tone:0.000}")))}; beside them {tones[^1]:0.000}");
        Assert.All(tones.SkipLast(1), tone => Assert.True(tone > 4 * tones[^1], $"{tone} against {tones[^1]}"));
    }
}
