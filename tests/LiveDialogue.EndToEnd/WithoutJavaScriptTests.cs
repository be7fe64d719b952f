using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>Reading and asking need no script.</summary>
public sealed class WithoutJavaScriptTests : LiveScene
{
    [Fact]
    public async Task A_question_is_asked_and_followed_by_plain_forms()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var page = await Browsers.NewPersonAsync(await Browsers.LaunchAsync(), "fr-FR", 360, 740, javaScript: false);
        await page.GotoAsync(live.PageUrl);
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");

        await page.Locator("[data-ask-form] [name=text]").FillAsync("Combien d'enfants ont été vaccinés ?");
        await page.Locator("[data-ask-form] [data-action=ask]").ClickAsync();

        await page.Question("Combien d'enfants", "received").WaitForAsync();
        var asked = Assert.Single(await live.QuestionsAsync());
        Assert.Equal("fr", asked.GetProperty("language").GetString());

        using var approved = await Server.Host.PostAsync($"/api/v1/events/{live.Id}/questions/{asked.GetProperty("id").GetString()}/approve", content: null);
        Assert.True(approved.IsSuccessStatusCode, $"{approved.StatusCode}");
        await page.ReloadAsync();
        await page.Question("Combien d'enfants", "approved").First.WaitForAsync();
    }
}
