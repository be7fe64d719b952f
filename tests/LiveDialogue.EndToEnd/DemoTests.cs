using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What a newcomer sees first.</summary>
public sealed class DemoTests() : LiveScene("--demo")
{
    [Fact]
    public async Task Four_synthetic_offices_are_seen_and_heard()
    {
        var page = await Browsers.NewPersonAsync(await Browsers.LaunchAsync());
        await Eventually.HoldsAsync("the demo's event is there", async () => (await page.GotoAsync($"{Server.Url}/e/demo"))!.Ok);
        await page.Locator("[data-action=watch]").ClickAsync();

        await Assertions.Expect(page.Locator("figure[data-tile-speaker]:visible")).ToHaveCountAsync(4, new() { Timeout = 60_000 });
        foreach (var office in new[] { "Goma", "Geneva", "Kathmandu", "Suva" })
            await Assertions.Expect(page.Locator("figcaption", new() { HasText = office })).ToBeVisibleAsync();
        await page.SeesAndHearsAsync("the newcomer", frames: 60);
        await page.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", "demo-en-1280.png") });
    }
}
