namespace LiveDialogue.EndToEnd;

/// <summary>
/// The screens of a live event at phone and desktop width, in English and Arabic. The other pages:
/// <see cref="PagesTests"/>, the desk's forms <see cref="ConsoleTests"/>, planning <see cref="PlanningTests"/> and <see cref="PlannerTests"/>.
/// </summary>
[Collection(nameof(ScreensTests))]
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
        await page.LookAsync("home", language, width);

        await page.GotoAsync($"{_live.PageUrl}?lang={language}");
        await page.Locator("[data-action=watch]").WaitForAsync();
        await page.AskAsync(language == "ar" ? "كم عدد الأطفال الذين تم تطعيمهم (polio) هذا الصباح؟" : "How many children were vaccinated this morning?");
        await page.Locator(".mine-card").First.WaitForAsync();
        await page.LookAsync("event", language, width);
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).direction"));

        await page.GotoAsync($"{_moderator.Url}?lang={language}");
        await page.Locator("[data-step=open] [data-action=join]").ClickAsync();
        await page.Locator("[data-step=desk] [data-question]").Or(page.Locator("[data-action=show-new]")).First.WaitForAsync();
        await page.Locator("[data-action=show-new]").ClickIfThereAsync();
        await page.LookAsync("console", language, width);

        await page.GotoAsync($"{_speaker.Url}?lang={language}");
        await page.Locator("[data-step=open] [data-action=join]").WaitForAsync();
        await page.LookAsync("stage-open", language, width);
        await page.Locator("[data-step=open] [data-action=join]").ClickAsync();
        await page.LookAsync("stage-consent", language, width);
        await page.Locator("[data-step=consent] [data-action=continue]").ClickAsync();
        await page.Locator("[data-step=check] [data-action=devices]").ClickAsync();
        await page.Locator("[data-step=check] [data-action=continue]").WaitForAsync();
        await page.LookAsync("stage-check", language, width);
        await page.Locator("[data-step=check] [data-action=continue]").ClickAsync();
        await page.Locator("[data-step=green-room]").WaitForAsync();
        await _live.SpeakerIsAsync(_speaker, "link", "good");
        await page.LookAsync("stage-green-room", language, width);
        await _live.StageAsync(_speaker, "on-air");
        await page.Locator("[data-step=on-air]").WaitForAsync();
        await page.LookAsync("stage-on-air", language, width);
        await _live.StageAsync(_speaker, "off-air");
        await page.Locator("[data-step=green-room] [data-action=leave]").ClickAsync();
        await page.Locator("[data-step=left]").WaitForAsync();
        await page.LookAsync("stage-left", language, width);
    }
}
