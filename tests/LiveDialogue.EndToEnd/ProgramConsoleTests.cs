using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>What moderators and hosts press in the console, and what of it comes to those who watch.</summary>
public sealed class ProgramConsoleTests(ITestOutputHelper output) : ProgramScene(output)
{
    [Fact]
    public async Task A_scene_prepared_in_the_preview_is_taken_by_the_button_and_by_its_key()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var speakers = await PutOnAirAsync(live, Offices[..2]);
        var browser = await Browsers.LaunchAsync();
        var (viewer, _) = await People.ViewerAsync(browser, live, width: 1280, height: 800);
        var watched = viewer.Locator("video").First;
        await SeesAllAsync("the viewer", watched, live, speakers);

        // A moderator, by the mouse: one office alone.
        var moderator = await People.ModeratorAsync(browser, await live.InviteAsync("moderator", "Rosa", "Europe/Zurich"));
        await moderator.Locator("[data-action=watch]").ClickAsync();
        var take = moderator.Locator("[data-action=take-scene]");
        Assert.True(await take.IsDisabledAsync());                              // nothing is prepared
        await moderator.Locator($"[data-choose='{speakers[1].Id}']").ClickAsync();
        await moderator.Locator(".scenes [data-scene=solo]").ClickAsync();
        await moderator.Locator($"[data-monitor=preview][data-scene=solo] [data-tile='{speakers[1].Id}'][data-source=camera] video").WaitForAsync();
        await live.ProgramIsAsync("still shows both", p => Kind(p) == "side-by-side" && p.GetProperty("mode").GetString() == "auto");
        await moderator.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", "console-preview-en-1280.png") });
        await take.ClickAsync();

        await moderator.Locator("[data-monitor=program][data-scene=solo]").WaitForAsync();
        await moderator.Locator(".program-panel[data-mode=manual]").WaitForAsync();
        await live.ProgramIsAsync("shows one office", p => Kind(p) == "solo" && TileOf(p, speakers[1], "camera") is not null);
        var desk = moderator.Locator("[data-monitor=program] video");
        await ShowsAloneAsync("the moderator", desk, live, speakers, 1);
        await ShowsAloneAsync("the viewer", watched, live, speakers, 1);
        await moderator.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", "console-taken-en-1280.png") });

        // A host, by keys alone: 2 prepares both side by side, T takes them.
        var host = await People.ModeratorAsync(browser, await live.InviteAsync("host", "Hana", "Asia/Tokyo"), width: 360, height: 740);
        await host.Locator("[data-monitor=program][data-scene=solo]").WaitForAsync();
        await host.Keyboard.PressAsync("2");
        await host.Locator("[data-monitor=preview][data-scene=side-by-side]").WaitForAsync();
        await host.Keyboard.PressAsync("t");
        await host.Locator("[data-monitor=program][data-scene=side-by-side]").WaitForAsync();
        await moderator.Locator("[data-monitor=program][data-scene=side-by-side]").WaitForAsync();
        await live.ProgramIsAsync("shows both, by hand", p => Kind(p) == "side-by-side" && p.GetProperty("mode").GetString() == "manual");
        await SeesAllAsync("the moderator", desk, live, speakers);
        await SeesAllAsync("the viewer after it", watched, live, speakers);
        Assert.Equal(0, await moderator.Locator(".refusal").CountAsync() + await host.Locator(".refusal").CountAsync());
        await host.Locator("[data-monitor=program]").ScrollIntoViewIfNeededAsync();
        await host.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", "console-taken-en-360.png") });
    }

    private static string? Kind(System.Text.Json.JsonElement program) => program.GetProperty("scene").GetProperty("kind").GetString();

    private static Task ShowsAloneAsync(string who, ILocator video, EventDriver live, IReadOnlyList<Invite> speakers, int wanted) =>
        Eventually.HoldsAsync($"{who} sees {Offices[wanted].Name} alone", async () =>
            await TileAsync(live, speakers[wanted]) is { } tile && await video.ReadTileAsync(tile) is { } seen && seen.IsAbout(Offices[wanted].Colour));
}
