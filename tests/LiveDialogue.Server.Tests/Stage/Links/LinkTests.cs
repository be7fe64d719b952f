using System.Net;
using System.Text;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage.Links;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Stage.Links;

public sealed class LinkTests : IAsyncLifetime, IDisposable
{
    private readonly TestServer _server = new();
    private LiveEvent _live = null!;    // by InitializeAsync, which xunit calls first
    private Invite _amina = null!;      // likewise
    private string _token = "";
    private SessionId _publishes, _watches;

    public async Task InitializeAsync()
    {
        _live = await _server.AddEventAsync(EventState.Live);
        (_amina, _token) = await _server.AddInviteAsync(_live.Id, Role.Speaker, "=Amina");
        using var speaker = _server.As(_token);
        _publishes = await OpenAsync(speaker, $"/whip/{_live.Slug}");
        _watches = await OpenAsync(speaker, $"/whep/{_live.Slug}/stage");
        Stage.Observer.SlotsChanged(_watches, [new("0", MediaKind.Video, new PublisherId("ben")), new("1", MediaKind.Video, null)]);
        _server.Media.Paths[_publishes] = new(null, 0, TimeSpan.FromMilliseconds(412), 0, [])
        {
            Kind = PathKind.Tcp,
            IsIPv6 = true,
            Uplink = new(92_000, 80_000, 0.0512345, 0.01, 7, TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(250)),
        };
        _server.Media.Paths[_watches] = new(130_000, 70_000, TimeSpan.FromMilliseconds(405), 0.25, [new("0", "q", LayerReason.Path), new("1", null, LayerReason.Empty)]) { Kind = PathKind.Udp };
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_moderator_sees_both_ways_of_a_speaker_s_connection()
    {
        var (_, token) = await _server.AddInviteAsync(_live.Id, Role.Moderator);
        using var moderator = _server.As(token);
        var link = await moderator.GetAsync($"/api/v1/events/{_live.Slug}/stage/{_amina.Id.Value}/link").JsonAsync(HttpStatusCode.OK);

        var (up, down) = (link.GetProperty("up"), link.GetProperty("down"));
        Assert.Equal(("tcp", true, 412, 92_000, 80_000), (up.Text("path"), up.GetProperty("ipv6").GetBoolean(), Number(up, "roundTripMs"), Number(up, "bitsPerSecond"), Number(up, "allowedBitsPerSecond")));
        Assert.Equal((0.0512, 0.01, 250), (up.GetProperty("lost").GetDouble(), up.GetProperty("soundMissing").GetDouble(), Number(up, "queueMs")));
        Assert.Equal(("udp", false, 405, 70_000, 130_000), (down.Text("path"), down.GetProperty("ipv6").GetBoolean(), Number(down, "roundTripMs"), Number(down, "bitsPerSecond"), Number(down, "estimateBitsPerSecond")));
        var picture = Assert.Single(down.GetProperty("pictures").EnumerateArray());
        Assert.Equal(("ben", "q", "path"), (picture.Text("of"), picture.Text("layer"), picture.Text("why")));
        Assert.False(link.TryGetProperty("lastFailure", out _));

        var all = await moderator.GetAsync($"/api/v1/events/{_live.Slug}/stage/links").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(_amina.Id.Value, Assert.Single(all.GetProperty("speakers").EnumerateArray()).Text("speaker"));
        await moderator.GetAsync($"/api/v1/events/{_live.Slug}/stage/nobody/link").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_failed_last_is_told_until_something_fails_anew()
    {
        _server.Media.Paths[_publishes] = _server.Media.Paths[_publishes] with { LastTrouble = new(PathTroubleKind.Silence, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)) };
        var silence = (await LinkAsync()).GetProperty("lastFailure");
        Assert.Equal(("silence", "up", 8000L), (silence.Text("what"), silence.Text("way"), silence.GetProperty("lastedMs").GetInt64()));
        Assert.Equal((TestServer.Start - Duration.FromSeconds(4)).ToUnixTimeMilliseconds(), silence.GetProperty("at").GetInt64());

        _server.Media.Paths.TryRemove(_publishes, out _);
        Stage.Observer.SessionEnded(_publishes, SessionEnd.ConsentLost);
        var lost = await LinkAsync();
        Assert.Equal(("consent-lost", "up"), (lost.GetProperty("lastFailure").Text("what"), lost.GetProperty("lastFailure").Text("way")));
        Assert.False(lost.TryGetProperty("up", out _));

        Stage.Observer.SessionEnded(_watches, SessionEnd.ClosedByClient);
        Assert.Equal("consent-lost", (await LinkAsync()).GetProperty("lastFailure").Text("what"));    // leaving isn't failing
    }

    [Fact]
    public async Task A_row_is_kept_every_ten_seconds_and_at_each_change_for_the_host_to_read()
    {
        var recorder = _server.Services.GetRequiredService<LinkRecorder>();
        await recorder.TakeAsync(CancellationToken.None);
        Assert.Empty((await RowsAsync()));                                  // not there yet

        await ConnectAsync(LinkState.Connected);
        await recorder.TakeAsync(CancellationToken.None);
        await recorder.TakeAsync(CancellationToken.None);
        Assert.Single(await RowsAsync());                                   // no news
        _server.Media.Paths[_publishes] = _server.Media.Paths[_publishes] with { Kind = PathKind.Relay, IsIPv6 = false };
        await recorder.TakeAsync(CancellationToken.None);
        Assert.Equal(["tcp6", "relay"], (await RowsAsync()).Select(row => row.Text("upPath")));

        using var host = _server.Host();
        using var answer = await host.GetAsync($"/api/v1/events/{_live.Slug}/links.csv");
        var lines = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()).Split("\r\n");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("\uFEFFat,speaker,name,link,", lines[0], StringComparison.Ordinal);
        Assert.Equal($"2027-03-01T12:00:00Z,{_amina.Id.Value},'=Amina,good", string.Join(',', lines[1].Split(',')[..4]));
        Assert.Contains(",tcp6,412,92000,80000,0.0512,0.01,250,udp,405,70000,130000,0.25,q,path,", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(line.Length == 0 ? 1 : 22, line.Split(',').Length));
    }

    [Fact]
    public async Task Speakers_read_what_the_server_makes_of_their_own_connection()
    {
        var (ben, token) = await _server.AddInviteAsync(_live.Id, Role.Speaker, "Ben");
        using var speaker = _server.As(token);
        using var whip = await speaker.PostAsync($"/whip/{_live.Slug}", new StringContent("v=0", Encoding.UTF8, "application/sdp"));
        var link = await speaker.GetAsync($"/api/v1/events/{_live.Slug}/stage/{ben.Id.Value}/link").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(ben.Id.Value, link.Text("speaker"));

        var (_, interpreter) = await _server.AddInviteAsync(_live.Id, Role.Interpreter);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(_server.As(interpreter), $"stage/{ben.Id.Value}/link"));
    }

    [Fact]
    public async Task A_speaker_s_page_says_that_a_session_goes_through_a_relay_which_nobody_else_could_see()
    {
        await SayAsync(HttpStatusCode.NoContent, _publishes.Value, "tls");
        await SayAsync(HttpStatusCode.NoContent, _watches.Value, "udp");
        var link = await LinkAsync();
        Assert.Equal(("relay", "tls"), (link.GetProperty("up").Text("path"), link.GetProperty("up").Text("relay")));
        Assert.Equal(("relay", "udp"), (link.GetProperty("down").Text("path"), link.GetProperty("down").Text("relay")));
        await ConnectAsync(LinkState.Connected);
        await _server.Services.GetRequiredService<LinkRecorder>().TakeAsync(CancellationToken.None);
        using var host = _server.Host();
        var row = (await host.GetAsync($"/api/v1/events/{_live.Slug}/links.json").JsonAsync(HttpStatusCode.OK)).GetProperty("rows").EnumerateArray().First();
        Assert.Equal(("relay-tls6", "relay-udp"), (row.Text("upPath"), row.Text("downPath")));

        await SayAsync(HttpStatusCode.NoContent, _publishes.Value, null);                  // it found a direct way since
        link = await LinkAsync();
        Assert.Equal("tcp", link.GetProperty("up").Text("path"));
        Assert.False(link.GetProperty("up").TryGetProperty("relay", out _));

        await SayAsync(HttpStatusCode.UnprocessableEntity, _publishes.Value, "pigeon");
        await SayAsync(HttpStatusCode.NotFound, new string('0', 32), "udp");
        var (ben, benToken) = await _server.AddInviteAsync(_live.Id, Role.Speaker, "Ben");
        await SayAsync(HttpStatusCode.Forbidden, _publishes.Value, "udp", benToken);       // not theirs to say
        await SayAsync(HttpStatusCode.NotFound, _publishes.Value, "udp", benToken, ben);   // nor under their own name
    }

    private async Task SayAsync(HttpStatusCode expected, string session, string? relay, string? token = null, Invite? speaker = null)
    {
        using var client = _server.As(token ?? _token);
        using var answer = await client.PutAsync($"/api/v1/events/{_live.Slug}/stage/{(speaker ?? _amina).Id.Value}/link", System.Net.Http.Json.JsonContent.Create(new { session, relay }));
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_long_event_keeps_its_whole_length_in_fewer_rows()
    {
        const int Most = 400;
        var store = new LinkStore(_server.Services.GetRequiredService<Server.Storage.Db>(), Most);
        var rows = Enumerable.Range(0, Most + 1)
            .Select(i => new LinkRow { Speaker = _amina.Id.Value, At = TestServer.Start + Duration.FromSeconds(i), Link = "good" })
            .ToList();
        await store.AddAsync(_live.Id, rows, CancellationToken.None);

        var kept = await store.ListAsync(_live.Id, CancellationToken.None);
        Assert.Equal(Most + 1 - (Most / 4), kept.Count);
        Assert.Equal((rows[0].At, rows[^1].At), (kept[0].At, kept[^1].At));
    }

    [Fact]
    public async Task Speakers_and_viewers_see_nobody_else_s_and_moderators_don_t_take_the_table()
    {
        var (_, speaker) = await _server.AddInviteAsync(_live.Id, Role.Speaker, "Ben");
        var (_, moderator) = await _server.AddInviteAsync(_live.Id, Role.Moderator);
        foreach (var path in new[] { "stage/links", $"stage/{_amina.Id.Value}/link", "links.csv", "links.json" })
        {
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(_server.Anonymous(), path));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(_server.As(speaker), path));
            Assert.Equal(path.StartsWith("stage", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await StatusAsync(_server.As(moderator), path));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(_server.Host(), path));
        }
    }

    private RecordingStage Stage => _server.Media.Stages[_live.Id.Value];

    private async Task ConnectAsync(LinkState state)
    {
        var runner = _server.Services.GetRequiredService<Server.Stage.StageRunners>().Find(_live.Id)!;    // opened by the offer
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        runner.Changed += _ => changed.TrySetResult();
        Stage.Observer.PublisherChanged(new(new PublisherId(_amina.Id.Value), _publishes, state, AudioFlows: true, VideoFlows: true));
        await changed.Task.WaitAsync(TimeSpan.FromSeconds(15));
    }

    private async Task<JsonElement> LinkAsync()
    {
        using var host = _server.Host();
        return await host.GetAsync($"/api/v1/events/{_live.Slug}/stage/{_amina.Id.Value}/link").JsonAsync(HttpStatusCode.OK);
    }

    private async Task<IReadOnlyList<JsonElement>> RowsAsync()
    {
        using var host = _server.Host();
        return [.. (await host.GetAsync($"/api/v1/events/{_live.Slug}/links.json").JsonAsync(HttpStatusCode.OK)).GetProperty("rows").EnumerateArray()];
    }

    private async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using (client)
        using (var answer = await client.GetAsync($"/api/v1/events/{_live.Slug}/{path}")) return answer.StatusCode;
    }

    private static async Task<SessionId> OpenAsync(HttpClient client, string path)
    {
        using var offer = new StringContent("v=0\r\n", Encoding.UTF8, "application/sdp");
        using var answer = await client.PostAsync(path, offer);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return new(answer.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    private static int Number(JsonElement element, string property) => element.GetProperty(property).GetInt32();
}
