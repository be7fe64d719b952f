using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Tests.Questions;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Stage;

public sealed class StageApiTests : IDisposable
{
    private readonly TestServer _server = new();

    [Fact]
    public async Task A_moderator_puts_a_speaker_on_air_and_the_sfu_knows()
    {
        var live = await _server.AddEventAsync();
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (_, token) = await _server.AddInviteAsync(live.Id, Role.Moderator);
        using var moderator = _server.As(token);

        using var answer = await ActAsync(moderator, live, amina.Id, "on-air");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(new MediaPermission(true, true, true), Permission(live, amina));
        var speaker = (await ReadAsync(moderator, live)).GetProperty("speakers")[0];
        Assert.Equal(amina.Id.Value, speaker.GetProperty("id").GetString());
        Assert.Equal("away", speaker.GetProperty("where").GetString());
        Assert.True(speaker.GetProperty("keepsPlace").GetBoolean());
    }

    [Fact]
    public async Task A_mute_acts_at_the_sfu_and_only_ask_unmute_lets_the_speaker_lift_it()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, token) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        using var host = _server.Host();
        using var self = _server.As(token);

        await ActAsync(host, live, amina.Id, "mute");
        Assert.False(Permission(live, amina).Audio);
        using var refused = await ActAsync(self, live, amina.Id, "unmute");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("muted-by-moderator", (await refused.JsonAsync()).GetProperty("reason").GetString());
        await ActAsync(host, live, amina.Id, "ask-unmute");
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(self, live, amina.Id, "unmute")).StatusCode);
        Assert.True(Permission(live, amina).Audio);
    }

    [Theory]
    [InlineData("on-air", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("off-air", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("ask-unmute", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("mute", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("camera-off", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("camera-on", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("ready", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("not-ready", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("unmute", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("dance", HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    public async Task Each_action_is_somebodys(string action, HttpStatusCode self, HttpStatusCode otherSpeaker, HttpStatusCode moderator)
    {
        var live = await _server.AddEventAsync();
        var (amina, aminaToken) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (_, benToken) = await _server.AddInviteAsync(live.Id, Role.Speaker, "Ben");
        var (_, moderatorToken) = await _server.AddInviteAsync(live.Id, Role.Moderator);
        foreach (var (token, expected) in new[] { (aminaToken, self), (benToken, otherSpeaker), (moderatorToken, moderator) })
        {
            using var client = _server.As(token);
            Assert.Equal(expected, (await ActAsync(client, live, amina.Id, action)).StatusCode);
        }
        using var viewer = _server.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await ActAsync(viewer, live, amina.Id, action)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.GetAsync($"/api/v1/events/{live.Slug}/stage")).StatusCode);
    }

    [Fact]
    public async Task A_stage_is_closed_before_publication_and_after_the_end()
    {
        using var host = _server.Host();
        foreach (var state in new[] { EventState.Draft, EventState.Ended, EventState.Cancelled })
        {
            var live = await _server.AddEventAsync(state);
            var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
            Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(host, live, amina.Id, "on-air")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"/api/v1/events/{live.Id}/stage")).StatusCode);
        }
    }

    [Fact]
    public async Task What_the_sfu_sees_of_a_link_is_on_the_board()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        using var host = _server.Host();
        await ReadAsync(host, live);                                    // opens the stage
        var observer = _server.Media.Stages[live.Id.Value].Observer;
        var runner = _server.Services.GetRequiredService<StageRunners>().Find(live.Id)!;

        foreach (var (link, shown, where) in new[]
        {
            (LinkState.Connecting, "connecting", "green-room"), (LinkState.Connected, "good", "green-room"),
            (LinkState.Silent, "silent", "green-room"), (LinkState.Gone, "none", "away"),
        })
        {
            var changed = NextChange(runner);
            observer.PublisherChanged(new(new(amina.Id.Value), new("s"), link, true, true));
            await changed.WaitAsync(TimeSpan.FromSeconds(10));
            var speaker = (await ReadAsync(host, live)).GetProperty("speakers")[0];
            Assert.Equal((shown, where), (speaker.GetProperty("link").GetString(), speaker.GetProperty("where").GetString()));
        }
    }

    [Fact]
    public async Task A_speakers_page_says_its_rung_and_nobody_else_may()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, token) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (_, other) = await _server.AddInviteAsync(live.Id, Role.Speaker, "Ben");
        using var host = _server.Host();
        using var self = _server.As(token);
        await LinkAsync(live, amina, LinkState.Connected);

        Assert.Equal(HttpStatusCode.NoContent, (await RungAsync(self, "photos", "narrow")).StatusCode);
        var speaker = (await ReadAsync(host, live)).GetProperty("speakers")[0];
        Assert.Equal(("photos", "narrow"), (speaker.GetProperty("rung").GetString(), speaker.GetProperty("rungReason").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RungAsync(self, "ladder", "narrow")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RungAsync(self, "voice", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await RungAsync(host, "voice", "chosen")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await RungAsync(_server.As(other), "voice", "chosen")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RungAsync(_server.Anonymous(), "voice", "chosen")).StatusCode);

        Task<HttpResponseMessage> RungAsync(HttpClient client, string rung, string? reason) =>
            client.PutAsJsonAsync($"/api/v1/events/{live.Id}/stage/{amina.Id}/rung", new { rung, reason });
    }

    [Fact]
    public async Task Whose_link_is_lost_is_taken_off_air_after_two_minutes_and_who_comes_back_before_is_not()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (ben, _) = await _server.AddInviteAsync(live.Id, Role.Speaker, "Ben");
        using var host = _server.Host();
        foreach (var speaker in new[] { amina, ben })
        {
            await ActAsync(host, live, speaker.Id, "on-air");
            await LinkAsync(live, speaker, LinkState.Connected);
            await LinkAsync(live, speaker, LinkState.Gone);
        }
        _server.Time.Advance(Duration.FromSeconds(100));
        await LinkAsync(live, ben, LinkState.Connected);
        Assert.True(Permission(live, amina).OnAir);

        var changed = NextChange(_server.Services.GetRequiredService<StageRunners>().Find(live.Id)!);
        _server.Time.Advance(Duration.FromSeconds(21));
        await changed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(Permission(live, amina).OnAir);
        Assert.True(Permission(live, ben).OnAir);
    }

    [Fact]
    public async Task A_place_is_kept_over_a_restart_and_given_up_two_minutes_later()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        using (var host = _server.Host()) await ActAsync(host, live, amina.Id, "on-air");
        await LinkAsync(live, amina, LinkState.Connected);

        _server.Restart();
        var runner = _server.Services.GetRequiredService<StageRunners>().Find(live.Id)!;
        Assert.True(Permission(live, amina).OnAir);
        var changed = NextChange(runner);
        _server.Time.Advance(StageState.PlaceIsKept + Duration.FromSeconds(1));
        await changed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(Permission(live, amina).OnAir);
    }

    [Fact]
    public async Task Who_ends_the_session_has_left_and_who_loses_it_is_lost()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        using var host = _server.Host();
        await ActAsync(host, live, amina.Id, "on-air");
        foreach (var (reason, isLost) in new[] { (SessionEnd.ConsentLost, true), (SessionEnd.ClosedByClient, false) })
        {
            await LinkAsync(live, amina, LinkState.Connected);
            await LinkAsync(live, amina, LinkState.Gone);
            _server.Media.Stages[live.Id.Value].Observer.SessionEnded(new("s"), reason);
            await ActAsync(host, live, amina.Id, "mute");           // in its turn: what came before is applied
            Assert.Equal(isLost, (await ReadAsync(host, live)).GetProperty("speakers")[0].TryGetProperty("lostSince", out _));
        }
    }

    private async Task LinkAsync(LiveEvent live, Invite speaker, LinkState link)
    {
        var runner = _server.Services.GetRequiredService<StageRunners>().Find(live.Id) ?? await _server.Services.GetRequiredService<StageRunners>().FindOrOpenAsync(live, CancellationToken.None);
        await _server.Services.GetRequiredService<StageRunners>().RefreshAsync(runner!, CancellationToken.None);
        _server.Media.Stages[live.Id.Value].Observer.PublisherChanged(new(new(speaker.Id.Value), new("s"), link, true, true));
        // Taken in turn: once the next command is answered, the link is on the board.
        await runner!.ApplyAsync(new StageCommand.Act(speaker.Id.Value, StageAction.NotReady), CancellationToken.None);
        await runner.ApplyAsync(new StageCommand.Act(speaker.Id.Value, StageAction.NotReady), CancellationToken.None);
    }

    [Fact]
    public async Task A_deleted_invite_is_expelled_at_once()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        using var host = _server.Host();
        await ActAsync(host, live, amina.Id, "on-air");

        await _server.Services.GetRequiredService<InviteStore>().RevokeAsync(live.Id, amina.Id, CancellationToken.None);

        Assert.Contains(new PublisherId(amina.Id.Value), _server.Media.Stages[live.Id.Value].Expelled);
        Assert.Equal(0, (await ReadAsync(host, live)).GetProperty("speakers").GetArrayLength());
    }

    [Fact]
    public async Task Given_a_restart_then_permissions_are_set_before_anybody_asks()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, token) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (ben, _) = await _server.AddInviteAsync(live.Id, Role.Speaker, "Ben");
        long before;
        using (var host = _server.Host())
        using (var self = _server.As(token))
        {
            await ActAsync(host, live, amina.Id, "on-air");
            await ActAsync(host, live, ben.Id, "on-air");
            await ActAsync(host, live, ben.Id, "mute");
            await ActAsync(self, live, amina.Id, "camera-off");
            await ActAsync(self, live, amina.Id, "ready");
            before = _server.Services.GetRequiredService<StageRunners>().Find(live.Id)!.Committed.Version;
        }

        _server.Restart();
        _ = _server.Services;                                           // starts it

        Assert.Equal(new MediaPermission(OnAir: true, Audio: true, Video: false), Permission(live, amina));
        Assert.Equal(new MediaPermission(OnAir: true, Audio: false, Video: true), Permission(live, ben));
        Assert.True(_server.Services.GetRequiredService<StageRunners>().Find(live.Id)!.Committed.Version > before);
        using var after = _server.Host();
        Assert.True((await ReadAsync(after, live)).GetProperty("speakers")[0].GetProperty("ready").GetBoolean());
    }

    [Fact]
    public async Task The_end_of_the_event_closes_its_media()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await _server.AddInviteAsync(live.Id, Role.Speaker);
        using var host = _server.Host();
        await ReadAsync(host, live);
        var closed = NextChange(_server.Services.GetRequiredService<StageRunners>().Find(live.Id)!);

        await _server.Services.GetRequiredService<EventStore>().ChangeAsync(live.Id, "ended", e => e.Finish(), CancellationToken.None);

        await closed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(_server.Media.Stages[live.Id.Value].IsClosed);
        Assert.Equal("ended", (await ReadAsync(host, live)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_cannot_be_stored_shows_and_lets_hear_nobody_who_was_taken_away()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        using var host = _server.Host();
        await ActAsync(host, live, amina.Id, "on-air");
        Assert.Equal(new MediaPermission(true, true, true), Permission(live, amina));

        await SqlAsync("CREATE TRIGGER full BEFORE INSERT ON stages BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
        foreach (var action in new[] { "mute", "camera-off", "off-air" })
            Assert.Equal(HttpStatusCode.InternalServerError, (await ActAsync(host, live, amina.Id, action)).StatusCode);
        Assert.Equal(new MediaPermission(false, false, false), Permission(live, amina));
        Assert.Equal(HttpStatusCode.InternalServerError, (await ActAsync(host, live, amina.Id, "on-air")).StatusCode);
        Assert.False(Permission(live, amina).OnAir);

        await SqlAsync("DROP TRIGGER full");
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(host, live, amina.Id, "on-air")).StatusCode);
        Assert.Equal(new MediaPermission(true, false, false), Permission(live, amina));

        Task SqlAsync(string statement) => _server.Services.GetRequiredService<Db>().TransactionAsync(tx => tx.ExecuteAsync(statement), CancellationToken.None);
    }

    public void Dispose() => _server.Dispose();

    private MediaPermission Permission(LiveEvent live, Invite speaker) => _server.Media.Stages[live.Id.Value].Permissions[new(speaker.Id.Value)];

    private static Task NextChange(StageRunner runner)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        runner.Changed += _ => changed.TrySetResult();
        return changed.Task;
    }

    private static Task<HttpResponseMessage> ActAsync(HttpClient client, LiveEvent live, InviteId speaker, string action) =>
        client.PostAsync($"/api/v1/events/{live.Id}/stage/{speaker}/{action}", null);

    private static async Task<JsonElement> ReadAsync(HttpClient client, LiveEvent live) =>
        await (await client.GetAsync($"/api/v1/events/{live.Id}/stage")).EnsureSuccessStatusCode().JsonAsync();
}
