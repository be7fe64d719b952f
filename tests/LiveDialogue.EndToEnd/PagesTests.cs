using System.Net.Http.Json;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>The pages that no other test walks through, each at phone and desktop width, in English and from right to left.</summary>
[Collection(nameof(PagesTests))]
public sealed class PagesTests() : LiveScene("--Program:Enabled=false", "--Translation:Engine=none")
{
    private readonly List<string> _problems = [];

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Every_page_fits_and_is_accessible(string language)
    {
        var (before, live, over, off) = (await EventDriver.CreateAsync(Server, "Before"), await EventDriver.CreateAsync(Server), await EventDriver.CreateAsync(Server, "Over"), await EventDriver.CreateAsync(Server, "Called off"));
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi", language);
        var mona = await live.InviteAsync("moderator", "Mona", "Europe/Zurich", language, safeguarding: true);
        await AskAllAsync(live);
        await AskAllAsync(over);
        await over.EndAsync();
        using (await Server.Host.PostAsJsonAsync($"/api/v1/events/{off.Id}/cancel", new { })) { }

        var browser = await Browsers.LaunchAsync();
        var page = await Browsers.NewPersonAsync(browser, language);
        var signIn = Server.Log.Split().First(word => word.Contains("/sign-in/", StringComparison.Ordinal));
        foreach (var (screen, address, there) in new[]
        {
            ("before", before.PageUrl, "[data-action=ask]"), ("place-unknown", $"{before.PageUrl}?zone=Nowhereville", "#zone-problem"), ("live", live.PageUrl, "[data-group=live]"),
            ("over", over.PageUrl, "[data-group=answered]"), ("called-off", off.PageUrl, "#event-state[data-state=cancelled]"),
            ("ledger-empty", $"{before.PageUrl}/ledger", "h1"), ("ledger", $"{live.PageUrl}/ledger", "table, dl"), ("nothing-here", $"{Server.Url}/nowhere", "h1"),
            ("join-refused", $"{Server.Url}/join/nobody", "h1"), ("host-refused", $"{Server.Url}/host", "h1"), ("sign-in-refused", $"{Server.Url}/sign-in/nobody", "h1"), ("sign-in", signIn, "[data-action=sign-in]"),
        })
        {
            await page.GotoAsync(address);
            await page.Locator(there).First.WaitForAsync();
            await LookAsync(page, screen, language);
        }
        await WithoutScriptAsync(browser, live, language);
        await BackstageAsync(browser, live, amina, mona, language);

        await page.Locator("[data-action=sign-in]").ClickAsync();
        await page.WaitForURLAsync("**/host", new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator("h1").First.WaitForAsync();
        await LookAsync(page, "host", language);
        await page.GotoAsync($"{Server.Url}/host/events/new");
        await page.Locator("[data-form=new-event]").EvaluateAsync("form => { form.noValidate = true; form.elements.title.value = ''; form.elements.zone.value = 'Nowhereville'; }");
        await LookAsync(page, "new-event", language);
        await page.Locator("[data-action=create]").ClickAsync();
        await page.Locator("[role=alert]").First.WaitForAsync();
        await LookAsync(page, "new-event-refused", language);
        await page.GotoAsync($"{Server.Url}/host/events/{live.Slug}/invites");
        await page.Locator("[data-form=invite] [name=name]").FillAsync("Bikash");
        await page.Locator("[data-form=invite] [name=zone]").FillAsync("Kathmandu");
        await page.Locator("[data-action=invite]").ClickAsync();
        await page.Locator("[data-fresh-invite]").WaitForAsync();
        await LookAsync(page, "invites", language);
        await page.GotoAsync($"{Server.Url}/host/events/{before.Slug}/cancel");
        await LookAsync(page, "call-off", language);
        await page.GotoAsync($"{Server.Url}/prompter/{live.Slug}");
        await page.Locator("[data-state=live] .prompter-text").WaitForAsync();
        await LookAsync(page, "prompter-host", language);

        Assert.True(_problems.Count == 0, string.Join("\n", _problems));
    }

    /// <summary>One question in each state that people see.</summary>
    private static async Task AskAllAsync(EventDriver live)
    {
        await live.GoLiveAsync();
        await live.AskAsync("Call me: +41 22 555 01 99", "en", "Zoë", "FJ");
        var (approved, answered) = (await live.AskAsync("Qui porte les glacières jusque dans les villages ?", "fr", "Léa", "CD"), await live.TakeQuestionAsync("How many children were reached?"));
        await live.QuestionAsync(answered, "answer", new { text = "مئتا طفل هذا الصباح وحده." });
        foreach (var action in new[] { "approve", "shortlist" }) await live.QuestionAsync(approved, action, new { });
        await live.TakeQuestionAsync("كم عدد الأطفال (polio) هذا الصباح؟");
        await live.QuestionAsync(await live.AskAsync("What is your favourite colour?"), "reject", new { reason = "off-topic" });
        await live.AskAsync("My uncle hurts me. Can somebody come?", "en", country: "KE");
    }

    /// <summary>The plain page with the asker's card, and one whose form was refused. Its scripts don't come; axe needs a browser that would run them.</summary>
    private async Task WithoutScriptAsync(IBrowser browser, EventDriver live, string language)
    {
        var plain = await Browsers.NewPersonAsync(browser, language);
        await plain.RouteAsync("**/*.js", route => route.AbortAsync());
        await plain.GotoAsync(live.PageUrl);
        await plain.Locator("[name=text]").FillAsync(new string('a', 300));
        await plain.Locator("[data-action=ask]").ClickAsync();
        await plain.Locator(".problem[role=alert]").WaitForAsync();
        await LookAsync(plain, "plain-refused", language);
        await plain.Locator("[name=text]").FillAsync("Does this need a script?");
        await plain.Locator("[data-action=ask]").ClickAsync();
        await plain.Locator(".mine-card").WaitForAsync();
        await LookAsync(plain, "plain-asked", language);
        await plain.Context.CloseAsync();
    }

    /// <summary>The prompter, and the console's lanes with what stands in them.</summary>
    private async Task BackstageAsync(IBrowser browser, EventDriver live, Invite amina, Invite mona, string language)
    {
        var prompter = await Browsers.NewPersonAsync(browser, language);
        await prompter.GotoAsync($"{amina.Url}/prompter");
        await prompter.Locator("[data-state=live] .prompter-text").WaitForAsync();
        await LookAsync(prompter, "prompter", language);

        var console = await People.ModeratorAsync(browser, mona, language);
        await console.Locator("[data-question]").First.WaitForAsync();
        foreach (var lane in new[] { "risk", "shortlist", "live", "done" })
        {
            await console.Locator($"[data-lane={lane}]").ClickAsync();
            await console.Locator("[data-question]").First.WaitForAsync();
            await console.Keyboard.PressAsync("j");
            await console.Locator("[data-question][data-selected=true]").WaitForAsync();
            await LookAsync(console, $"console-{lane}", language);
        }
        await console.Locator(".equity summary").ClickAsync();
        await console.Locator("[data-lane=live]").ClickAsync();
        await console.Keyboard.PressAsync("j");
        await console.Keyboard.PressAsync("w");
        await console.Locator("[data-question] textarea").WaitForAsync();
        await LookAsync(console, "console-answer", language);
    }

    private async Task LookAsync(IPage page, string screen, string language)
    {
        foreach (var width in new[] { 360, 1280 })
        {
            await page.SetViewportSizeAsync(width, width == 360 ? 740 : 800);
            _problems.AddRange(await page.ProblemsAsync($"page-{screen}", language, width));
        }
    }
}
