using System.Collections.Concurrent;
using System.Net.Http.Json;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>What the server acknowledged survives SIGKILL, and everybody is back without pressing a button.</summary>
public sealed class RestartTests(ITestOutputHelper output) : LiveScene
{
    [Fact]
    public async Task A_killed_server_comes_back_with_the_same_people_and_questions()
    {
        var live = await EventDriver.CreateAsync(Server);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        var moderator = await live.InviteAsync("moderator", "Mona", "Europe/Zurich");
        await live.GoLiveAsync();
        var speaker = await People.SpeakerAsync(Browsers, amina, TestMedia.Red, 440);
        await live.StageAsync(amina, "on-air");
        await speaker.Locator("[data-action=camera]").ClickAsync();
        await live.SpeakerIsAsync(amina, "camera", "false");
        await speaker.Locator("[data-action=camera]").ClickAsync();
        await live.SpeakerIsAsync(amina, "camera", "true");
        var others = await Browsers.LaunchAsync();
        var console = await People.ModeratorAsync(others, moderator);
        var (viewer, _) = await People.ViewerAsync(others, live);
        await viewer.SeesAndHearsAsync("the viewer before the kill");
        await viewer.AskAsync("Asked before the kill");
        await console.Question("Asked before the kill", "received").Locator("[data-action=approve]").ClickAsync();
        await Eventually.HoldsAsync("it is approved", async () => (await live.QuestionsAsync()).Any(q => q.GetProperty("state").GetString() == "approved"));

        // Asks in flight while the process dies: each keeps trying with its own id until it is acknowledged.
        var acknowledgedBefore = new ConcurrentDictionary<string, bool>();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        using var stop = new CancellationTokenSource();
        var asks = Enumerable.Range(0, 20).Select(number => AskUntilAcknowledgedAsync(live, number, acknowledged, stop.Token)).ToArray();
        await Eventually.HoldsAsync("some asks are acknowledged, others not yet", () => Task.FromResult(acknowledged.Count >= 5));
        await Server.KillAsync();
        foreach (var id in acknowledged.Keys) acknowledgedBefore[id] = true;
        await Server.StartAsync();
        var answering = TimeProvider.System.GetTimestamp();

        await live.SpeakerIsAsync(amina, "where", "on-air");
        await live.SpeakerIsAsync(amina, "link", "good");
        output.WriteLine($"speaker back {TimeProvider.System.GetElapsedTime(answering).TotalSeconds:0.0} s after the server answered");
        await viewer.SeesAndHearsAsync("the viewer after the kill", frames: 5);
        var took = TimeProvider.System.GetElapsedTime(answering);
        output.WriteLine($"picture back {took.TotalSeconds:0.0} s after the server answered");
        await File.WriteAllTextAsync(RepositoryRoot.Artifacts("restart.txt"), $"{took.TotalSeconds:0.0} s from the server's first answer to five new frames and sound at the viewer\n");

        // Boards: what was there is there, what came after the kill arrives without a button.
        await Task.WhenAll(asks);
        var board = await live.QuestionsAsync();
        var texts = board.Select(q => q.GetProperty("text").GetString()).ToArray();
        Assert.Equal(texts.Length, texts.Distinct().Count());
        foreach (var id in acknowledgedBefore.Keys) Assert.Single(board, q => q.GetProperty("id").GetString()!.Equals(id, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(21, board.Count);
        await viewer.Question("Asked before the kill", "approved").First.WaitForAsync();
        await viewer.AskAsync("Asked after the kill");
        await Eventually.HoldsAsync("the console counts them all", async () =>
            (await console.Locator("[data-lane=new] .count").InnerTextAsync()).Trim() == "21");
        Assert.Equal("true", (await live.SpeakerAsync(amina)).GetProperty("microphone").ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task Sigterm_ends_cleanly_with_people_connected()
    {
        var live = await EventDriver.CreateAsync(Server);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.GoLiveAsync();
        await live.StageAsync(amina, "on-air");
        await People.SpeakerAsync(Browsers, amina, TestMedia.Red, 440, onAir: true);
        var (viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(), live);
        await viewer.SeesAndHearsAsync("the viewer");

        var (took, exitCode) = await Server.TerminateAsync();

        output.WriteLine($"ended in {took.TotalSeconds:0.0} s");
        Assert.Equal(0, exitCode);
        Assert.True(took < TimeSpan.FromSeconds(5), $"The contract is five seconds; it took {took}.");
        Assert.DoesNotContain("Unhandled", Server.Log, StringComparison.Ordinal);
    }

    private async Task AskUntilAcknowledgedAsync(EventDriver live, int number, ConcurrentDictionary<string, bool> acknowledged, CancellationToken ct)
    {
        var id = Guid.CreateVersion7().ToString();
        await Eventually.HoldsAsync($"ask {number} is acknowledged", async () =>
        {
            try
            {
                using var answer = await Server.Anyone.PostAsJsonAsync(
                    $"/api/v1/events/{live.Id}/questions", new { id, text = $"Question number {number} in flight", language = "en" }, ct);
                if (!answer.IsSuccessStatusCode) return false;
                acknowledged[id] = true;
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }
}
