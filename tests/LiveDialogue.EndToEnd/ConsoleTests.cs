using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>The moderators' desk in a real browser: by the keyboard alone, and two on one card.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class ConsoleTests : LiveScene
{
    private EventDriver _live = null!;   // by PrepareAsync, before each test; the others too
    private Invite _mona = null!;
    private Invite _amina = null!;
    private IBrowser _browser = null!;

    private protected override async Task PrepareAsync()
    {
        _live = await EventDriver.CreateAsync(Server);
        _mona = await _live.InviteAsync("moderator", "Mona", "Europe/Zurich");
        _amina = await _live.InviteAsync("moderator", "Amina", "Africa/Lubumbashi");
        await _live.GoLiveAsync();
        _browser = await Browsers.LaunchAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_brings_a_question_from_new_to_answered()
    {
        var (asked, unclear, off) = (await _live.AskAsync("How many children were reached?"), await _live.AskAsync("And the boxes?"), await _live.AskAsync("Who won the match?"));
        var page = await Browsers.NewPersonAsync(_browser);
        await page.GotoAsync(_mona.Url);
        await page.Locator("[data-step=open] [data-action=join]").WaitForAsync();
        await page.KeyUntilAsync("Tab", "the button to join", () => page.EvaluateAsync<bool>("document.activeElement?.dataset?.action === 'join'"));
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-question]").Nth(2).WaitForAsync();

        // Three decisions, six keys; each goes on to the next card.
        await PressAsync(page, "j");
        await FocusIsOnAsync(page, asked);
        await PressAsync(page, "a");
        await FocusIsOnAsync(page, unclear);
        await PressAsync(page, "r", "3");
        await FocusIsOnAsync(page, off);
        await PressAsync(page, "r", "1");
        await Assertions.Expect(page.Locator("[data-question]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#queue-title")).ToBeFocusedAsync();   // the last card took no focus with it

        // One of them was a mistake.
        await page.Locator("[data-action=undo]").WaitForAsync();
        await PressAsync(page, "u");
        await Assertions.Expect(Card(page, off)).ToHaveAttributeAsync("data-state", "received");
        await PressAsync(page, "g", "d");
        await Assertions.Expect(Card(page, unclear)).ToHaveAttributeAsync("data-state", "rejected");

        // From the approved to the air, and the answer in writing.
        await PressAsync(page, "g", "a", "j", "c");
        await Assertions.Expect(Card(page, asked).Locator("[data-holder]")).ToHaveAttributeAsync("data-mine", "true");
        await PressAsync(page, "s", "g", "s", "j", "l", "g", "l", "j", "w");
        await Assertions.Expect(Card(page, asked).Locator("textarea")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Two hundred, just now.");
        await page.Keyboard.PressAsync("Control+Enter");
        await PressAsync(page, "g", "d");
        await Assertions.Expect(Card(page, asked)).ToHaveAttributeAsync("data-state", "answered");
        await Assertions.Expect(Card(page, asked).Locator(".answer")).ToHaveTextAsync("Two hundred, just now.");

        // Looking for something, and leaving the field again.
        await PressAsync(page, "/");
        await page.Keyboard.TypeAsync("BOXES");
        await Assertions.Expect(page.Locator("[data-question]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await FocusIsOnAsync(page, unclear);
        await PressAsync(page, "b");
        await Assertions.Expect(page.Locator("[data-lane=new] .count")).ToHaveTextAsync("2");

        // The guide closes by Escape and gives the focus back; keys that are switched off do nothing.
        await PressAsync(page, "?");
        await Assertions.Expect(page.Locator("[data-sheet=guide]")).ToBeVisibleAsync();
        await page.Locator("[data-shortcuts]").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("[data-sheet]")).ToHaveCountAsync(0);
        await PressAsync(page, "?");
        await Assertions.Expect(page.Locator("[data-sheet]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Many_are_decided_at_once_after_a_look_and_undone_at_once()
    {
        var ids = new List<string>();
        for (var i = 1; i <= 4; i++) ids.Add(await _live.AskAsync($"Question {i}"));
        var page = await People.ModeratorAsync(_browser, _mona);
        await page.Locator("[data-question]").Nth(3).WaitForAsync();
        await PressAsync(page, "j", "x", "j", "x", "j", "x");
        await Assertions.Expect(page.Locator("[data-chosen-count]")).ToHaveAttributeAsync("data-chosen-count", "3");
        await _live.QuestionAsync(ids[0], "reject", new { reason = "unclear" });
        await Assertions.Expect(page.Locator("[data-lane=done] .count")).ToHaveTextAsync("1");

        await PressAsync(page, "a");
        var preview = page.Locator("[data-would]");
        await Assertions.Expect(preview).ToHaveAttributeAsync("data-would", "2");
        await Assertions.Expect(preview).ToHaveAttributeAsync("data-would-not", "1");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-lane=approved] .count")).ToHaveTextAsync("2");
        await PressAsync(page, "u");
        await Assertions.Expect(page.Locator("[data-lane=approved] .count")).ToHaveTextAsync("0");
        await Assertions.Expect(page.Locator("[data-lane=new] .count")).ToHaveTextAsync("3");
    }

    [Fact]
    public async Task Two_moderators_on_one_card_see_each_other_and_lose_nothing()
    {
        var id = await _live.AskAsync("How many children were reached?");
        var mona = await People.ModeratorAsync(_browser, _mona);
        var amina = await People.ModeratorAsync(_browser, _amina);
        await Card(mona, id).WaitForAsync();
        await PressAsync(mona, "j", "c");
        await Assertions.Expect(Card(amina, id).Locator("[data-holder]")).ToContainTextAsync("Mona");
        await PressAsync(mona, "a", "g", "a");
        await Assertions.Expect(amina.Locator("[data-lane=approved] .count")).ToHaveTextAsync("1");
        await PressAsync(amina, "g", "a", "j", "w");
        await amina.Keyboard.TypeAsync("Two hundred, and");

        // While Amina writes, Mona decides otherwise: the card stays under Amina's hands, and says so.
        await PressAsync(mona, "j", "r", "3");
        await Assertions.Expect(Card(amina, id)).ToHaveAttributeAsync("data-state", "rejected");
        await Assertions.Expect(Card(amina, id).Locator("textarea")).ToBeFocusedAsync();
        await amina.Keyboard.TypeAsync(" fifty");
        await amina.Keyboard.PressAsync("Control+Enter");
        var difference = Card(amina, id).Locator("[data-difference]");
        await Assertions.Expect(difference).ToHaveAttributeAsync("data-difference", "rejected");
        await Assertions.Expect(difference).ToContainTextAsync("was not done");
        await Assertions.Expect(Card(amina, id).Locator("textarea")).ToHaveValueAsync("Two hundred, and fifty");   // nothing typed is lost
        Assert.Equal("rejected", (await _live.QuestionsAsync()).Single().GetProperty("state").GetString());
        await amina.LookAsync("console-two", "en", 1280);

        // The note for the next shift: whoever was slower reads the other's first.
        await amina.Keyboard.PressAsync("Escape");
        foreach (var page in new[] { mona, amina })
        {
            await PressAsync(page, "h");
            await Assertions.Expect(page.Locator("[data-sheet] textarea")).ToBeEnabledAsync();
        }
        await mona.Locator("[data-sheet] textarea").FillAsync("Goma asks first.");
        await mona.Locator("[data-sheet] [data-action=save]").ClickAsync();
        await Assertions.Expect(mona.Locator("[data-sheet] [role=status]")).Not.ToBeEmptyAsync();
        await amina.Locator("[data-sheet] textarea").FillAsync("Suva sleeps.");
        await amina.Locator("[data-sheet] [data-action=save]").ClickAsync();
        await Assertions.Expect(amina.Locator("[data-theirs]")).ToContainTextAsync("Goma asks first.");
        await Assertions.Expect(amina.Locator("[data-sheet] textarea")).ToHaveValueAsync("Suva sleeps.");
    }

    [Theory]
    [InlineData("en", 360, 740)]
    [InlineData("en", 1280, 800)]
    [InlineData("ar", 360, 740)]
    [InlineData("ar", 1280, 800)]
    public async Task Everything_that_opens_fits_and_is_accessible(string language, int width, int height)
    {
        var asked = await _live.AskAsync("Combien d’enfants ont été atteints ce matin dans les villages autour du lac, et qui porte les glacières jusque-là ?", "fr", "Léa", "CD");
        await _live.AskAsync("كم عدد الأطفال (polio) هذا الصباح؟", "ar", country: "EG");
        await _live.AskAsync("Call me: +41 22 555 01 99", "en", "Zoë");
        var page = await Browsers.NewPersonAsync(_browser, language, width, height);
        await page.GotoAsync($"{_mona.Url}?lang={language}");
        await page.Locator("[data-step=open] [data-action=join]").ClickAsync();
        await page.Locator("[data-question]").Nth(2).WaitForAsync();
        foreach (var (screen, keys) in new[]
        {
            ("card", "j"), ("reject", "r"), ("label", "Escape y"), ("merge", "Escape m"), ("chosen", "Escape x j x a"), ("guide", "Escape ?"), ("intake", "Escape i"), ("holds", "Escape f"), ("glossary", "Escape q"), ("hand-over", "Escape h"), ("chosen-topics", "Escape y"),
        })
        {
            await PressAsync(page, keys.Split(' '));
            if (screen is "chosen") await page.Locator("[data-would]").WaitForAsync();
            if (screen is "guide" or "intake" or "holds" or "glossary" or "hand-over") await page.Locator($"[data-sheet={screen}]").WaitForAsync();
            await page.LookAsync($"console-{screen}", language, width);
        }
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Card(page, asked)).ToBeVisibleAsync();
    }

    private static ILocator Card(IPage page, string id) => page.Locator($"[data-question='{id}']");

    private static Task FocusIsOnAsync(IPage page, string id) => Assertions.Expect(Card(page, id)).ToBeFocusedAsync();

    private static Task PressAsync(IPage page, params string[] keys) => page.KeysAsync(keys);
}
