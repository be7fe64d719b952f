using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>A speaker's page goes and comes again: the same place on stage, no moderator's hand, nothing on that was off.</summary>
public sealed class ComingBackTests() : LiveScene("--Program:Enabled", "false")
{
    private EventDriver _live = null!;       // by PrepareAsync, before each test; the others too
    private Invite _amina = null!;
    private IBrowserContext _phone = null!;
    private IPage _speaker = null!;
    private IPage _viewer = null!;

    private protected override async Task PrepareAsync()
    {
        _live = await EventDriver.CreateAsync(Server);
        _amina = await _live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await _live.GoLiveAsync();
        _speaker = await People.SpeakerAsync(Browsers, _amina, TestMedia.Red, 440);
        _phone = _speaker.Context;
        await _live.StageAsync(_amina, "on-air");                    // the only time that a moderator does so
        await _speaker.Locator("[data-step=on-air]").WaitForAsync();
        (_viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(), _live);
        await _viewer.SeesAndHearsAsync("the viewer at first");
    }

    [Fact]
    public async Task Who_reloads_the_page_is_on_air_again_without_a_tap()
    {
        await _speaker.ReloadAsync();
        await OnAirAsync(camera: true, microphone: true);
        await _viewer.SeesAndHearsAsync("the viewer after the reload");
        await _viewer.ShowsColourAsync("the viewer after the reload", TestMedia.Red);

        // What somebody switched off stays off, whoever it was.
        await _live.StageAsync(_amina, "camera-off");
        await _speaker.Locator("[data-action=camera][aria-pressed=true]").WaitForAsync();
        await _speaker.ReloadAsync();
        await OnAirAsync(camera: false, microphone: true);
        await HearsOnlyAsync("the viewer of a camera that a moderator switched off");

        await _speaker.Locator("[data-action=mute]").ClickAsync();
        await _live.SpeakerIsAsync(_amina, "microphone", "false");
        await _speaker.ReloadAsync();
        await OnAirAsync(camera: false, microphone: false);

        // By their own hand all of it is there again.
        await _speaker.Locator("[data-action=mute]").ClickAsync();
        await _speaker.Locator("[data-action=camera]").ClickAsync();
        await OnAirAsync(camera: true, microphone: true);
        await _viewer.SeesAndHearsAsync("the viewer at last");
    }

    [Fact]
    public async Task Who_closes_the_tab_and_opens_the_link_again_has_the_place_as_it_was()
    {
        await AnewAsync();
        await OnAirAsync(camera: true, microphone: true);
        await _viewer.SeesAndHearsAsync("the viewer after the tab was opened anew");

        await _live.StageAsync(_amina, "camera-off");
        await _live.SpeakerIsAsync(_amina, "cameraOffByModerator", "true");
        await AnewAsync();
        await OnAirAsync(camera: false, microphone: true);
        await HearsOnlyAsync("the viewer of a camera that a moderator switched off");
        await _live.SpeakerIsAsync(_amina, "cameraOffByModerator", "true");

        // Also once the server has given up the old connection, and only keeps the place.
        await _speaker.Locator("[data-action=mute]").ClickAsync();
        await _live.SpeakerIsAsync(_amina, "microphone", "false");
        await _speaker.CloseAsync();
        await _live.SpeakerIsAsync(_amina, "where", "away");
        await _live.SpeakerIsAsync(_amina, "keepsPlace", "true");
        await OpenAsync();
        await OnAirAsync(camera: false, microphone: false);
        await _speaker.Locator("[data-action=mute]").ClickAsync();
        await _speaker.Locator("[data-action=camera]").ClickAsync();
        await _viewer.SeesAndHearsAsync("the viewer at last");
    }

    private async Task AnewAsync()
    {
        await _speaker.CloseAsync();
        await OpenAsync();
    }

    /// <summary>By the invitation's link: nothing is seen or heard before its steps are done, for the computer may be another's by now.</summary>
    private async Task OpenAsync()
    {
        _speaker = await _phone.NewPageAsync();
        _speaker.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        await _speaker.JoinStageAsync(_amina, onAir: true);
    }

    private async Task OnAirAsync(bool camera, bool microphone)
    {
        await _speaker.Locator("[data-step=on-air] .link-word[data-link=connected]").WaitForAsync();
        await _speaker.Locator($"[data-action=camera][aria-pressed={(camera ? "false" : "true")}]").WaitForAsync();
        await _speaker.Locator($"[data-action=mute][aria-pressed={(microphone ? "false" : "true")}]").WaitForAsync();
        await _live.SpeakerIsAsync(_amina, "where", "on-air");
        await _live.SpeakerIsAsync(_amina, "camera", $"{camera}");
        await _live.SpeakerIsAsync(_amina, "microphone", $"{microphone}");
    }

    /// <summary>New sound, and not one picture meanwhile.</summary>
    private async Task HearsOnlyAsync(string who)
    {
        var before = await _viewer.ReceivedAsync();
        await _viewer.SeesAndHearsAsync(who, frames: 0);
        Assert.Equal(before.Frames, (await _viewer.ReceivedAsync()).Frames);
    }
}
