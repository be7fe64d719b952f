using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Boards;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Tests.Questions;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class ProgramApiTests : IDisposable
{
    private readonly TestServer _server = ProgramServer.New();

    [Theory]
    [InlineData("GET", "program", "moderator")]
    [InlineData("POST", "program/preview", "moderator")]
    [InlineData("POST", "program/take", "moderator")]
    [InlineData("POST", "program/auto", "moderator")]
    [InlineData("POST", "program/slate", "moderator")]
    [InlineData("POST", "program/resume", "moderator")]
    [InlineData("POST", "program/card", "moderator")]
    [InlineData("DELETE", "program/card", "moderator")]
    [InlineData("POST", "program/pushes", "host")]
    [InlineData("DELETE", "program/pushes/yt", "host")]
    public async Task Each_door_is_for_those_who_make_the_program(string method, string path, string least)
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var elsewhere = await _server.AddEventAsync();
        var (_, speaker) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (_, moderator) = await _server.AddInviteAsync(live.Id, Role.Moderator);
        var (_, stranger) = await _server.AddInviteAsync(elsewhere.Id, Role.Host);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_server.Anonymous()));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_server.As("no-token-of-ours")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(_server.As(speaker)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(_server.As(stranger)));
        Assert.Equal(least == "host", await StatusAsync(_server.As(moderator)) is HttpStatusCode.Forbidden);
        Assert.NotEqual(HttpStatusCode.Forbidden, await StatusAsync(_server.Host()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_server.Host(), "nothing"));

        async Task<HttpStatusCode> StatusAsync(HttpClient client, string? name = null)
        {
            using var request = new HttpRequestMessage(new(method), $"/api/v1/events/{name ?? live.Id.Value}/{path}");
            if (method == "POST") request.Content = JsonContent.Create(new { });
            using var response = await client.SendAsync(request);
            client.Dispose();
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task The_signed_in_host_needs_the_antiforgery_token()
    {
        var (live, _) = await _server.GoLiveAsync();
        var (browser, csrf) = await _server.SignInAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await SlateAsync(null));
        Assert.Equal(HttpStatusCode.OK, await SlateAsync(csrf));

        async Task<HttpStatusCode> SlateAsync(string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/events/{live.Id}/program/slate");
            request.Headers.Add("Origin", "http://localhost");
            if (token is not null) request.Headers.Add("X-CSRF-TOKEN", token);
            using var response = await browser.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Those_on_air_are_in_the_mix_as_the_stage_lets_them()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (amina, _) = await _server.OnAirAsync(live, "Amina");
        await mixer.OnAirIsAsync(amina);
        Assert.Equal(new MixInput(amina.Id.Value, Audible: true, Visible: true, 0) { ShowsPhoto = true }, Assert.Single(mixer.Inputs));
        await mixer.UntilAsync(m => m.Picture?.Scene == new Scene.Solo(amina.Id.Value));
        Assert.Equal(new Caption("Amina", "", "Nairobi · 15:00"), mixer.Picture!.Captions[amina.Id.Value]);

        using var host = _server.Host();
        (await host.PostAsync($"/api/v1/events/{live.Id}/stage/{amina.Id}/mute", null)).EnsureSuccessStatusCode();
        await mixer.UntilAsync(m => m.Inputs is [{ Audible: false }]);
        _server.Connect(live, amina, LinkState.Gone);
        await _server.SettledAsync(live);
        await mixer.OnAirIsAsync(amina);                            // the place is kept, in the picture too
        (await host.PostAsync($"/api/v1/events/{live.Id}/stage/{amina.Id}/off-air", null)).EnsureSuccessStatusCode();
        await mixer.UntilAsync(m => m.Inputs.Count == 0 && m.Picture!.Scene is Scene.Slate);
    }

    [Fact]
    public async Task A_caption_follows_the_minute_and_the_featured_one_who_speaks()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var people = new[] { (await _server.OnAirAsync(live, "A")).Invite, (await _server.OnAirAsync(live, "B")).Invite, (await _server.OnAirAsync(live, "C")).Invite };
        await mixer.OnAirIsAsync(people);
        _server.Speaks(live, people[2]);
        await mixer.UntilAsync(m => m.Picture?.Scene is Scene.WithStrip strip && strip.Speaker == people[2].Id.Value);

        _server.Speaks(live, people[0]);
        await _server.SettledAsync(live);
        Assert.Equal(people[2].Id.Value, Assert.IsType<Scene.WithStrip>(mixer.Picture!.Scene).Speaker);
        _server.Time.Advance(Duration.FromSeconds(2.1));
        await mixer.UntilAsync(m => m.Picture!.Scene is Scene.WithStrip strip && strip.Speaker == people[0].Id.Value);

        await _server.SettledAsync(live);
        _server.Time.Advance(Duration.FromSeconds(59));
        await mixer.UntilAsync(m => m.Picture!.Captions.Values.All(caption => caption.Place == "Nairobi · 15:01"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]    // as the console sends it
    public async Task A_scene_is_previewed_taken_and_given_back(bool bodyless)
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, _) = await _server.OnAirAsync(live, "A");
        var (b, _) = await _server.OnAirAsync(live, "B");
        await mixer.OnAirIsAsync(a, b);
        using var host = _server.Host();

        var previewed = await PostAsync(host, live, "preview", new { kind = "solo", speakers = new[] { b.Id.Value } }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("auto", "side-by-side", "solo"), (previewed.Text("mode"), previewed.GetProperty("scene").Text("kind"), previewed.GetProperty("preview").Text("kind")));
        var taken = await (bodyless ? host.PostAsync($"/api/v1/events/{live.Id}/program/take", null) : PostAsync(host, live, "take", new { })).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("manual", "solo"), (taken.Text("mode"), taken.GetProperty("scene").Text("kind")));
        Assert.Equal(b.Id.Value, Assert.Single(taken.GetProperty("scene").GetProperty("speakers").EnumerateArray()).GetString());
        Assert.False(taken.TryGetProperty("preview", out _));
        Assert.Equal(new Scene.Solo(b.Id.Value), mixer.Picture!.Scene);
        Assert.Equal(new Scene.BeRightBack(live.Title, "We’ll be right back"), mixer.Picture.Cover);

        await PostAsync(host, live, "take", new { kind = "break", speakers = Array.Empty<string>() }).JsonAsync(HttpStatusCode.OK);
        Assert.IsType<Scene.BeRightBack>(mixer.Picture!.Scene);
        Assert.Equal("auto", (await PostAsync(host, live, "auto").JsonAsync(HttpStatusCode.OK)).Text("mode"));
        Assert.IsType<Scene.SideBySide>(mixer.Picture!.Scene);
    }

    [Fact]
    public async Task A_scene_that_cannot_be_is_refused_with_the_reason()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, _) = await _server.OnAirAsync(live, "A");
        await mixer.OnAirIsAsync(a);
        using var host = _server.Host();

        var none = await PostAsync(host, live, "take").ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(("no-preview", "live"), (none.Text("reason"), none.Text("state")));
        Assert.Equal("not-on-air", (await PostAsync(host, live, "preview", new { kind = "solo", speakers = new[] { "nobody" } }).ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("reason"));
        Assert.Equal("wrong-count", (await PostAsync(host, live, "take", new { kind = "side-by-side", speakers = new[] { a.Id.Value } }).ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("reason"));
        Assert.Equal("not-sharing", (await PostAsync(host, live, "take", new { kind = "shared", speakers = new[] { a.Id.Value } }).ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("reason"));
        Assert.True((await PostAsync(host, live, "preview", new { kind = "cinema" }).ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("kind", out _));
        await host.PostTextAsync($"/api/v1/events/{live.Id}/program/take", "{").ProblemAsync(HttpStatusCode.BadRequest);
        await host.PostTextAsync($"/api/v1/events/{live.Id}/program/preview", """{"kind":"solo","speakers":[null]}""").ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_kill_switch_is_in_the_mixer_before_it_is_answered_and_holds_until_taken_back()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        using var host = _server.Host();

        Assert.True((await PostAsync(host, live, "slate").JsonAsync(HttpStatusCode.OK)).GetProperty("killed").GetBoolean());
        Assert.True(mixer.IsKilled);
        Assert.False((await PostAsync(host, live, "resume").JsonAsync(HttpStatusCode.OK)).GetProperty("killed").GetBoolean());
        Assert.False(mixer.IsKilled);
    }

    [Fact]
    public async Task The_kill_switch_does_not_wait_for_a_disk_that_is_busy_with_what_was_decided_before()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        using var host = _server.Host();
        await PostAsync(host, live, "auto").JsonAsync(HttpStatusCode.OK);
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = _server.Services.GetRequiredService<Db>().TransactionAsync(
            async _ =>
            {
                busy.SetResult();
                await free.Task;
                return 0;
            },
            CancellationToken.None);
        await busy.Task;
        var taking = PostAsync(host, live, "take", new { kind = "break", speakers = Array.Empty<string>() });
        await mixer.UntilAsync(m => m.Picture?.Scene is Scene.BeRightBack);

        await using var viewer = await HubClient.ConnectAsync(_server);
        await viewer.InvokeAsync("Join", live.Slug);
        var slating = PostAsync(host, live, "slate");
        await mixer.UntilAsync(m => m.IsKilled);
        while (!(await viewer.PushAsync("Presence"))[0].GetProperty("cut").GetBoolean()) { }
        Assert.True(_server.Media.Stages[live.Id.Value].Program!.IsExclusive);
        Assert.False(slating.IsCompleted);

        free.SetResult();
        await writing;
        (await taking).EnsureSuccessStatusCode();
        Assert.True((await slating.JsonAsync(HttpStatusCode.OK)).GetProperty("killed").GetBoolean());
        await PostAsync(host, live, "resume").JsonAsync(HttpStatusCode.OK);
        while ((await viewer.PushAsync("Presence"))[0].GetProperty("cut").GetBoolean()) { }
    }

    [Fact]
    public async Task A_restart_finds_what_was_decided_and_the_speakers_find_their_places()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, _) = await _server.OnAirAsync(live, "A");
        var (b, _) = await _server.OnAirAsync(live, "B");
        await mixer.OnAirIsAsync(a, b);
        using (var host = _server.Host())
        {
            await PostAsync(host, live, "take", new { kind = "solo", speakers = new[] { b.Id.Value } }).JsonAsync(HttpStatusCode.OK);
            await PostAsync(host, live, "slate").JsonAsync(HttpStatusCode.OK);
            await PostAsync(host, live, "pushes", new { id = "yt", name = "Elsewhere", url = "rtmp://127.0.0.1/app/key-of-stream" }).JsonAsync(HttpStatusCode.Created);
            await host.PutPhotoAsync(live, b.Id.Value).JsonAsync(HttpStatusCode.NoContent);
        }

        _server.Restart();
        var again = await _server.ProgramAsync(live);

        Assert.NotSame(mixer, again);
        Assert.True(mixer.IsDisposed);
        Assert.True(again.IsKilled);
        Assert.Equal(new PushTarget("yt", "Elsewhere", "rtmp://127.0.0.1/app/key-of-stream"), Assert.Single(again.Pushes));
        await again.UntilAsync(m => m.Photos is [{ } photo] && photo.Speaker == b.Id.Value && photo.Image.SequenceEqual(ProgramServer.Photo));
        _server.Connect(live, a, LinkState.Connected);
        _server.Connect(live, b, LinkState.Connected);
        await again.OnAirIsAsync(a, b);
        await again.UntilAsync(m => m.Picture?.Scene == new Scene.Solo(b.Id.Value));
    }

    [Fact]
    public async Task The_card_follows_the_question_that_is_answered()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        using var host = _server.Host();
        var id = await _server.QuestionInAsync(live.Slug, "What helps most?");
        (await host.CommandAsync(live.Slug, id, "approve")).EnsureSuccessStatusCode();
        Assert.Null(mixer.Picture?.Card);

        (await host.CommandAsync(live.Slug, id, "take")).EnsureSuccessStatusCode();
        await mixer.UntilAsync(m => m.Picture?.Card?.Text == "What helps most?");
        Assert.Equal(id, (await ReadAsync(host, live, v => v.TryGetProperty("card", out _))).GetProperty("card").Text("question"));

        Assert.False((await host.DeleteAsync($"/api/v1/events/{live.Id}/program/card").JsonAsync(HttpStatusCode.OK)).TryGetProperty("card", out _));
        Assert.Null(mixer.Picture!.Card);
        Assert.Equal("not-live", (await PostAsync(host, live, "card", new { question = _server.NewId() }).ProblemAsync(HttpStatusCode.Conflict)).Text("reason"));
        await PostAsync(host, live, "card", new { question = "?" }).ProblemAsync(HttpStatusCode.BadRequest);
        await PostAsync(host, live, "card", new { question = id }).JsonAsync(HttpStatusCode.OK);
        Assert.NotNull(mixer.Picture!.Card);

        _server.Restart();                                          // the live question is found again
        mixer = await _server.ProgramAsync(live);
        await mixer.UntilAsync(m => m.Picture?.Card?.Text == "What helps most?");
        using var after = _server.Host();
        (await after.CommandAsync(live.Slug, id, "answer")).EnsureSuccessStatusCode();
        await mixer.UntilAsync(m => m.Picture!.Card is null);
    }

    [Fact]
    public async Task A_push_is_written_once_and_its_address_is_never_read_back()
    {
        const string Url = "rtmps://127.0.0.1:1936/live/very-secret-key";
        var (live, mixer) = await _server.GoLiveAsync();
        using var host = _server.Host();
        var push = new { id = "yt", name = "Elsewhere", url = Url };

        var created = await PostAsync(host, live, "pushes", push).JsonAsync(HttpStatusCode.Created);
        await PostAsync(host, live, "pushes", push).JsonAsync(HttpStatusCode.OK);
        await PostAsync(host, live, "pushes", new { id = "yt", name = "Elsewhere", url = Url + "2" }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(new PushTarget("yt", "Elsewhere", Url), Assert.Single(mixer.Pushes));

        var view = await ReadAsync(host, live, v => v.GetProperty("outputs").GetArrayLength() == 1);
        Assert.Equal(("yt", "push", "running"), (view.GetProperty("outputs")[0].Text("id"), view.GetProperty("outputs")[0].Text("kind"), view.GetProperty("outputs")[0].Text("state")));
        Assert.DoesNotContain("secret", created.ToString() + view, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Log.Lines, line => line.Contains("very-secret-key", StringComparison.Ordinal));
        var stored = await _server.Services.GetRequiredService<Db>().FirstAsync<string>("SELECT sealed_url FROM program_pushes", null, CancellationToken.None);
        Assert.DoesNotContain("secret", stored, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await host.DeleteAsync($"/api/v1/events/{live.Id}/program/pushes/yt")).StatusCode);
        Assert.Empty(mixer.Pushes);
        await host.DeleteAsync($"/api/v1/events/{live.Id}/program/pushes/yt").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("id", "hls", "A", "rtmp://host/app")]
    [InlineData("id", "a b", "A", "rtmp://host/app")]
    [InlineData("id", null, "A", "rtmp://host/app")]
    [InlineData("name", "a", "", "rtmp://host/app")]
    [InlineData("url", "a", "A", "http://host/app")]
    [InlineData("url", "a", "A", "file:///etc/passwd")]
    [InlineData("url", "a", "A", "rtmp://host/app -f null")]
    [InlineData("url", "a", "A", "rtmp://host/app\nkey")]
    [InlineData("url", "a", "A", "rtmp://host/app\tlive=1")]
    [InlineData("url", "a", "A", " rtmp://host/app")]
    [InlineData("url", "a", "A", "-i")]
    [InlineData("url", "a", "A", "rtmpt://host/app")]
    [InlineData("url", "a", "A", "rtmp:///app/key")]
    [InlineData("url", "a", "A", "async:rtmp://host/app")]
    [InlineData("url", "a", "A", null)]
    public async Task A_push_that_is_none_says_which_field_is_wrong(string field, string? id, string name, string? url)
    {
        var live = await _server.AddEventAsync();
        using var host = _server.Host();

        var problem = await PostAsync(host, live, "pushes", new { id, name, url }).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData(null, "QuestionChanged")]
    [InlineData("speaker", "StageChanged")]
    public async Task Who_only_watches_or_speaks_neither_joins_the_programs_board_nor_hears_of_its_changes(string? role, string ofTheirs)
    {
        var (live, _) = await _server.GoLiveAsync();
        var (speaker, token) = await _server.AddInviteAsync(live.Id, Role.Speaker, "A");
        await using var screen = role is null ? await HubClient.ConnectAsync(_server) : await HubClient.ConnectAsync(_server, token);
        await using var console = await HubClient.ConnectAsync(_server, TestServer.HostToken);
        var joined = await screen.InvokeAsync("Join", live.Slug);
        Assert.DoesNotContain(joined.GetProperty("boards").EnumerateArray(), board => board.Text("board") == "program");
        await console.InvokeAsync("Join", live.Slug);

        using var host = _server.Host();
        await PostAsync(host, live, "slate").JsonAsync(HttpStatusCode.OK);
        Assert.True((await console.PushAsync("ProgramChanged"))[1].GetProperty("killed").GetBoolean());
        var id = await _server.QuestionInAsync(live.Slug, "What helps most?");
        (await host.CommandAsync(live.Slug, id, "approve")).EnsureSuccessStatusCode();
        (await host.PostAsync($"/api/v1/events/{live.Id}/stage/{speaker.Id}/mute", null)).EnsureSuccessStatusCode();
        Assert.DoesNotContain("ProgramChanged", await screen.PushedUntilAsync(ofTheirs));      // which comes later
    }

    [Fact]
    public async Task Given_a_mixer_that_fails_while_it_is_set_up_then_it_is_ended_and_another_one_made()
    {
        var live = await _server.AddEventAsync();
        using var host = _server.Host();
        await PostAsync(host, live, "pushes", new { id = "yt", name = "Elsewhere", url = "rtmp://127.0.0.1/app/key" }).JsonAsync(HttpStatusCode.Created);
        _server.Mixers.PushFailure = new InvalidOperationException("not foreseen");
        (await host.PostAsync($"/api/v1/events/{live.Id}/go-live", null)).EnsureSuccessStatusCode();
        await _server.Log.UntilAsync(line => line.Contains("couldn't be started", StringComparison.Ordinal));
        Assert.All(_server.Mixers.Made, mixer => Assert.True(mixer.IsDisposed));
        Assert.Null(_server.Media.Stages[live.Id.Value].Program);
        Assert.Empty(_server.Media.Stages[live.Id.Value].Taps);

        _server.Mixers.PushFailure = null;
        _server.Time.Advance(Duration.FromSeconds(10));
        await _server.Log.UntilAsync(line => line.Contains("is on, written to", StringComparison.Ordinal));
        Assert.False(_server.Mixers.Made[^1].IsDisposed);
        Assert.StartsWith(Path.Combine(_server.DataFolder, "run"), _server.Mixers.Made[^1].Options.RunFolder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_changes_at_once_for_a_decision_and_once_a_second_for_what_nobody_decided()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        await using var console = await HubClient.ConnectAsync(_server, TestServer.HostToken);
        using var host = _server.Host();
        await PostAsync(host, live, "slate").JsonAsync(HttpStatusCode.OK);
        var joined = await console.InvokeAsync("Join", live.Slug);
        var board = joined.GetProperty("boards").EnumerateArray().Single(b => b.Text("board") == "program");
        Assert.True(board.GetProperty("content").GetProperty("killed").GetBoolean());
        var version = board.GetProperty("version").GetInt64();

        await PostAsync(host, live, "resume").JsonAsync(HttpStatusCode.OK);
        var changed = await console.PushAsync("ProgramChanged");
        Assert.Equal((version + 1, false), (changed[0].GetInt64(), changed[1].GetProperty("killed").GetBoolean()));

        var hls = new OutputStatus("hls", OutputKind.Hls, "HLS", OutputState.Running, OutputReason.None, "");
        for (var fps = 29; fps > 20; fps--)
        {
            mixer.Become(status => status.WithOutput(hls) with { FramesPerSecond = fps, Degraded = MixerTrouble.RateLowered });
            await _server.SettledAsync(live);
        }
        _server.Time.Advance(Duration.FromSeconds(1.1));
        changed = await console.PushAsync("ProgramChanged");

        Assert.Equal((version + 2, 21, "rate-lowered"), (changed[0].GetInt64(), changed[1].GetProperty("fps").GetInt32(), changed[1].Text("trouble")));
        mixer.Become(status => status.WithOutput(hls with { State = OutputState.Failed, Reason = OutputReason.DiskFull, Detail = "No space left" }));
        _server.Time.Advance(Duration.FromSeconds(1.1));
        changed = await console.PushAsync("ProgramChanged");
        var output = changed[1].GetProperty("outputs")[0];
        Assert.Equal((version + 3, "failed", "disk-full", "No space left"), (changed[0].GetInt64(), output.Text("state"), output.Text("reason"), output.Text("detail")));
        Assert.Contains(_server.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Output hls (hls)", StringComparison.Ordinal) && line.Contains("disk-full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_runs_from_go_live_to_the_end()
    {
        var live = await _server.AddEventAsync();
        using var host = _server.Host();
        Assert.Equal("off", (await ReadAsync(host, live)).Text("phase"));
        var refused = await PostAsync(host, live, "slate").ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(("program-off", "published"), (refused.Text("reason"), refused.Text("state")));

        (await host.PostAsync($"/api/v1/events/{live.Id}/go-live", null)).EnsureSuccessStatusCode();
        await PostAsync(host, live, "slate").JsonAsync(HttpStatusCode.OK);      // at once, not when it has opened by itself
        var mixer = Assert.Single(_server.Mixers.Made);
        Assert.Equal(Path.Combine(_server.DataFolder, "programs", live.Id.Value), mixer.Options.Folder);
        Assert.NotNull(_server.Media.Stages[live.Id.Value].Program);
        Assert.Equal("running", (await ReadAsync(host, live)).Text("phase"));

        (await host.PostAsync($"/api/v1/events/{live.Id}/end", null)).EnsureSuccessStatusCode();
        await mixer.UntilAsync(m => m.IsDisposed);
        Assert.Empty(_server.Media.Stages[live.Id.Value].Taps);
        Assert.Equal("stopped", (await ReadAsync(host, live, v => v.Text("phase") == "stopped")).Text("phase"));
        await PostAsync(host, live, "resume").ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Given_a_mixer_that_cannot_be_made_then_it_is_tried_again_and_nothing_else_suffers()
    {
        _server.Mixers.Failure = new IOException("The disk is full.");
        var live = await _server.AddEventAsync(EventState.Live);
        using var host = _server.Host();
        await ReadAsync(host, live);
        await _server.Log.UntilAsync(line => line.Contains("couldn't be started", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"/api/v1/events/{live.Id}/stage")).StatusCode);

        _server.Mixers.Failure = null;
        _server.Time.Advance(Duration.FromSeconds(10));

        await _server.Log.UntilAsync(line => line.Contains("is on, written to", StringComparison.Ordinal));
        Assert.Single(_server.Mixers.Made);
    }

    public void Dispose() => _server.Dispose();

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, LiveEvent live, string path, object? body = null) =>
        client.PostAsync($"/api/v1/events/{live.Id}/program/{path}", body is null ? null : JsonContent.Create(body));

    /// <param name="holds">Waits until it does; each reading lets the paced change of the board go by.</param>
    private async Task<JsonElement> ReadAsync(HttpClient client, LiveEvent live, Func<JsonElement, bool>? holds = null)
    {
        for (var attempt = 0; ; attempt++)
        {
            var view = await client.GetAsync($"/api/v1/events/{live.Id}/program").JsonAsync(HttpStatusCode.OK);
            if (holds is null || holds(view) || attempt == 50) return view;
            _server.Time.Advance(Duration.FromSeconds(1));
            await _server.SettledAsync(live);
        }
    }
}
