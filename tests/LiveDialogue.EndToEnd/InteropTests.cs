using System.Text.Json;

namespace LiveDialogue.EndToEnd;

/// <summary>Peers that are not ours come in through the same doors as our own pages.</summary>
public sealed class InteropTests() : LiveScene(browsers: false)
{
    [Fact]
    public async Task What_aiortc_publishes_reaches_werift_with_picture_and_sound()
    {
        var live = await EventDriver.CreateAsync(Server);
        var speaker = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.GoLiveAsync();
        await live.StageAsync(speaker, "on-air");

        var folder = Path.Combine(RepositoryRoot.Path, "tests", "LiveDialogue.EndToEnd", "Peers");
        var publisher = Tool.RunAsync("/usr/bin/python3", Path.Combine(folder, "publish_aiortc.py"), $"{Server.Url}/whip/{live.Id}", speaker.Token, "14");
        await live.SpeakerIsAsync(speaker, "link", "good");
        var receiver = Tool.RunAsync("node", Path.Combine(folder, "receive-werift.mjs"), $"{Server.Url}/whep/{live.Id}", "8");

        var received = await receiver;
        var published = await publisher;

        Assert.True(published.ExitCode == 0, $"aiortc: {published.Output}{published.Errors}");
        Assert.True(received.ExitCode == 0, $"werift: {received.Output}{received.Errors}");
        var counts = JsonDocument.Parse(received.Output.Split('\n').Last(line => line.StartsWith('{'))).RootElement;
        Assert.True(counts.GetProperty("video").GetInt32() > 50, received.Output);
        Assert.True(counts.GetProperty("audio").GetInt32() > 100, received.Output);
        Assert.True(counts.GetProperty("keyframes").GetInt32() >= 1, received.Output);
        Assert.Equal(0, counts.GetProperty("gaps").GetInt32());
    }
}
