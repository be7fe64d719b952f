using System.Globalization;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>The server is stopped and started again while a program is on air.</summary>
public sealed class ProgramRestartTests(ITestOutputHelper output) : ProgramScene(output)
{
    [Fact]
    public async Task After_a_restart_the_program_and_who_watches_it_are_back_and_the_recording_has_both_parts()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var speakers = await PutOnAirAsync(live, Offices[..2]);
        var audience = await Browsers.LaunchAsync();
        var (viewer, _) = await People.ViewerAsync(audience, live, width: 1280, height: 800);
        var hls = await People.HlsViewerAsync(audience, live);
        await hls.Locator(".playing[data-way=hls]").WaitForAsync();
        await SeesAllAsync("the viewer", viewer.Locator("video").First, live, speakers);
        await SeesAllAsync("the HLS viewer", hls.Locator("video").First, live, speakers, TimeSpan.FromSeconds(80));
        await live.ProgramIsAsync("is recorded", p => Output(p, "recording") == "running");

        var (took, exitCode) = await Server.TerminateAsync();
        Assert.Equal(0, exitCode);
        Assert.Empty(Workers.Of(Server.ProcessId));
        await Server.StartAsync();
        var answering = TimeProvider.System.GetTimestamp();

        foreach (var speaker in speakers) await live.SpeakerIsAsync(speaker, "link", "good");
        await viewer.SeesAndHearsAsync("the viewer after the restart");
        await SeesAllAsync("the viewer after the restart", viewer.Locator("video").First, live, speakers);
        Say(FormattableString.Invariant($"stopped in {took.TotalSeconds:0.0} s; every picture back {TimeProvider.System.GetElapsedTime(answering).TotalSeconds:0.0} s after the server answered again"));
        await SeesAllAsync("the HLS viewer after the restart", hls.Locator("video").First, live, speakers, TimeSpan.FromSeconds(80));
        await Eventually.HoldsAsync("the HLS viewer plays on", async () => await PlaysOnAsync(hls));
        Say(FormattableString.Invariant($"the HLS viewer {TimeProvider.System.GetElapsedTime(answering).TotalSeconds:0.0} s after it"));
        Assert.Contains("#EXT-X-DISCONTINUITY", await TextAsync(live, "v720/live.m3u8"), StringComparison.Ordinal);
        await live.ProgramIsAsync("is recorded again", p => Output(p, "recording") == "running");
        var folder = Path.Combine(Server.Data, "programs", live.Id);
        var parts = await SecondsAsync(Directory.GetFiles(folder, "rec-*.mp4"));
        Assert.Equal(2, parts.Count);

        await live.EndAsync();
        var recording = await RecordingAsync(live, "restarted.mp4");

        var whole = (await SecondsAsync([recording]))[0];
        Say(FormattableString.Invariant($"the recording has {whole:0.0} s, of parts that had {string.Join(" and ", parts.Select(part => $"{part:0.0}"))} s before the end"));
        Assert.True(whole >= parts.Sum() - 1, $"{whole} s");
        var tones = await Tones.MeasureAsync(recording, 600, [.. Offices[..2].Select(o => o.Hertz), 1500]);
        Assert.All(tones.SkipLast(1), tone => Assert.True(tone > 4 * tones[^1], $"{tone} against {tones[^1]}"));
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("program-restart.txt"), Figures);
    }

    private static async Task<bool> PlaysOnAsync(Microsoft.Playwright.IPage page)
    {
        const string Frames = "() => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames";
        var before = await page.EvaluateAsync<int>(Frames);
        await Eventually.HoldsAsync("more pictures come", async () => await page.EvaluateAsync<int>(Frames) >= before + 30);
        return true;
    }

    private static async Task<IReadOnlyList<double>> SecondsAsync(IEnumerable<string> files)
    {
        var seconds = new List<double>();
        foreach (var file in files.Order(StringComparer.Ordinal))
            seconds.Add(double.Parse(await Tool.OutputAsync("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file), CultureInfo.InvariantCulture));
        return seconds;
    }
}
