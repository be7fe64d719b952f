using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>
/// How long somebody who presses "Watch" looks at nothing: in a real Chromium, alone and as the hundredth within a second. What it
/// took is written down, not judged: a busy machine is slow.
/// </summary>
public sealed class FirstFrameTests(ITestOutputHelper output) : LiveScene("--Program:Enabled=false")
{
    private const int Others = 99;
    private const int Visits = 5;

    [Fact]
    public async Task The_hundredth_viewer_within_a_second_sees_the_picture()
    {
        var live = await EventDriver.CreateAsync(Server);
        var speaker = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.GoLiveAsync();
        await live.StageAsync(speaker, "on-air");
        var camera = await TestMedia.PreparedAsync("first-frame", TestMedia.Red);
        using var publisher = Simulator.Start("publish", "--url", $"{Server.Url}/whip/{live.Id}", "--token", speaker.Token, "--video", camera);
        await live.SpeakerIsAsync(speaker, "link", "good");
        var browser = await Browsers.LaunchAsync();

        // Every visit but the first is somebody's with the page in the browser's cache; the first compiles the server's methods, too.
        var page = await Browsers.NewPersonAsync(browser, width: 360, height: 740);
        var alone = new List<FirstFrame>();
        for (var i = 0; i < Visits; i++) alone.Add(await VisitAsync(page, live));
        Write("alone", [.. alone.Skip(1)]);

        var amongMany = new List<FirstFrame>();
        for (var i = 0; i < Visits; i++) amongMany.Add(await AmongManyAsync(page, live));
        Write("hundredth", amongMany);

        await page.ShowsColourAsync("the hundredth viewer", TestMedia.Red);
        Simulator.End(publisher);
    }

    private async Task<FirstFrame> AmongManyAsync(IPage page, EventDriver live)
    {
        await OpenAsync(page, live);
        using var audience = Simulator.Start(
            "watch", "--url", $"{Server.Url}/whep/{live.Id}", "--viewers", $"{Others}", "--joins-at-once", $"{Others}");
        await Eventually.HoldsAsync("half of the others are in", async () => await PeersAsync() > Others / 2);
        var before = await PeersAsync();
        var firstFrame = await page.FirstFrameAsync();
        output.WriteLine($"{before:0} of {Others} were in at the click, {await PeersAsync():0} at the first frame, after {firstFrame} ms");
        await Eventually.HoldsAsync("all of the others are in", async () => await PeersAsync() > Others);
        Simulator.End(audience);
        await Eventually.HoldsAsync("the others have left", async () => await PeersAsync() <= 2);
        return firstFrame;
    }

    private static async Task<FirstFrame> VisitAsync(IPage page, EventDriver live)
    {
        await OpenAsync(page, live);
        return await page.FirstFrameAsync();
    }

    private static async Task OpenAsync(IPage page, EventDriver live)
    {
        await page.GotoAsync(live.PageUrl);
        await page.Locator("[data-action=watch]").WaitForAsync();
    }

    /// <summary>Those whose handshake is over, the publisher among them.</summary>
    private async Task<double> PeersAsync()
    {
        var metrics = await Server.Host.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = metrics.Split('\n').Single(l => l.StartsWith("sfu_peers{state=\"connected\"}", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    private void Write(string who, List<FirstFrame> visits)
    {
        var sorted = visits.OrderBy(visit => visit.Shown).ToList();
        var words = FormattableString.Invariant($"figure: sfu.first-frame-{who} {sorted[sorted.Count / 2].Shown:0} ms\n");
        output.WriteLine($"{words.Trim()}, of {string.Join("; ", sorted)}");
        File.AppendAllText(_figures, words);
    }

    private readonly string _figures = EmptyFile();

    private static string EmptyFile()
    {
        var file = RepositoryRoot.Artifacts("first-frame.txt");
        File.WriteAllText(file, "");
        return file;
    }
}
