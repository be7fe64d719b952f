using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>A shared screen on its way through the program.</summary>
public sealed class ProgramShareTests(ITestOutputHelper output) : ProgramScene(output)
{
    [Fact]
    public async Task A_shared_screen_is_in_the_program_with_a_speaker_beside_it_and_leaves_it_when_it_ends()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var speakers = await PutOnAirAsync(live, Offices[..2]);
        var (viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(), live, width: 1280, height: 800);
        var video = viewer.Locator("video").First;
        await SeesAllAsync("the viewer", video, live, speakers);

        await Stage[0].Locator("[data-action=share]").ClickAsync();
        await live.ProgramIsAsync("shows the screen", p => p.GetProperty("scene").GetProperty("kind").GetString() == "shared" && TileOf(p, speakers[0], "screen") is not null);
        await Eventually.HoldsAsync("the viewer sees the screen, and a speaker beside it", async () =>
        {
            var program = await live.ProgramAsync();
            if (TileOf(program, speakers[0], "screen") is not { } screen || await video.ReadTileAsync(screen) is not { } seen || !seen.IsAbout(PatternCamera.Screen)) return false;
            for (var i = 0; i < speakers.Count; i++)
                if (TileOf(program, speakers[i], "camera") is { } beside && await video.ReadTileAsync(beside) is { } face && face.IsAbout(Offices[i].Colour)) return true;
            return false;
        });
        await viewer.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", "program-shared-en-1280.png") });

        await Stage[0].Locator("[data-action=share]").ClickAsync();
        await live.ProgramIsAsync("shows the speakers again", p => p.GetProperty("scene").GetProperty("kind").GetString() is "side-by-side" or "with-strip" or "grid");
        await SeesAllAsync("the viewer after it", video, live, speakers);
    }
}
