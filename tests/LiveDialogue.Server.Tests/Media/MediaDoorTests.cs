using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Media;

public sealed class MediaDoorTests : IDisposable
{
    private readonly TestServer _server = new();

    [Fact]
    public async Task A_speaker_publishes_and_ends_the_session()
    {
        var live = await _server.AddEventAsync();
        var (amina, token) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        using var speaker = _server.As(token);

        using var created = await speaker.PostAsync($"/whip/{live.Slug}", Offer());

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("application/sdp", created.Content.Headers.ContentType?.MediaType);
        Assert.Equal("\"ice-1\"", created.Headers.ETag?.Tag);
        Assert.Equal("application/trickle-ice-sdpfrag", created.Headers.GetValues("Accept-Patch").Single());
        Assert.Equal("*", created.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Location", created.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        var location = created.Headers.Location!;
        Assert.StartsWith($"/whip/{live.Slug}/sessions/", location.OriginalString, StringComparison.Ordinal);
        var stage = _server.Media.Stages[live.Id.Value];
        Assert.Equal(new PublisherId(amina.Id.Value), Assert.Single(stage.Sessions).Value);

        Assert.Equal(HttpStatusCode.OK, (await speaker.DeleteAsync(location)).StatusCode);
        Assert.Empty(stage.Sessions);
        Assert.Equal(HttpStatusCode.NotFound, (await speaker.DeleteAsync(location)).StatusCode);
    }

    [Fact]
    public async Task Whip_takes_this_events_speakers_only()
    {
        var live = await _server.AddEventAsync();
        var elsewhere = await _server.AddEventAsync();
        var (_, moderator) = await _server.AddInviteAsync(live.Id, Role.Moderator);
        var (_, stranger) = await _server.AddInviteAsync(elsewhere.Id, Role.Speaker);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(_server.Anonymous(), $"/whip/{live.Slug}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(_server.As("nonsense"), $"/whip/{live.Slug}"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(_server.As(moderator), $"/whip/{live.Slug}"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(_server.Host(), $"/whip/{live.Slug}"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(_server.As(stranger), $"/whip/{live.Slug}"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(_server.As(stranger), "/whip/no-such-event"));
    }

    [Theory]
    [InlineData(EventState.Draft, HttpStatusCode.Conflict, HttpStatusCode.NotFound)]
    [InlineData(EventState.Published, HttpStatusCode.Created, HttpStatusCode.NotFound)]
    [InlineData(EventState.Live, HttpStatusCode.Created, HttpStatusCode.Created)]
    [InlineData(EventState.Ended, HttpStatusCode.Conflict, HttpStatusCode.Conflict)]
    [InlineData(EventState.Cancelled, HttpStatusCode.Conflict, HttpStatusCode.Conflict)]
    public async Task The_doors_open_with_the_event(EventState state, HttpStatusCode whip, HttpStatusCode whep)
    {
        var live = await _server.AddEventAsync(state);
        var (_, token) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        Assert.Equal(whip, await PostAsync(_server.As(token), $"/whip/{live.Id}"));
        Assert.Equal(whep, await PostAsync(_server.Anonymous(), $"/whep/{live.Id}"));
    }

    [Fact]
    public async Task One_invite_opens_only_so_many_sessions_and_ended_ones_make_room()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (_, token) = await _server.AddInviteAsync(live.Id, Role.Moderator);
        for (var i = 0; i < 24; i++) Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.As(token), $"/whep/{live.Slug}/stage"));
        using var refused = await _server.As(token).PostAsync($"/whep/{live.Slug}/stage", Offer());
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        var stage = _server.Media.Stages[live.Id.Value];
        stage.Observer.SessionEnded(stage.Sessions.Keys.First(), SessionEnd.ConsentLost);
        Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.As(token), $"/whep/{live.Slug}/stage"));
    }

    [Fact]
    public void A_session_s_slots_are_told_to_a_few_watchers_the_newest()
    {
        var tables = new Server.Stage.SlotTables();
        var session = new SessionId("s");
        tables.Open(session, new EventId("e"), null, publishes: false);
        var watches = Enumerable.Range(0, 10).Select(_ => tables.Watch(session)!).ToList();

        Assert.Equal(6, watches.Count(watch => watch.Tables.TryRead(out _) && watch.Tables.Completion.IsCompleted));
        tables.Update(session, new EventId("e"), []);
        Assert.All(watches[6..], watch => Assert.True(watch.Tables.TryRead(out _)));
    }

    [Fact]
    public async Task Before_live_the_audience_is_told_when_to_come_back()
    {
        var live = await _server.AddEventAsync();
        using var viewer = _server.Anonymous();
        using var early = await viewer.PostAsync($"/whep/{live.Slug}", Offer());
        Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
        Assert.InRange(early.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Everybody_watches_their_own_view()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (amina, speaker) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (_, moderator) = await _server.AddInviteAsync(live.Id, Role.Moderator);
        var self = new PublisherId(amina.Id.Value);

        Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.Anonymous(), $"/whep/{live.Slug}"));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.As(speaker), $"/whep/{live.Slug}"));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.As(speaker), $"/whep/{live.Slug}/stage"));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.As(moderator), $"/whep/{live.Slug}/stage"));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.Host(), $"/whep/{live.Slug}/stage"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(_server.Anonymous(), $"/whep/{live.Slug}/stage"));

        Assert.Equal(
            [(StageView.Program, null), (StageView.Program, self), (StageView.OnAir, self), (StageView.Backstage, null), (StageView.Backstage, null)],
            _server.Media.Stages[live.Id.Value].Watched);
    }

    [Fact]
    public async Task What_is_no_sdp_or_too_much_of_it_is_refused()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        using var viewer = _server.Anonymous();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await viewer.PostAsync($"/whep/{live.Slug}", new StringContent("{}", Encoding.UTF8, "application/json"))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await viewer.PostAsync($"/whep/{live.Slug}", Offer(new string('a', (256 * 1024) + 1)))).StatusCode);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, $"/whep/{live.Slug}") { Content = new StreamContent(new EndlessStream(300 * 1024)) };
        chunked.Content.Headers.ContentType = new("application/sdp");
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await viewer.SendAsync(chunked)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await viewer.PostAsync($"/whep/{live.Slug}", Offer(new string('a', 256 * 1024)))).StatusCode);
    }

    [Theory]
    [InlineData(RefusalReason.MalformedOffer, HttpStatusCode.BadRequest)]
    [InlineData(RefusalReason.NothingInCommon, HttpStatusCode.UnprocessableEntity)]
    [InlineData(RefusalReason.Full, HttpStatusCode.ServiceUnavailable)]
    public async Task Each_refusal_has_its_status(RefusalReason reason, HttpStatusCode expected)
    {
        var live = await _server.AddEventAsync(EventState.Live);
        using var viewer = _server.Anonymous();
        _server.Media.Refusal = new(reason, "No.");
        using var answer = await viewer.PostAsync($"/whep/{live.Slug}", Offer());
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(reason is RefusalReason.Full, answer.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task A_session_is_patched_by_those_who_may()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (_, token) = await _server.AddInviteAsync(live.Id, Role.Speaker);
        var (_, other) = await _server.AddInviteAsync(live.Id, Role.Speaker, "Ben");
        using var speaker = _server.As(token);
        using var stranger = _server.As(other);
        using var viewer = _server.Anonymous();
        var published = (await speaker.PostAsync($"/whip/{live.Slug}", Offer())).Headers.Location!;
        var watched = (await viewer.PostAsync($"/whep/{live.Slug}", Offer())).Headers.Location!;

        Assert.Equal((HttpStatusCode)428, (await viewer.SendAsync(Patch(watched, ifMatch: null))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await viewer.SendAsync(Patch(watched, "\"ice-1\""))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await viewer.SendAsync(Patch(watched, "*", "application/sdp"))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await speaker.SendAsync(Patch(published, "\"ice-1\""))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.SendAsync(Patch(published, "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.SendAsync(Patch(published, "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.DeleteAsync(published)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.SendAsync(Patch(new($"/whep/{live.Slug}/sessions/{new string('0', 32)}", UriKind.Relative), "*"))).StatusCode);
    }

    [Fact]
    public async Task A_deleted_invite_ends_what_it_opened()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        var (ben, token) = await _server.AddInviteAsync(live.Id, Role.Moderator, "Ben");
        Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.As(token), $"/whep/{live.Slug}/stage"));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(_server.Anonymous(), $"/whep/{live.Slug}"));

        await _server.Services.GetRequiredService<InviteStore>().RevokeAsync(live.Id, ben.Id, CancellationToken.None);

        Assert.Single(_server.Media.Closed);
        Assert.Single(_server.Media.Stages[live.Id.Value].Sessions);
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(_server.As(token), $"/whep/{live.Slug}/stage"));
    }

    [Theory]
    [InlineData("/whip/voices", "Accept-Post", "application/sdp")]
    [InlineData("/whep/voices", "Accept-Post", "application/sdp")]
    [InlineData("/whep/voices/stage", "Accept-Post", "application/sdp")]
    [InlineData("/whep/voices/sessions/0", "Accept-Patch", "application/trickle-ice-sdpfrag")]
    public async Task A_preflight_from_any_origin_is_answered(string path, string header, string value)
    {
        using var browser = _server.Anonymous();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, path);
        preflight.Headers.Add("Origin", "https://encoder.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization");

        using var answer = await browser.SendAsync(preflight);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(value, answer.Headers.GetValues(header).Single());
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    public void Dispose() => _server.Dispose();

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path)
    {
        using (client)
        using (var answer = await client.PostAsync(path, Offer())) return answer.StatusCode;
    }

    private static StringContent Offer(string sdp = "v=0\r\n") => new(sdp, Encoding.UTF8, "application/sdp");

    private static HttpRequestMessage Patch(Uri session, string? ifMatch, string type = "application/trickle-ice-sdpfrag")
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, session) { Content = new StringContent("a=end-of-candidates\r\n", Encoding.UTF8, MediaTypeHeaderValue.Parse(type)) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return request;
    }

    private sealed class EndlessStream(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
