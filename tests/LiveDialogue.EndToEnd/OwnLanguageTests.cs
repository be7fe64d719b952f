using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>Everybody reads in their own language, with the Apertium of this machine: what it says is labelled, and the words as they were written are one press away.</summary>
[Collection(nameof(OwnLanguageTests))]
public sealed class OwnLanguageTests() : LiveScene("--Program:Enabled=false", "--Translation:Engine=apertium")
{
    [Fact]
    public async Task A_question_in_French_is_read_in_Spanish_and_English_and_where_nobody_translates_as_it_is()
    {
        const string Asked = "Pourquoi les médecins ne visitent pas notre village ?", Answer = "Doscientos niños de la escuela beben agua limpia hoy.";
        var live = await EventDriver.CreateAsync(Server);
        var marisol = await live.InviteAsync("moderator", "Marisol", "Europe/Madrid", "es");
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi", "en");
        await live.GoLiveAsync();
        var browser = await Browsers.LaunchAsync();
        var asker = await Browsers.NewPersonAsync(browser, "fr", 360, 740);
        await asker.GotoAsync(live.PageUrl);
        await asker.AskAsync(Asked);
        await asker.Question(Asked, "received").WaitForAsync();
        var id = await asker.Locator(".mine-card").GetAttributeAsync("data-question") ?? "";
        var inArabic = await live.AskAsync("كم طفلا تم تطعيمهم هذا الصباح في القرية؟", "ar");

        // The moderator reads Spanish. Debian has no pair for Arabic: those words stay as they are, with their language's name.
        var console = await People.ModeratorAsync(browser, marisol, "es");
        var card = console.Locator($"[data-question='{id}']");
        await card.Locator(".translation[data-machine=true]", new() { HasText = Said.In("es", "console.text.machine", ("language", "francés")) }).WaitForAsync();
        await Assertions.Expect(card.Locator(".question-text[lang=es]")).ToContainTextAsync("médicos");
        var foreign = console.Locator($"[data-question='{inArabic}']");
        await Assertions.Expect(foreign.Locator(".question-text")).ToHaveAttributeAsync("lang", "ar");
        await Assertions.Expect(foreign.Locator(".who")).ToContainTextAsync("árabe");
        await console.Keyboard.PressAsync("j");
        await Assertions.Expect(card).ToBeFocusedAsync();
        await console.Keyboard.PressAsync("o");
        await Assertions.Expect(card.Locator(".question-text[data-original=true]")).ToHaveTextAsync(Asked);
        await console.Keyboard.PressAsync("a");
        await asker.Question(Asked, "approved").First.WaitForAsync();

        // A viewer who reads Arabic.
        var viewer = await Browsers.NewPersonAsync(browser, "ar", 360, 740);
        await viewer.GotoAsync(live.PageUrl);
        var listed = viewer.Locator($"[data-group] [data-question='{id}']");
        await Assertions.Expect(listed.Locator(".question-text[lang=fr]")).ToHaveTextAsync(Asked);
        await listed.Locator(".written-in", new() { HasText = Said.In("ar", "text.in", ("language", "الفرنسية")) }).WaitForAsync();

        // The speaker's prompter: by way of Spanish into English.
        var prompter = await Browsers.NewPersonAsync(browser);
        await prompter.GotoAsync($"{amina.Url}/prompter");
        await live.QuestionAsync(id, "take", new { });
        await prompter.Locator($"[data-question='{id}'] .prompter-text[lang=en]", new() { HasText = "doctors" }).WaitForAsync();
        await Assertions.Expect(prompter.Locator($"[data-question='{id}'] .prompter-who")).ToContainTextAsync(Said.In("en", "prompter.machine"));
        await prompter.Locator("[data-action=original]").ClickAsync();
        await Assertions.Expect(prompter.Locator($"[data-question='{id}'] .prompter-text")).ToHaveTextAsync(Asked);

        // Answered in Spanish, read in French.
        await live.QuestionAsync(id, "answer", new { text = Answer });
        var mine = asker.Locator($".mine-card[data-question='{id}'][data-state=answered]");
        await mine.Locator(".answer[lang=fr]", new() { HasText = "enfants" }).WaitForAsync();
        await Assertions.Expect(mine.Locator(".original")).ToBeHiddenAsync();
        await mine.Locator("details.translation[data-machine=true] summary", new() { HasText = Said.In("fr", "text.machine", ("language", "espagnol")) }).ClickAsync();
        await Assertions.Expect(mine.Locator(".original[lang=es]")).ToHaveTextAsync(Answer);
    }
}
