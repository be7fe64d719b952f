using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What people press on the screens, so that the tests read as what they do.</summary>
internal static class People
{
    /// <summary>A speaker in a phone-sized browser with a camera and a microphone of their own, from the invite's link to the green room.</summary>
    public static async Task<IPage> SpeakerAsync(Browsers browsers, Invite invite, (byte R, byte G, byte B) colour, int hertz, string locale = "en", bool onAir = false)
    {
        var camera = await TestMedia.CameraAsync($"{colour.R}-{colour.G}-{colour.B}", colour);
        var microphone = await TestMedia.ToneAsync($"{hertz}", hertz);
        var browser = await browsers.LaunchAsync(camera, microphone);
        var page = await Browsers.NewPersonAsync(browser, locale, width: 360, height: 740);
        await page.JoinStageAsync(invite, onAir);
        return page;
    }

    /// <summary>A speaker whose page makes its own camera and microphone: many of them fit into one browser.</summary>
    public static async Task<IPage> PatternSpeakerAsync(IBrowser browser, Invite invite, (byte R, byte G, byte B) colour, int hertz, bool onAir)
    {
        var page = await Browsers.NewPersonAsync(browser, width: 360, height: 740);
        await page.AddInitScriptAsync(PatternCamera.Script(colour, hertz));
        await page.JoinStageAsync(invite, onAir);
        return page;
    }

    /// <summary>On air with <see cref="FlashAndBeep"/>.</summary>
    public static async Task<IPage> FlashingSpeakerAsync(IBrowser browser, Invite invite)
    {
        var page = await Browsers.NewPersonAsync(browser, width: 360, height: 740);
        await page.AddInitScriptAsync(FlashAndBeep.Script);
        await page.JoinStageAsync(invite, onAir: true);
        return page;
    }

    /// <summary>From the invite's link to the green room, or on air where the place is theirs already.</summary>
    public static async Task JoinStageAsync(this IPage page, Invite invite, bool onAir)
    {
        await page.GotoAsync(invite.Url);
        await page.Locator("[data-step=open] [data-action=join]").ClickAsync();
        await page.Locator("[data-step=consent] [data-action=continue]").ClickAsync();
        await page.Locator("[data-step=check] [data-action=devices]").ClickAsync();
        await page.Locator("[data-step=check] [data-action=continue]").ClickAsync();
        await page.Locator(onAir ? "[data-step=on-air]" : "[data-step=green-room]").WaitForAsync();
    }

    /// <summary>Somebody who was on air opens the link anew, in another browser: the place on stage is still theirs.</summary>
    public static Task<IPage> SpeakerOnAirAgainAsync(Browsers browsers, Invite invite) => SpeakerAsync(browsers, invite, TestMedia.Red, 440, onAir: true);

    /// <summary>A viewer whose network lets no WebRTC through, so that the page plays HLS.</summary>
    public static async Task<IPage> HlsViewerAsync(IBrowser browser, EventDriver live)
    {
        var page = await Browsers.NewPersonAsync(browser);
        await page.AddInitScriptAsync("window.RTCPeerConnection = class { constructor() { throw new Error('no way through this network'); } };");
        await page.GotoAsync(live.PageUrl);
        await page.Locator("[data-action=watch]").ClickAsync();
        return page;
    }

    /// <summary>Key after key, as slow as any hand: the screen has followed before the next.</summary>
    public static async Task KeysAsync(this IPage page, params string[] keys)
    {
        foreach (var key in keys)
        {
            await page.Keyboard.PressAsync(key);
            await page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))");
        }
    }

    /// <summary>One key again and again, until there is what it should lead to; not for ever, since what swallows keys swallows all of them.</summary>
    public static async Task KeyUntilAsync(this IPage page, string key, string what, Func<Task<bool>> isThere)
    {
        const int Patience = 100;   // keys: more than any scene has cards or buttons
        for (var pressed = 0; !await isThere(); pressed++)
        {
            if (pressed == Patience) throw new TimeoutException($"Pressed {key} {Patience} times in vain: {what}");
            await page.KeysAsync(key);
        }
    }

    public static async Task ClickIfThereAsync(this ILocator button)
    {
        if (await button.CountAsync() > 0) await button.First.ClickAsync();
    }

    public static async Task<IPage> ModeratorAsync(IBrowser browser, Invite invite, string locale = "en", int width = 1280, int height = 800)
    {
        var page = await Browsers.NewPersonAsync(browser, locale, width, height);
        await page.GotoAsync(invite.Url);
        await page.Locator("[data-step=open] [data-action=join]").ClickAsync();
        await page.Locator("[data-step=desk]").WaitForAsync();
        return page;
    }

    /// <summary>A viewer who has pressed "Watch".</summary>
    /// <returns>The page, and milliseconds from the click to the first frame on the screen.</returns>
    public static async Task<(IPage Page, double FirstFrame)> ViewerAsync(IBrowser browser, EventDriver live, string locale = "en", int width = 360, int height = 740)
    {
        var page = await Browsers.NewPersonAsync(browser, locale, width, height);
        await page.GotoAsync(live.PageUrl);
        await page.Locator("[data-action=watch]").WaitForAsync();
        return (page, (await page.FirstFrameAsync()).Shown);
    }

    /// <summary>Presses "Watch".</summary>
    /// <returns>Milliseconds from the click to the first frame on the screen, and to what came before it.</returns>
    public static async Task<FirstFrame> FirstFrameAsync(this IPage page)
    {
        var times = await page.EvaluateAsync<double[]>(
            """
            () => new Promise((resolve) => {
              const clicked = performance.now();
              let connected = 0, arrived = 0, decoded = 0, reading = false;
              const pictures = async () => {
                for (const pc of window.__connections ?? [])
                  for (const report of (await pc.getStats()).values())
                    if (report.type === 'inbound-rtp' && report.kind === 'video') {
                      if (report.packetsReceived > 0) arrived ||= performance.now() - clicked;
                      if (report.framesDecoded > 0) decoded ||= performance.now() - clicked;
                    }
                reading = false;
              };
              const look = () => {
                if ((window.__connections ?? []).some((pc) => pc.connectionState === 'connected')) connected ||= performance.now() - clicked;
                for (const video of document.querySelectorAll('video'))
                  if (video.videoWidth > 0 && video.readyState >= 2) return resolve([connected, arrived, decoded, performance.now() - clicked]);
                if (!reading) { reading = true; void pictures(); }
                setTimeout(look, 4);
              };
              document.querySelector('[data-action=watch]').click();
              look();
            })
            """);
        return new(times[0], times[1], times[2], times[3]);
    }

    public static async Task AskAsync(this IPage page, string text, string? name = null)
    {
        await page.Locator("[data-ask-form] [name=text]").FillAsync(text);
        if (name is not null)
        {
            // The name and place are optional and may be folded away.
            var field = page.Locator("[data-ask-form] [name=name]");
            if (!await field.IsVisibleAsync()) await page.Locator("[data-ask-form] summary").First.ClickAsync();
            await field.FillAsync(name);
        }
        await page.Locator("[data-ask-form] [data-action=ask]").ClickAsync();
    }

    /// <summary>A card with this text in this state, anywhere on the page.</summary>
    public static ILocator Question(this IPage page, string text, string state) =>
        page.Locator($"[data-question][data-state={state}]", new() { HasText = text });
}

/// <summary>Of one viewer, in milliseconds after the click; 0 for what nobody saw happen.</summary>
internal sealed record FirstFrame(double Connected, double Arrived, double Decoded, double Shown)
{
    public override string ToString() => FormattableString.Invariant($"{Shown:0} (connected {Connected:0}, first packet {Arrived:0}, decoded {Decoded:0})");
}
