using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What a newcomer sees first.</summary>
public sealed class DemoTests() : LiveScene("--demo")
{
    [Fact]
    public async Task Four_synthetic_offices_are_seen_and_heard_and_the_public_asks()
    {
        var page = await Browsers.NewPersonAsync(await Browsers.LaunchAsync());
        await Eventually.HoldsAsync("the demo's event is there", async () => (await page.GotoAsync($"{Server.Url}/e/demo"))!.Ok);
        await page.Locator("[data-action=watch]").ClickAsync();

        await Assertions.Expect(page.Locator("video:visible")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await page.SeesAndHearsAsync("the newcomer", frames: 60);
        var demo = await Server.Host.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/events/demo/program", UriKind.Relative));
        Assert.Equal(4, demo.GetProperty("scene").GetProperty("tiles").GetArrayLength());

        // A public of several languages has asked: read in English, with the original one tap away.
        var answered = page.Locator("[data-group=answered] .answer").First;
        await Assertions.Expect(answered).ToContainTextAsync("ice packs", new() { Timeout = 30_000 });
        var translated = page.Locator("[data-group=live] [data-question]").First;
        await Assertions.Expect(translated.Locator("details[data-machine] summary")).ToContainTextAsync("Spanish", new() { Timeout = 60_000 });
        await page.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", "demo-en-1280.png") });
        await translated.Locator("summary").ClickAsync();
        await Assertions.Expect(translated.Locator(".original")).ToContainTextAsync("¿Cuántos niños");
    }
}
