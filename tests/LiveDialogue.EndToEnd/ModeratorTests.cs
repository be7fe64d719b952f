using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What moderators do beside deciding, by the keyboard alone, and what becomes of it for the people who asked.</summary>
[Collection(nameof(ModeratorTests))]
public sealed class ModeratorTests() : LiveScene("--Program:Enabled=false", "--Translation:Engine=none")
{
    private EventDriver _live = null!;   // by PrepareAsync, before each test; the browser too
    private IBrowser _browser = null!;

    private protected override async Task PrepareAsync()
    {
        _live = await EventDriver.CreateAsync(Server);
        await _live.GoLiveAsync();
        _browser = await Browsers.LaunchAsync();
    }

    [Fact]
    public async Task Alike_questions_are_merged_and_parted_and_labels_are_filtered_by_the_keyboard_alone()
    {
        var first = await _live.AskAsync("How many children were vaccinated this morning?");
        var same = await _live.AskAsync("How many children were vaccinated this morning in Goma?");
        var water = await _live.AskAsync("Who brings clean water to the villages?");
        var console = await DeskAsync("Mona");
        await console.Locator("[data-question]").Nth(2).WaitForAsync();
        await Card(console, first).Locator("[data-alike='1']").WaitForAsync();

        await PressAsync(console, "j", "m");
        await Assertions.Expect(Card(console, first).Locator("[data-action=merge-all]")).ToBeFocusedAsync();
        await PressAsync(console, "Enter");
        await Card(console, first).Locator("[data-merged='1']").WaitForAsync();
        await Assertions.Expect(Card(console, same)).ToHaveCountAsync(0);
        await PressAsync(console, "m");
        await console.Locator($"[data-merged-question='{same}']").WaitForAsync();
        await PressAsync(console, "Shift+Tab");
        await Assertions.Expect(console.Locator($"[data-merged-question='{same}'] [data-action=unmerge]")).ToBeFocusedAsync();
        await PressAsync(console, "Enter");
        await Assertions.Expect(Card(console, first).Locator("[data-merged]")).ToHaveCountAsync(0);
        await Assertions.Expect(Card(console, same)).ToHaveAttributeAsync("data-state", "received");
        await PressAsync(console, "Escape");

        // A label for one card by hand, for several at once; then only those with one of them are shown.
        await FocusAsync(console, water);
        await PressAsync(console, "y");
        await console.Keyboard.TypeAsync("water");
        await PressAsync(console, "Control+Enter");
        await Card(console, water).Locator("[data-label=water]").WaitForAsync();
        foreach (var id in new[] { first, same })
        {
            await FocusAsync(console, id);
            await PressAsync(console, "x");
        }
        await PressAsync(console, "y");
        await Assertions.Expect(console.Locator(".chosen textarea")).ToBeFocusedAsync();
        await console.Keyboard.TypeAsync("polio, children");
        await PressAsync(console, "Control+Enter");
        await Assertions.Expect(console.Locator("[data-would]")).ToHaveAttributeAsync("data-would", "2");
        await PressAsync(console, "Enter");
        foreach (var id in new[] { first, same }) await Card(console, id).Locator("[data-label=polio]").WaitForAsync();

        await PressAsync(console, "/");
        var topics = console.Locator("[data-filter=topic]");
        await console.KeyUntilAsync("Tab", "the filter of topics", () => topics.EvaluateAsync<bool>("element => element === document.activeElement"));
        await console.Keyboard.TypeAsync("wat");
        await Assertions.Expect(topics).ToHaveValueAsync("water");
        await Assertions.Expect(console.Locator("[data-question]")).ToHaveCountAsync(1);
        await Assertions.Expect(Card(console, water)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_worries_somebody_is_for_safeguarding_alone_and_its_asker_finds_help()
    {
        const string Worrying = "My uncle hurts me. Who can help?";
        var mona = await DeskAsync("Mona");
        var sarah = await DeskAsync("Sarah", safeguarding: true);
        var asker = await Browsers.NewPersonAsync(_browser, width: 360, height: 740);
        await asker.GotoAsync(_live.PageUrl);
        await asker.Locator("[name=country]").FillAsync("Kenya");
        await asker.AskAsync(Worrying);
        var card = asker.Locator(".mine-card[data-state=received], .mine-card[data-state=held]");
        await Assertions.Expect(card.Locator(".what-became")).ToHaveTextAsync(Said.In("en", "mine.risk"));
        await Assertions.Expect(card.Locator(".help a[href='tel:116']")).ToHaveCountAsync(1);
        var id = await card.GetAttributeAsync("data-question") ?? "";

        // Only a number for those who don't safeguard.
        await mona.Locator("[data-risk-waiting='1']").WaitForAsync();
        await Assertions.Expect(mona.Locator("[data-lane=risk]")).ToHaveCountAsync(0);
        await PressAsync(mona, "g", "r", "n");
        await Assertions.Expect(mona.Locator("[data-question]")).ToHaveCountAsync(0);

        await Assertions.Expect(sarah.Locator("[data-lane=risk] .count")).ToHaveTextAsync("1");
        await PressAsync(sarah, "g", "r", "n", "j");
        await Assertions.Expect(Card(sarah, id)).ToBeFocusedAsync();
        await Assertions.Expect(Card(sarah, id).Locator(".question-text")).ToHaveTextAsync(Worrying);
        await PressAsync(sarah, "v");
        await Card(sarah, id).Locator("[data-risk=seen]").WaitForAsync();
        await asker.ReloadAsync();
        await asker.Locator(".mine-card .what-became", new() { HasText = Said.In("en", "mine.risk-seen") }).WaitForAsync();

        // A slip of the hand is taken back; no danger after all: the others get it.
        await PressAsync(sarah, "a");
        await Assertions.Expect(mona.Locator("[data-lane=new] .count")).ToHaveTextAsync("1");
        await PressAsync(sarah, "u");
        await Assertions.Expect(mona.Locator("[data-lane=new] .count")).ToHaveTextAsync("0");
        await Assertions.Expect(Card(sarah, id)).ToBeFocusedAsync();       // it is drawn before it is under the hands again
        await PressAsync(sarah, "a");
        await Assertions.Expect(mona.Locator("[data-lane=new] .count")).ToHaveTextAsync("1");
        await PressAsync(mona, "g", "n", "n", "j", "z");
        await Assertions.Expect(mona.Locator("[data-lane=new] .count")).ToHaveTextAsync("0");
        await Card(sarah, id).Or(sarah.Locator("[data-action=show-new]")).First.WaitForAsync();
        await PressAsync(mona, "u");
        await Assertions.Expect(mona.Locator("[data-lane=new] .count")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task Reports_of_the_audience_reach_the_desk_and_a_block_ends_an_asker_s_questions()
    {
        const string Unkind = "Why are you all so stupid?", Next = "And still as stupid?";
        var console = await DeskAsync("Mona");
        var asker = await Browsers.NewPersonAsync(_browser, width: 360, height: 740);
        await asker.GotoAsync(_live.PageUrl);
        await asker.AskAsync(Unkind);
        var id = await asker.Question(Unkind, "received").GetAttributeAsync("data-question") ?? "";
        await asker.AskAsync(Next);
        var next = await asker.Question(Next, "received").GetAttributeAsync("data-question") ?? "";
        await console.Locator("[data-lane=new] .count", new() { HasText = "2" }).WaitForAsync();
        await PressAsync(console, "n", "j", "a");
        await _live.QuestionAsync(await _live.AskAsync("How many children were reached?"), "approve", new { });

        var viewer = await Browsers.NewPersonAsync(_browser, width: 360, height: 740);
        await viewer.GotoAsync(_live.PageUrl);
        await Assertions.Expect(asker.Locator($"[data-group] [data-question='{id}'] [data-action=report]")).ToHaveCountAsync(0);   // nobody reports their own
        await viewer.Locator($"[data-group] [data-question='{id}'] [data-action=report]").ClickAsync();
        await viewer.Locator($"[data-group] [data-question='{id}'] .reported").WaitForAsync();
        await PressAsync(console, "g", "a");
        await Card(console, id).Locator("[data-reports='1']").WaitForAsync();
        await viewer.ReloadAsync();
        await viewer.Locator($"[data-group] [data-question='{id}'] .reported").WaitForAsync();

        // Blocked by what is still to be decided on: that is refused, and nothing more is taken.
        await PressAsync(console, "g", "n", "n", "j", "d");
        await Assertions.Expect(console.Locator("[data-lane=new] .count")).ToHaveTextAsync("0");
        await AskInVainAsync("Nobody hears me any more?");
        await asker.ReloadAsync();
        await asker.Question(Next, "rejected").WaitForAsync();

        // It was the wrong one: undone within 30 s, everything is as it was.
        await PressAsync(console, "u");
        await Assertions.Expect(console.Locator("[data-lane=new] .count")).ToHaveTextAsync("1");
        await Assertions.Expect(Card(console, next)).ToHaveAttributeAsync("data-state", "received");
        await Assertions.Expect(Card(console, next).Locator("[data-blocked]")).ToHaveCountAsync(0);
        await asker.Locator("[data-ask-form] [name=text]").FillAsync("");
        await asker.AskAsync("Does anybody hear me again?");
        await asker.Question("Does anybody hear me again?", "received").WaitForAsync();

        async Task AskInVainAsync(string words)
        {
            await asker.AskAsync(words);
            await Assertions.Expect(asker.Locator("[data-ask-form] .notice[role=status]")).ToHaveTextAsync(Said.In("en", "ask.blocked"));
            await Assertions.Expect(asker.Locator("[data-ask-form] [name=text]")).ToHaveValueAsync(words);
        }
    }

    private async Task<IPage> DeskAsync(string name, bool safeguarding = false) =>
        await People.ModeratorAsync(_browser, await _live.InviteAsync("moderator", name, "Europe/Zurich", safeguarding: safeguarding));

    private static ILocator Card(IPage page, string id) => page.Locator($"[data-question='{id}']");

    /// <summary>Up and down until it is under the hands.</summary>
    private static async Task FocusAsync(IPage page, string id)
    {
        await Assertions.Expect(page.Locator("[data-question] textarea")).ToHaveCountAsync(0);     // it would take the keys while what it holds is being saved
        await PressAsync(page, "Home");
        await page.KeyUntilAsync("j", $"card {id}", async () => await page.Locator("[data-question][data-selected=true]").GetAttributeAsync("data-question") == id);
        await Assertions.Expect(Card(page, id)).ToBeFocusedAsync();
    }

    private static Task PressAsync(IPage page, params string[] keys) => page.KeysAsync(keys);
}
