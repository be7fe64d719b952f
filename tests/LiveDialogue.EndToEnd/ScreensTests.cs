using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>
/// Every screen at phone and desktop width, in English and Arabic: photographed into artifacts/end-to-end/screens, nothing wider than the
/// window, nothing that axe calls serious.
/// </summary>
public sealed class ScreensTests : LiveScene
{
    private EventDriver _live = null!;
    private Invite _speaker = null!;
    private Invite _moderator = null!;

    private protected override async Task PrepareAsync()
    {
        _live = await EventDriver.CreateAsync(Server);
        _speaker = await _live.InviteAsync("speaker", "Amina Birindwa-Mushagalusa", "Africa/Lubumbashi");
        _moderator = await _live.InviteAsync("moderator", "Mona", "Europe/Zurich");
        await _live.GoLiveAsync();
    }

    [Theory]
    [InlineData("en", 360, 740)]
    [InlineData("en", 1280, 800)]
    [InlineData("ar", 360, 740)]
    [InlineData("ar", 1280, 800)]
    public async Task Every_screen_fits_and_is_accessible(string language, int width, int height)
    {
        var browser = await Browsers.LaunchAsync(await TestMedia.CameraAsync("red", TestMedia.Red), await TestMedia.ToneAsync("440", 440));
        var page = await Browsers.NewPersonAsync(browser, language, width, height);

        await page.GotoAsync($"{Server.Url}/?lang={language}");
        await LookAsync(page, "home", language, width);

        await page.GotoAsync($"{_live.PageUrl}?lang={language}");
        await page.Locator("[data-action=watch]").WaitForAsync();
        await page.AskAsync(language == "ar" ? "كم عدد الأطفال الذين تم تطعيمهم (polio) هذا الصباح؟" : "How many children were vaccinated this morning?");
        await page.Locator(".mine-card").First.WaitForAsync();
        await LookAsync(page, "event", language, width);
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).direction"));

        await page.GotoAsync($"{_moderator.Url}?lang={language}");
        await page.Locator("[data-step=open] [data-action=join]").ClickAsync();
        await page.Locator("[data-step=desk] [data-question]").Or(page.Locator("[data-action=show-new]")).First.WaitForAsync();
        await page.Locator("[data-action=show-new]").ClickIfThereAsync();
        await LookAsync(page, "console", language, width);

        await page.GotoAsync($"{_speaker.Url}?lang={language}");
        await page.Locator("[data-step=open] [data-action=join]").WaitForAsync();
        await LookAsync(page, "stage-open", language, width);
        await page.Locator("[data-step=open] [data-action=join]").ClickAsync();
        await LookAsync(page, "stage-consent", language, width);
        await page.Locator("[data-step=consent] [data-action=continue]").ClickAsync();
        await page.Locator("[data-step=check] [data-action=devices]").ClickAsync();
        await page.Locator("[data-step=check] [data-action=continue]").WaitForAsync();
        await LookAsync(page, "stage-check", language, width);
        await page.Locator("[data-step=check] [data-action=continue]").ClickAsync();
        await page.Locator("[data-step=green-room]").WaitForAsync();
        await _live.SpeakerIsAsync(_speaker, "link", "good");
        await LookAsync(page, "stage-green-room", language, width);
        await _live.StageAsync(_speaker, "on-air");
        await page.Locator("[data-step=on-air]").WaitForAsync();
        await LookAsync(page, "stage-on-air", language, width);
        await _live.StageAsync(_speaker, "off-air");
    }

    internal static async Task LookAsync(IPage page, string screen, string language, int width)
    {
        await page.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", $"{screen}-{language}-{width}.png"), FullPage = true });

        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{screen} in {language} at {width} px is {overflow} px wider than the window");

        var axe = await page.RunAxe();
        var serious = axe.Violations.Where(violation => violation.Impact is "serious" or "critical").ToArray();
        Assert.True(serious.Length == 0, $"{screen} in {language} at {width} px: " + string.Join("; ", serious.Select(Describe)));
    }

    private static string Describe(AxeResultItem violation) => $"{violation.Id}: {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}";
}
