using System.Text.Json;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Tests.Questions;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace LiveDialogue.Server.Tests.Boards;

public sealed class HubTests : IDisposable
{
    private readonly TestServer _server = new();

    [Fact]
    public async Task Each_role_joins_its_own_boards()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (_, speaker) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (_, moderator) = await _server.AddInviteAsync(live.Id, Role.Moderator);
        var elsewhere = await _server.AddEventAsync();
        var (_, stranger) = await _server.AddInviteAsync(elsewhere.Id, Role.Moderator);

        Assert.Equal(["event", "intake", "notices", "questions.public"], await BoardsAsync(live, null));
        Assert.Equal(["event", "intake", "notices", "questions.speaker", "stage"], await BoardsAsync(live, speaker));
        Assert.Equal(["desk", "event", "intake", "notices", "program", "questions.moderation", "run-of-show", "stage"], await BoardsAsync(live, moderator));
        Assert.Equal(["desk", "event", "intake", "notices", "program", "questions.moderation", "questions.risk", "run-of-show", "stage"], await BoardsAsync(live, TestServer.HostToken));
        Assert.Equal(["event", "intake", "notices", "questions.public"], await BoardsAsync(live, stranger));
    }

    [Fact]
    public async Task A_question_reaches_the_moderators_at_once_and_the_audience_when_approved()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var viewer = await HubClient.ConnectAsync(_server);
        await using var moderator = await HubClient.ConnectAsync(_server, TestServer.HostToken);
        var joined = await viewer.InvokeAsync("Join", live.Slug);
        await moderator.InvokeAsync("Join", live.Slug);
        Assert.Equal(0, Board(joined, "questions.public").GetProperty("version").GetInt64());

        var id = await _server.QuestionInAsync(live.Slug, "What helps most?");
        var pending = await moderator.PushAsync("QuestionChanged");
        Assert.Equal(("questions.moderation", 1, id), (pending[0].GetString(), pending[1].GetInt64(), pending[2].GetProperty("id").GetString()));

        using var host = _server.Host();
        (await host.CommandAsync(live.Slug, id, "approve")).EnsureSuccessStatusCode();
        var approved = await viewer.PushAsync("QuestionChanged");            // the first that the audience hears of it
        Assert.Equal(("questions.public", 1, "approved"), (approved[0].GetString(), approved[1].GetInt64(), approved[2].GetProperty("state").GetString()));

        (await host.CommandAsync(live.Slug, id, "reject")).EnsureSuccessStatusCode();
        var withdrawn = await viewer.PushAsync("QuestionChanged");
        Assert.Equal((2, "withdrawn"), (withdrawn[1].GetInt64(), withdrawn[2].GetProperty("state").GetString()));
        Assert.False(withdrawn[2].TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Intake_reaches_everybody_and_the_desk_its_moderators()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var viewer = await HubClient.ConnectAsync(_server);
        await using var moderator = await HubClient.ConnectAsync(_server, TestServer.HostToken);
        var joined = await viewer.InvokeAsync("Join", live.Slug);
        await moderator.InvokeAsync("Join", live.Slug);
        Assert.True(Board(joined, "intake").GetProperty("content").GetProperty("open").GetBoolean());

        using var host = _server.Host();
        using var closing = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/events/{live.Slug}/intake") { Content = System.Net.Http.Json.JsonContent.Create(new { open = false }) };
        closing.Headers.TryAddWithoutValidation("If-Match", "*");
        (await host.SendAsync(closing)).EnsureSuccessStatusCode();

        var closed = await viewer.PushAsync("IntakeChanged");
        Assert.Equal((1, false), (closed[0].GetInt64(), closed[1].GetProperty("open").GetBoolean()));
        Assert.False((await moderator.PushAsync("DeskChanged"))[1].GetProperty("intake").GetProperty("open").GetBoolean());
    }

    [Fact]
    public async Task Given_a_burst_of_changes_then_a_screen_sees_every_version_once_and_in_order()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var moderator = await HubClient.ConnectAsync(_server, TestServer.HostToken);
        await moderator.InvokeAsync("Join", live.Slug);
        using var host = _server.Host();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => host.AskAsync(live.Slug, _server.NewId(), $"Question {i}?")));

        for (var version = 1; version <= 50; version++) Assert.Equal(version, (await moderator.PushAsync("QuestionChanged"))[1].GetInt64());
        var again = await moderator.InvokeAsync("Join", live.Slug);
        Assert.Equal(50, Board(again, "questions.moderation").GetProperty("content").GetProperty("questions").GetArrayLength());
    }

    [Fact]
    public async Task The_stage_and_the_event_change_on_the_screens_that_see_them()
    {
        var live = await _server.AddEventAsync();
        var (amina, token) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        await using var viewer = await HubClient.ConnectAsync(_server);
        await using var speaker = await HubClient.ConnectAsync(_server, token);
        await viewer.InvokeAsync("Join", live.Slug);
        var joined = await speaker.InvokeAsync("Join", live.Slug);
        var version = Board(joined, "stage").GetProperty("version").GetInt64();
        using var host = _server.Host();

        await host.PostAsync($"/api/v1/events/{live.Slug}/stage/{amina.Id}/on-air", null);
        var changed = await speaker.PushAsync("StageChanged");
        Assert.Equal(version + 1, changed[0].GetInt64());
        Assert.True(changed[1].GetProperty("speakers")[0].GetProperty("keepsPlace").GetBoolean());

        await host.PostAsync($"/api/v1/events/{live.Slug}/go-live", null);
        var isLive = await viewer.PushAsync("EventChanged");
        Assert.Equal("live", isLive[1].GetString());
    }

    [Fact]
    public async Task Presence_says_who_is_on_air_and_speaks()
    {
        var live = await _server.AddEventAsync(EventState.Live, StageKind.Open);
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        await using var viewer = await HubClient.ConnectAsync(_server);
        await viewer.InvokeAsync("Join", live.Slug);
        using var host = _server.Host();
        await host.GetAsync($"/api/v1/events/{live.Slug}/stage");
        var sfu = _server.Media.Stages[live.Id.Value].Observer;

        sfu.PublisherChanged(new(new(amina.Id.Value), new("s"), LinkState.Connected, true, true));
        var presence = await PresenceAsync(viewer, p => p.GetProperty("onAir").GetArrayLength() == 1);
        Assert.Equal("Amina", presence.GetProperty("onAir")[0].GetProperty("name").GetString());

        sfu.ActiveSpeakerChanged(new PublisherId(amina.Id.Value));
        await PresenceAsync(viewer, p => p.TryGetProperty("activeSpeaker", out var id) && id.GetString() == amina.Id.Value);
        sfu.PublisherChanged(new(new(amina.Id.Value), default, LinkState.Gone, false, false));
        await PresenceAsync(viewer, p => p.GetProperty("onAir").GetArrayLength() == 0);
    }

    [Fact]
    public async Task The_number_watching_comes_once_a_second()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await using var first = await HubClient.ConnectAsync(_server);
        await first.InvokeAsync("Join", live.Slug);
        await using var second = await HubClient.ConnectAsync(_server);
        await second.InvokeAsync("Join", live.Slug);
        await second.InvokeAsync("Join", live.Slug);                        // again: still one screen
        Assert.Equal(2, (await PresenceAsync(second, _ => true)).GetProperty("watching").GetInt32());
        Assert.Equal(1, (await PresenceAsync(first, _ => true)).GetProperty("watching").GetInt32());

        _server.Time.Advance(Duration.FromSeconds(1));

        Assert.Equal(2, (await PresenceAsync(first, _ => true)).GetProperty("watching").GetInt32());
    }

    [Fact]
    public async Task A_subscriber_watches_its_slots_until_its_session_ends()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, _) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        using var http = _server.Anonymous();
        using var created = await http.PostAsync($"/whep/{live.Slug}", new StringContent("v=0\r\n", System.Text.Encoding.UTF8, "application/sdp"));
        var session = created.Headers.Location!.OriginalString.Split('/')[^1];
        var sfu = _server.Media.Stages[live.Id.Value].Observer;
        await using var viewer = await HubClient.ConnectAsync(_server);

        var stream = await viewer.StreamAsync("Watch", session);
        Assert.Equal(0, (await viewer.ItemAsync(stream)).GetProperty("slots").GetArrayLength());
        sfu.SlotsChanged(new(session), [new("0", MediaKind.Audio, null), new("1", MediaKind.Video, new(amina.Id.Value))]);
        var slots = (await viewer.ItemAsync(stream)).GetProperty("slots");
        Assert.Equal("audio", slots[0].GetProperty("kind").GetString());
        Assert.Equal(("1", "Amina"), (slots[1].GetProperty("mid").GetString(), slots[1].GetProperty("speaker").GetProperty("name").GetString()));
        await viewer.InvokeAsync("Join", live.Slug);                        // a stream that is open holds up nothing
        sfu.SessionEnded(new(session), SessionEnd.ClosedByClient);
        await viewer.CompletionAsync(stream);
    }

    [Fact]
    public async Task A_deleted_invites_connection_is_closed()
    {
        var live = await _server.AddEventAsync();
        var (ben, token) = await _server.AddInviteAsync(live.Id, Role.Moderator, "Ben");
        await using var moderator = await HubClient.ConnectAsync(_server, token);
        await moderator.InvokeAsync("Join", live.Slug);

        await _server.Services.GetRequiredService<InviteStore>().RevokeAsync(live.Id, ben.Id, CancellationToken.None);

        await moderator.EndAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => HubClient.ConnectAsync(_server, token));
    }

    [Fact]
    public async Task An_invite_that_is_deleted_before_the_handshake_gets_no_connection()
    {
        var live = await _server.AddEventAsync();
        var (ben, token) = await _server.AddInviteAsync(live.Id, Role.Moderator);

        await using var late = await HubClient.ConnectAsync(_server, token, () => _server.Services.GetRequiredService<InviteStore>().RevokeAsync(live.Id, ben.Id, CancellationToken.None));

        await Assert.ThrowsAnyAsync<Exception>(() => late.InvokeAsync("Join", live.Slug));
        Assert.Equal(0, _server.Services.GetRequiredService<HubConnections>().Count);
    }

    [Fact]
    public async Task A_connection_that_calls_without_end_is_closed()
    {
        await using var noisy = await HubClient.ConnectAsync(_server);
        var refused = false;
        for (var call = 0; call < 30 && !refused; call++)
        {
            try
            {
                await noisy.InvokeAsync("Join", "no-such-event");
            }
            catch (InvalidOperationException error)
            {
                Assert.DoesNotContain("Exception:", error.Message.Replace("HubException:", "", StringComparison.Ordinal), StringComparison.Ordinal);
            }
            catch (Exception ended) when (ended is EndOfStreamException or IOException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
            {
                refused = true;
            }
        }
        Assert.True(refused);
    }

    [Fact]
    public async Task A_draft_is_no_event_to_the_audience()
    {
        var draft = await _server.AddEventAsync(EventState.Draft);
        await using var viewer = await HubClient.ConnectAsync(_server);
        await Assert.ThrowsAsync<InvalidOperationException>(() => viewer.InvokeAsync("Join", draft.Id.Value));
    }

    [Fact]
    public async Task Screens_are_told_before_the_server_stops()
    {
        var live = await _server.AddEventAsync();
        await using var viewer = await HubClient.ConnectAsync(_server);
        await viewer.InvokeAsync("Join", live.Slug);

        var stopping = Task.Run(_server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication);

        await viewer.PushAsync("Closing");
        await stopping;
    }

    [Fact]
    public async Task Who_signs_out_has_no_connection_left()
    {
        var live = await _server.AddEventAsync();
        var sessions = _server.Services.GetRequiredService<HostSessions>();
        async Task<string> SignInAsync() => (await sessions.SignInAsync(await sessions.NewLinkAsync(CancellationToken.None), CancellationToken.None))!;
        var (ending, staying) = (await SignInAsync(), await SignInAsync());
        await using var host = await HubClient.ConnectAsync(_server, cookie: $"{HostSessions.Cookie}={ending}");
        await using var other = await HubClient.ConnectAsync(_server, cookie: $"{HostSessions.Cookie}={staying}");
        Assert.Contains("desk", (await host.InvokeAsync("Join", live.Slug)).GetProperty("boards").EnumerateArray().Select(board => board.GetProperty("board").GetString()));
        await other.InvokeAsync("Join", live.Slug);

        await sessions.SignOutAsync(ending, CancellationToken.None);

        await Assert.ThrowsAsync<EndOfStreamException>(() => host.PushAsync("Nothing"));
        await other.InvokeAsync("Join", live.Slug);
    }

    [Fact]
    public async Task A_sign_in_that_ended_before_the_handshake_begins_no_connection()
    {
        var sessions = _server.Services.GetRequiredService<HostSessions>();
        var session = (await sessions.SignInAsync(await sessions.NewLinkAsync(CancellationToken.None), CancellationToken.None))!;

        await using var host = await HubClient.ConnectAsync(_server, cookie: $"{HostSessions.Cookie}={session}", meanwhile: () => sessions.SignOutAsync(session, CancellationToken.None));

        await Assert.ThrowsAsync<EndOfStreamException>(() => host.PushAsync("Nothing"));
    }

    [Fact]
    public async Task A_screen_that_goes_on_and_off_has_a_language_planned_once_in_ten_minutes()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var connections = _server.Services.GetRequiredService<HubConnections>();
        var came = 0;
        connections.LanguageCame += _ => came++;
        async Task GlanceAsync()
        {
            await using (var viewer = await HubClient.ConnectAsync(_server)) await viewer.InvokeAsync("JoinIn", live.Slug, "es");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (connections.Count > 0)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        for (var i = 0; i < 5; i++) await GlanceAsync();

        Assert.Equal(1, came);
        Assert.Equal(("es", 0), connections.LanguagesAt(live.Id).Select(read => (read.Language, read.Screens)).Single());
        _server.Time.Advance(Duration.FromMinutes(10));
        Assert.Empty(connections.LanguagesAt(live.Id));
        await GlanceAsync();
        Assert.Equal(2, came);
    }

    [Fact]
    public async Task A_board_is_written_once_for_all_who_read_it()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var store = _server.Services.GetRequiredService<LiveDialogue.Server.Questions.QuestionStore>();
        var id = await _server.QuestionInAsync(live.Slug, "What helps most?", "approve");
        using var voter = _server.Anonymous();
        await voter.BoardAsync(live.Slug);
        async Task<object> ReadAsync(string device) => (await store.ReadSnapshotAsync(live.Id, "questions.public", device, CancellationToken.None)).Content;

        var nobody = await ReadAsync("");
        var somebody = await ReadAsync("a");
        Assert.Same(nobody, await ReadAsync(""));
        Assert.Same(somebody, await ReadAsync("b"));

        (await voter.PostAsync($"/api/v1/events/{live.Slug}/questions/{id}/vote", null)).EnsureSuccessStatusCode();
        Assert.True((await voter.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("votedByMe").GetBoolean());
        using var other = _server.Anonymous();
        await other.BoardAsync(live.Slug);
        Assert.False((await other.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("votedByMe").GetBoolean());

        await _server.QuestionInAsync(live.Slug, "And then?", "approve");
        Assert.NotSame(nobody, await ReadAsync(""));
        Assert.Equal(2, (await other.BoardAsync(live.Slug)).GetProperty("questions").GetArrayLength());
    }

    public void Dispose() => _server.Dispose();

    private async Task<IEnumerable<string>> BoardsAsync(LiveEvent live, string? token)
    {
        await using var client = await HubClient.ConnectAsync(_server, token);
        var joined = await client.InvokeAsync("Join", live.Slug);
        return joined.GetProperty("boards").EnumerateArray().Select(board => board.GetProperty("board").GetString()!).Order(StringComparer.Ordinal).ToList();
    }

    private static JsonElement Board(JsonElement joined, string name) =>
        joined.GetProperty("boards").EnumerateArray().Single(board => board.GetProperty("board").GetString() == name);

    private static async Task<JsonElement> PresenceAsync(HubClient client, Func<JsonElement, bool> wanted)
    {
        while (true)
            if ((await client.PushAsync("Presence"))[0] is var presence && wanted(presence)) return presence;
    }
}
