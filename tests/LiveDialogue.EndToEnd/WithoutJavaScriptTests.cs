using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>Reading and asking need no script.</summary>
[Collection(nameof(WithoutJavaScriptTests))]
public sealed class WithoutJavaScriptTests() : LiveScene("--Program:Enabled=false", "--Translation:Engine=none")
{
    [Fact]
    public async Task A_question_is_asked_and_followed_to_its_answer_by_plain_pages()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var page = await Browsers.NewPersonAsync(await Browsers.LaunchAsync(), "fr-FR", 360, 740, javaScript: false);
        await page.GotoAsync(live.PageUrl);
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");

        await page.Locator("[data-ask-form] [name=text]").FillAsync("Combien d'enfants ont été vaccinés ?");
        await page.Locator("[data-ask-form] [name=name]").FillAsync("Léa");
        await page.Locator("[data-ask-form] [name=country]").FillAsync("Kinshasa");
        await page.Locator("[data-ask-form] [name=addressee]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("[data-ask-form] [data-action=ask]").ClickAsync();

        await IsToldAsync("received", "mine.received");
        var asked = Assert.Single(await live.QuestionsAsync());
        Assert.Equal(("fr", "Léa", "Kinshasa", "Goma"), (Of("language"), Of("name"), Of("country"), Of("addressee")));
        var id = Of("id") ?? "";

        foreach (var (action, state, words) in new[]
        {
            ("claim", "received", "mine.review"), ("approve", "approved", "mine.approved"), ("shortlist", "shortlisted", "mine.shortlisted"), ("take", "live", "mine.live"),
        })
        {
            await live.QuestionAsync(id, action, new { });
            await page.ReloadAsync();
            await IsToldAsync(state, words);
        }
        await Assertions.Expect(page.Locator($"[data-group=live] [data-question='{id}'] .who")).ToContainTextAsync("Léa");
        await live.QuestionAsync(id, "answer", new { text = "Deux cents, rien que ce matin." });
        await page.ReloadAsync();
        await IsToldAsync("answered", "mine.answered");
        await Assertions.Expect(page.Locator(".mine-card .answer")).ToHaveTextAsync("Deux cents, rien que ce matin.");

        string? Of(string property) => asked.GetProperty(property).GetString();

        Task IsToldAsync(string state, string key) => Assertions.Expect(page.Locator($".mine-card[data-state={state}] .what-became")).ToHaveTextAsync(Said.In("fr", key));
    }
}
