using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>Debian's Chromium, headless. Each speaker has a process of their own, since a fake camera belongs to a process.</summary>
internal sealed class Browsers : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private readonly IPlaywright _playwright;
    private static readonly ConditionalWeakTable<IBrowser, string> Scripts = [];
    private readonly List<IBrowser> _browsers = [];

    private Browsers(IPlaywright playwright) => _playwright = playwright;

    public static async Task<Browsers> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Eventually.Patience.TotalMilliseconds);     // its own five seconds are short on a busy machine
        return new(await Playwright.CreateAsync());
    }

    /// <param name="script">Run before every page's own, such as a network that lets little through.</param>
    /// <param name="switches">Of Chromium, beside the usual ones.</param>
    public async Task<IBrowser> LaunchAsync(string? camera = null, string? microphone = null, string? script = null, params string[] switches)
    {
        List<string> arguments =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", .. switches,
        ];
        if (camera is not null) arguments.Add($"--use-file-for-fake-video-capture={camera}");
        if (microphone is not null) arguments.Add($"--use-file-for-fake-audio-capture={microphone}");
        var browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Headless = true, Args = arguments });
        _browsers.Add(browser);
        if (script is not null) Scripts.Add(browser, script);
        return browser;
    }

    /// <summary>A fresh person: own cookies, own storage. Peer connections of the page are kept where <see cref="PageMedia"/> finds them.</summary>
    public static async Task<IPage> NewPersonAsync(IBrowser browser, string locale = "en", int width = 1280, int height = 800, bool javaScript = true, string? timezone = null)
    {
        var context = await browser.NewContextAsync(new()
        {
            Locale = locale,
            ViewportSize = new() { Width = width, Height = height },
            JavaScriptEnabled = javaScript,
            TimezoneId = timezone,
        });
        await context.GrantPermissionsAsync(["camera", "microphone"]);
        await context.AddInitScriptAsync(PageMedia.KeepConnections);
        if (Scripts.TryGetValue(browser, out var script)) await context.AddInitScriptAsync(script);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers) await browser.CloseAsync();
        _playwright.Dispose();
    }
}
