using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>An asker on a phone, from the empty box to the answer, told of each step in their own language, whatever the network and the server do meanwhile.</summary>
[Collection(nameof(AskerTests))]
public sealed class AskerTests() : LiveScene("--Program:Enabled=false", "--Translation:Engine=none")
{
    [Theory]
    [InlineData("fr", "ltr", "Combien d’enfants ont été vaccinés ce matin ?", "Léa", "Kinshasa", "Deux cents, rien que ce matin.")]
    [InlineData("ar", "rtl", "كم طفلا تم تطعيمهم هذا الصباح؟", "ليلى", "القاهرة", "مئتا طفل هذا الصباح وحده.")]
    public async Task The_whole_way_is_told_in_the_asker_s_language(string language, string direction, string text, string name, string place, string answer)
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var browser = await Browsers.LaunchAsync();
        var asker = await Browsers.NewPersonAsync(browser, language, 360, 740);
        await asker.GotoAsync(live.PageUrl);
        await Assertions.Expect(asker.Locator("html")).ToHaveAttributeAsync("lang", language);
        Assert.Equal(direction, await asker.EvaluateAsync<string>("getComputedStyle(document.documentElement).direction"));

        // Half written when the phone reloads the page: nothing typed is lost.
        foreach (var (field, words) in new[] { ("text", text), ("name", name), ("country", place) }) await Field(asker, field).FillAsync(words);
        await Field(asker, "addressee").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await asker.ReloadAsync();
        foreach (var (field, words) in new[] { ("text", text), ("name", name), ("country", place) }) await Assertions.Expect(Field(asker, field)).ToHaveValueAsync(words);
        await Assertions.Expect(Field(asker, "addressee")).Not.ToHaveValueAsync("");

        await asker.Locator("[data-action=ask]").ClickAsync();
        var id = await asker.Locator(".mine-card").GetAttributeAsync("data-question") ?? "";
        await IsToldAsync("received", "mine.received");
        await live.QuestionAsync(id, "claim", new { });
        await asker.ReloadAsync();              // what no board shows is asked for when somebody looks
        await IsToldAsync("received", "mine.review");
        await live.QuestionAsync(id, "approve", new { });
        await IsToldAsync("approved", "mine.approved");

        // On the list for everybody, with what the asker said of themselves; one vote a device, and back.
        var other = await Browsers.NewPersonAsync(browser, language, 360, 740);
        await other.GotoAsync(live.PageUrl);
        var listed = other.Locator($"[data-group=next] [data-question='{id}']");
        foreach (var words in new[] { name, place, "Goma" }) await Assertions.Expect(listed.Locator(".who")).ToContainTextAsync(words);
        await listed.Locator("[data-action=vote]").ClickAsync();
        await VotesAreAsync(1);
        await other.ReloadAsync();
        await Assertions.Expect(listed.Locator("[data-action=vote]")).ToHaveAttributeAsync("aria-pressed", "true");
        await listed.Locator("[data-action=vote]").ClickAsync();
        await VotesAreAsync(0);

        // The server dies and comes back; the card goes on by itself.
        await Server.KillAsync();
        await Server.StartAsync();
        await live.QuestionAsync(id, "shortlist", new { });
        await IsToldAsync("shortlisted", "mine.soon");
        await live.QuestionAsync(id, "take", new { });
        await IsToldAsync("live", "mine.live");
        await other.Locator($"[data-group=live] [data-question='{id}']").WaitForAsync();
        await live.QuestionAsync(id, "answer", new { text = answer });
        await IsToldAsync("answered", "mine.answered");
        await Assertions.Expect(Card().Locator(".answer")).ToHaveTextAsync(answer);

        await asker.ReloadAsync();
        await IsToldAsync("answered", "mine.answered");
        await Assertions.Expect(Card().Locator(".question-text")).ToHaveTextAsync(text);
        await Assertions.Expect(Card().Locator(".answer")).ToHaveTextAsync(answer);

        ILocator Card() => asker.Locator($".mine-card[data-question='{id}']");

        Task IsToldAsync(string state, string key) =>
            asker.Locator($".mine-card[data-question='{id}'][data-state={state}] .what-became", new() { HasText = Said.In(language, key) }).WaitForAsync();

        Task VotesAreAsync(int votes) => Eventually.HoldsAsync($"{votes} votes", async () => (await live.QuestionsAsync()).Single().GetProperty("votes").GetInt32() == votes);
    }

    [Fact]
    public async Task A_question_asked_without_a_network_is_kept_and_sent_once()
    {
        const string InTheTunnel = "Was this asked in a tunnel?", Doubted = "Was this asked twice?";
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var page = await Browsers.NewPersonAsync(await Browsers.LaunchAsync(), width: 360, height: 740);
        await page.GotoAsync(live.PageUrl);
        await page.Context.SetOfflineAsync(true);
        await page.AskAsync(InTheTunnel, "Léa");
        await Assertions.Expect(page.Question(InTheTunnel, "kept").Locator(".what-became")).ToHaveTextAsync(Said.In("en", "mine.kept"));
        await Assertions.Expect(page.Locator("[data-ask-form] .notice[role=status]")).ToHaveTextAsync(Said.In("en", "ask.waiting"));
        Assert.Empty(await live.QuestionsAsync());
        await page.Context.SetOfflineAsync(false);
        await page.Question(InTheTunnel, "received").WaitForAsync();

        // The server hears it, and its answer is lost: the page can't know, keeps the question, and sends it as the same one.
        var heard = 0;
        await page.RouteAsync("**/questions", async route =>
        {
            if (route.Request.Method == "POST" && Interlocked.Increment(ref heard) == 1) await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.AskAsync(Doubted);
        await Eventually.HoldsAsync("the server has it", async () => (await live.QuestionsAsync()).Count == 2);
        await page.Question(Doubted, "kept").WaitForAsync();
        await page.UnrouteAsync("**/questions");
        await page.ReloadAsync();
        await page.Question(Doubted, "received").WaitForAsync();

        Assert.Equal([InTheTunnel, Doubted], (await live.QuestionsAsync()).Select(q => q.GetProperty("text").GetString()).Order());
        Assert.Equal("Léa", (await live.QuestionsAsync()).Single(q => q.GetProperty("text").GetString() == InTheTunnel).GetProperty("name").GetString());
    }

    private static ILocator Field(IPage page, string name) => page.Locator($"[data-ask-form] [name={name}]");
}
