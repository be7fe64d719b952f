using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>Sound and picture together, from a speaker's page through the program to a viewer's screen and ear.</summary>
public sealed class LipSyncTests(ITestOutputHelper output) : ProgramScene(output)
{
    private const int MostMilliseconds = 80;

    /// <summary>
    /// By what the browser's synchroniser says of the moments it plays, which it knows from the sender reports. It brings them together by 80 ms a second:
    /// a crowded machine's encoder lets pictures wait a second or two, and sound doesn't go through it. The look at flashes and beeps from within a page
    /// is a figure for quiet machines: crowded, its timers came late by more than what is looked for.
    /// </summary>
    [Fact]
    public async Task A_viewers_browser_plays_sound_and_picture_of_the_same_moment()
    {
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        var speaker = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.StageAsync(speaker, "on-air");
        await People.FlashingSpeakerAsync(await Browsers.LaunchAsync(), speaker);
        await live.SpeakerIsAsync(speaker, "link", "good");
        var (viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(), live, width: 1280, height: 800);
        await viewer.SeesAndHearsAsync("the viewer", frames: 60);

        var behind = await viewer.InStepAsync(MostMilliseconds);
        Say($"sound after picture as played, ms, from the first reading on: {string.Join(' ', behind)}");
        var flashes = await viewer.OffsetsAsync(8);
        Say($"beeps after flashes as a page sees them, ms: {string.Join(' ', flashes)}");

        Assert.NotEmpty(flashes);
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("lip-sync.txt"), Figures);
    }
}
