using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>
/// One event as its people live it: two speakers, a viewer and a moderator in real browsers, with real media. Without a mixer, as where ffmpeg isn't
/// installed: the audience sees the speakers themselves.
/// </summary>
public sealed class LiveEventTests(ITestOutputHelper output) : LiveScene("--Program:Enabled=false")
{
    [Fact]
    public async Task Two_field_offices_speak_and_a_viewer_asks_and_is_answered()
    {
        var live = await EventDriver.CreateAsync(Server);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        var bikash = await live.InviteAsync("speaker", "Bikash", "Asia/Kathmandu");
        var moderator = await live.InviteAsync("moderator", "Mona", "Europe/Zurich");
        await live.GoLiveAsync();

        // Green room: ready, not on air; the audience sees nothing of it.
        var aminaPage = await People.SpeakerAsync(Browsers, amina, TestMedia.Red, 440);
        var bikashPage = await People.SpeakerAsync(Browsers, bikash, TestMedia.Blue, 660);
        await live.SpeakerIsAsync(amina, "where", "green-room");
        await live.SpeakerIsAsync(bikash, "link", "good");
        await aminaPage.Locator("[data-action=ready]").ClickAsync();
        await live.SpeakerIsAsync(amina, "ready", "true");

        // The moderator puts both on air; they see and hear each other.
        var others = await Browsers.LaunchAsync();
        var console = await People.ModeratorAsync(others, moderator);
        await console.Locator($"[data-speaker='{amina.Id}'][data-ready=true] [data-action=on-air]").ClickAsync();
        await console.Locator($"[data-speaker='{bikash.Id}'] [data-action=on-air]").ClickAsync();
        await aminaPage.Locator("[data-step=on-air]").WaitForAsync();
        await bikashPage.Locator("[data-step=on-air]").WaitForAsync();
        await aminaPage.SeesAndHearsAsync("Amina");
        await aminaPage.ShowsColourAsync("Amina sees Bikash", TestMedia.Blue);
        await bikashPage.ShowsColourAsync("Bikash sees Amina", TestMedia.Red);

        // The viewer sees both and hears them.
        var (viewer, firstFrame) = await People.ViewerAsync(others, live);
        output.WriteLine($"first frame {firstFrame:0} ms after the click");
        await File.WriteAllTextAsync(RepositoryRoot.Artifacts("join.txt"), $"{firstFrame:0} ms from the click to the first frame\n");
        await viewer.SeesAndHearsAsync("the viewer");
        await viewer.ShowsColourAsync("the viewer sees Amina", TestMedia.Red);
        await viewer.ShowsColourAsync("the viewer sees Bikash", TestMedia.Blue);
        Assert.Equal(0, await viewer.Locator("bdi", new() { HasText = "Mona" }).CountAsync());   // who curates is nobody's business

        // Asked, approved, on air, answered; a refusal is told with its reason.
        const string Question = "How many children were reached in your villages?";
        const string Refused = "What is your favourite colour?";
        await viewer.AskAsync(Question, "Léa");
        await viewer.AskAsync(Refused);
        await viewer.Question(Question, "received").WaitForAsync();
        await console.Locator("[data-action=show-new]").ClickIfThereAsync();
        await console.Question(Question, "received").Locator("[data-action=approve]").ClickAsync();
        await viewer.Locator("[data-group=next] [data-question]", new() { HasText = Question }).Or(viewer.Locator("[data-action=show-new]")).First.WaitForAsync();
        await console.Question(Refused, "received").Locator("[data-action=reject]").ClickAsync();
        await console.Locator("[data-reason=off-topic]").ClickAsync();
        await console.Locator("[data-lane=shortlist]").Or(console.Locator("[data-lane=approved]")).First.ClickAsync();
        await console.Question(Question, "approved").Locator("[data-action=take]").ClickAsync();
        await aminaPage.Question(Question, "live").WaitForAsync();
        await viewer.Locator("[data-group=live] [data-question]", new() { HasText = Question }).WaitForAsync();
        await console.Locator("[data-lane=live]").ClickAsync();
        await console.Question(Question, "live").Locator("[data-action=answer]").ClickAsync();
        await console.Locator(".answer-form textarea").FillAsync("Two hundred, this morning alone.");
        await console.Locator("[data-action=save-answer]").ClickAsync();
        await viewer.Question(Question, "answered").First.WaitForAsync();
        await Assertions.Expect(viewer.Question(Question, "answered").First).ToContainTextAsync("Two hundred");
        await viewer.ReloadAsync();
        await viewer.Question(Refused, "rejected").WaitForAsync();
        await viewer.Locator("[data-action=watch]").ClickAsync();
        await viewer.SeesAndHearsAsync("the viewer after a reload");

        // Mute and off-air act at the SFU: the page has no say in it.
        await console.Locator($"[data-speaker='{amina.Id}'] [data-action=mute]").ClickAsync();
        await live.SpeakerIsAsync(amina, "microphone", "false");
        await Assertions.Expect(aminaPage.Locator("[data-action=mute]")).ToBeDisabledAsync();
        await console.Locator($"[data-speaker='{amina.Id}'] [data-action=ask-unmute]").ClickAsync();
        await aminaPage.Locator("[data-action=mute]:not([disabled])").ClickAsync();
        await live.SpeakerIsAsync(amina, "microphone", "true");
        await aminaPage.Locator("[data-action=camera]").ClickAsync();
        await live.SpeakerIsAsync(amina, "camera", "false");
        await console.Locator($"[data-speaker='{amina.Id}'][data-camera=false]").WaitForAsync();
        await console.Locator($"[data-speaker='{bikash.Id}'] [data-action=off-air]").ClickAsync();
        await bikashPage.Locator("[data-step=green-room]").WaitForAsync();
        var before = await viewer.ReceivedAsync();
        await Eventually.HoldsAsync("no picture is left for the viewer", async () =>
        {
            var now = await viewer.ReceivedAsync();
            var still = now.Frames == before.Frames;
            before = now;
            return still;
        });

        // Leaving and coming back takes the same place, with the camera as it was left: off.
        await aminaPage.CloseAsync();
        await live.SpeakerIsAsync(amina, "link", "none");
        var again = await People.SpeakerOnAirAgainAsync(Browsers, amina);
        await again.Locator("[data-step=on-air]").WaitForAsync();
        await live.SpeakerIsAsync(amina, "where", "on-air");
        await live.SpeakerIsAsync(amina, "camera", "false");
        await again.Locator("[data-action=camera]").ClickAsync();
        await viewer.SeesAndHearsAsync("the viewer, with Amina back");
    }

    [Fact]
    public async Task A_revoked_invite_closes_its_media_and_its_screen()
    {
        var live = await EventDriver.CreateAsync(Server);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.GoLiveAsync();
        var page = await People.SpeakerAsync(Browsers, amina, TestMedia.Red, 440);
        await live.SpeakerIsAsync(amina, "link", "good");

        using var answer = await Server.Host.DeleteAsync($"/api/v1/events/{live.Id}/invites/{amina.Id}");

        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        await page.Locator("[data-link=refused]").WaitForAsync();
        using var publish = await Server.Anyone.PostAsync($"/whip/{live.Id}", new StringContent("v=0"));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, publish.StatusCode);
    }
}
