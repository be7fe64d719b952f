using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>The mixed program, from four offices' cameras to everybody who watches it, each by another way.</summary>
public sealed class ProgramTests(ITestOutputHelper output) : LiveScene
{
    private static readonly (string Name, string Zone, (byte R, byte G, byte B) Colour, int Hertz)[] Offices =
    [
        ("Amina", "Africa/Lubumbashi", (192, 40, 40), 440),
        ("Bikash", "Asia/Kathmandu", (40, 60, 192), 660),
        ("Chloé", "Europe/Zurich", (40, 150, 60), 880),
        ("Dina", "Pacific/Fiji", (190, 160, 30), 1100),
    ];

    private readonly List<string> _figures = [];

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
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("program.txt"), _figures);
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
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("program-recording.txt"), _figures);
    }

    [Fact]
    public async Task The_program_is_pushed_by_rtmp_to_a_listener_that_writes_it_down()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        await PutOnAirAsync(live, Offices[..1]);
        const string Url = "rtmp://127.0.0.1:18410/live/key";
        using var listener = new RtmpListener(Url, RepositoryRoot.Artifacts("media", "pushed.flv"));

        await live.ProgramAsync("pushes", new { id = "local", name = "A local listener", url = Url });
        await live.ProgramIsAsync("is pushed", p => Output(p, "push") == "running");
        await listener.HasWrittenAsync(300_000, reason => output.WriteLine($"the listener ended: {reason}"));
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
        var pressed = TimeProvider.System.GetTimestamp();
        await live.ProgramAsync("slate", new { });
        await Eventually.HoldsAsync("the viewer sees nobody", async () => await SeenAsync(video, live, speakers) == 0);
        Say($"nobody seen {TimeProvider.System.GetElapsedTime(pressed).TotalMilliseconds:0} ms after the kill switch");
        await Eventually.HoldsAsync("the viewer hears nobody", async () =>
        {
            var before = await viewer.ReceivedAsync();
            await Eventually.HoldsAsync("more pictures come", async () => (await viewer.ReceivedAsync()).Frames >= before.Frames + 15);
            return (await viewer.ReceivedAsync()).AudioEnergy - before.AudioEnergy < 0.000_01;
        });
        Assert.Equal(0, await SeenAsync(video, live, speakers));

        await live.ProgramAsync("resume", new { });
        await SeesAllAsync("the viewer after the slate", video, live, speakers);
        await viewer.SeesAndHearsAsync("the viewer after the slate");
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("program-workers.txt"), _figures);
    }

    private async Task<IReadOnlyList<Invite>> PutOnAirAsync(EventDriver live, IReadOnlyList<(string Name, string Zone, (byte R, byte G, byte B) Colour, int Hertz)> offices)
    {
        var browser = await Browsers.LaunchAsync();
        var speakers = new List<Invite>();
        foreach (var office in offices)
        {
            var speaker = await live.InviteAsync("speaker", office.Name, office.Zone);
            await live.StageAsync(speaker, "on-air");
            await People.PatternSpeakerAsync(browser, speaker, office.Colour, office.Hertz, onAir: true);
            await live.SpeakerIsAsync(speaker, "link", "good");
            speakers.Add(speaker);
        }
        return speakers;
    }

    private static Task SeesAllAsync(string who, ILocator video, EventDriver live, IReadOnlyList<Invite> speakers) =>
        Eventually.HoldsAsync($"{who} sees all {speakers.Count} in the program", async () => await SeenAsync(video, live, speakers) == speakers.Count);

    /// <returns>How many are in their tiles, in their colour.</returns>
    private static async Task<int> SeenAsync(ILocator video, EventDriver live, IReadOnlyList<Invite> speakers)
    {
        var seen = 0;
        for (var i = 0; i < speakers.Count; i++)
            if (await video.ReadTileAsync(await TileAsync(live, speakers[i])) is { } reading && reading.IsAbout(Offices[i].Colour)) seen++;
        return seen;
    }

    private static async Task<JsonElement> TileAsync(EventDriver live, Invite speaker) => (await live.ProgramAsync())
        .GetProperty("scene").GetProperty("tiles").EnumerateArray().First(tile => tile.GetProperty("speaker").GetString() == speaker.Id);

    private static string? Output(JsonElement program, string kind) =>
        program.GetProperty("outputs").EnumerateArray().Where(o => o.GetProperty("kind").GetString() == kind).Select(o => o.GetProperty("state").GetString()).FirstOrDefault();

    private static bool IsWorker(string command, string format) =>
        command.Contains("ffmpeg", StringComparison.Ordinal) && command.Contains($" {format} ", StringComparison.Ordinal);

    private Task<string> TextAsync(EventDriver live, string name) => Server.Anyone.GetStringAsync(new Uri($"/live/{live.Slug}/{name}", UriKind.Relative));

    /// <summary>Of the master list, in its order.</summary>
    private async Task<IReadOnlyList<string>> VariantsAsync(EventDriver live)
    {
        var lines = (await TextAsync(live, "main.m3u8")).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Where(line => !line.StartsWith('#')).Distinct()];
    }

    private async Task<IReadOnlyList<string>> MediaListsAsync(EventDriver live)
    {
        var lists = new List<string>();
        foreach (var variant in await VariantsAsync(live)) lists.Add(await TextAsync(live, variant));
        return lists;
    }

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

    private static async Task IsPlayableAsync(string file, int width, int height)
    {
        using var probed = JsonDocument.Parse(await Tool.OutputAsync("ffprobe", "-v", "error", "-show_streams", "-of", "json", file));
        var streams = probed.RootElement.GetProperty("streams").EnumerateArray().ToArray();
        var video = Assert.Single(streams, s => s.GetProperty("codec_type").GetString() == "video");
        Assert.Equal(("h264", width, height), (video.GetProperty("codec_name").GetString(), video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()));
        Assert.Equal("aac", Assert.Single(streams, s => s.GetProperty("codec_type").GetString() == "audio").GetProperty("codec_name").GetString());
        Assert.Equal("", await Tool.OutputAsync("ffmpeg", "-nostdin", "-v", "error", "-i", file, "-f", "null", "-"));
    }

    private async Task RecordingIsWholeAsync(EventDriver live)
    {
        var file = RepositoryRoot.Artifacts("media", "recording.mp4");
        await Eventually.HoldsAsync("the recording can be downloaded", async () =>
        {
            using var answer = await Server.Anyone.GetAsync($"/live/{live.Slug}/recording.mp4");
            if (!answer.IsSuccessStatusCode) return false;
            await using var target = File.Create(file);
            await answer.Content.CopyToAsync(target);
            return true;
        });
        await IsPlayableAsync(file, 1280, 720);

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

    private void Say(string figure)
    {
        output.WriteLine(figure);
        _figures.Add(figure);
    }
}
