using System.Net;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>The kill switch for those who watch by HLS, seconds behind.</summary>
public sealed class ProgramCutTests(ITestOutputHelper output) : ProgramScene(output)
{
    [Fact]
    public async Task By_hls_nobody_gets_what_was_before_the_kill_switch_and_everybody_sees_the_program_after_it()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var speakers = await PutOnAirAsync(live, Offices[..1]);
        var viewer = await People.HlsViewerAsync(await Browsers.LaunchAsync(), live);
        await viewer.Locator(".playing[data-way=hls]").WaitForAsync();
        var video = viewer.Locator("video").First;
        await SeesAllAsync("the viewer", video, live, speakers);
        var before = await SegmentsAsync(live);

        var pressed = TimeProvider.System.GetTimestamp();
        await live.ProgramAsync("slate", new { });
        await viewer.Locator(".playing[data-covered]").WaitForAsync();
        await Eventually.HoldsAsync("nothing of before can be fetched", async () =>
        {
            foreach (var segment in before)
                if (await StatusAsync(live, segment) != HttpStatusCode.Gone) return false;
            return true;
        });
        Say($"by HLS nothing of before {TimeProvider.System.GetElapsedTime(pressed).TotalMilliseconds:0} ms after the kill switch was pressed");

        await Eventually.HoldsAsync("the lists begin anew", async () => await StatusAsync(live, "v360/live.m3u8") == HttpStatusCode.OK);
        Say($"the slate by HLS after {TimeProvider.System.GetElapsedTime(pressed).TotalSeconds:0.0} s");
        Assert.Contains("#EXT-X-DISCONTINUITY\n", await TextAsync(live, "v360/live.m3u8"), StringComparison.Ordinal);
        Assert.Empty((await SegmentsAsync(live)).Intersect(before));

        await live.ProgramAsync("resume", new { });
        await viewer.Locator(".playing:not([data-covered])").WaitForAsync();
        await SeesAllAsync("the viewer after the slate", video, live, speakers);
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("program-cut.txt"), Figures);
    }

    private async Task<HttpStatusCode> StatusAsync(EventDriver live, string name)
    {
        using var answer = await Server.Anyone.GetAsync($"/live/{live.Slug}/{name}");
        return answer.StatusCode;
    }

    /// <summary>Of two renditions, as the live lists name them.</summary>
    private async Task<IReadOnlyList<string>> SegmentsAsync(EventDriver live)
    {
        var segments = new List<string>();
        foreach (var rendition in (string[])["v360", "radio"])
        {
            var lines = (await TextAsync(live, $"{rendition}/live.m3u8")).Split('\n');
            segments.AddRange(lines.Where(line => line.EndsWith(".m4s", StringComparison.Ordinal)).Select(line => $"{rendition}/{line}"));
        }
        Assert.NotEmpty(segments);
        return segments;
    }
}
