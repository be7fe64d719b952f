using System.Net;
using System.Text;
using LiveDialogue.Server.Connect;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Connect;

public sealed class ConnectTests : IDisposable
{
    private const string Door = "/connect/probes";
    private readonly TestServer _server = TestServer.With(new(StringComparer.Ordinal)
    {
        ["Media:Relays:0"] = "turn:turn.example.org:3478?transport=udp",
        ["Media:RelaySecret"] = "north",
    });

    [Fact]
    public async Task Anybody_tries_a_way_and_watches_nothing()
    {
        using var browser = _server.Anonymous();
        using var created = await browser.PostAsync(Door, Offer());

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.StartsWith($"{Door}/", created.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.True(created.Headers.CacheControl!.NoStore);
        var stage = Assert.Single(_server.Media.Stages);
        Assert.Equal("connect", stage.Key);
        Assert.Equal((StageView.Program, null), Assert.Single(stage.Value.Watched));

        // Two minutes of credentials are enough to try.
        var link = created.Headers.GetValues("Link").Single();
        Assert.Contains($"username=\"{(TestServer.Start + Duration.FromMinutes(2)).ToUnixTimeSeconds()}:", link, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await browser.DeleteAsync(created.Headers.Location)).StatusCode);
        Assert.Empty(stage.Value.Sessions);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.DeleteAsync(created.Headers.Location)).StatusCode);
    }

    [Fact]
    public async Task Pictures_and_long_offers_are_no_probes()
    {
        using var browser = _server.Anonymous();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync(Door, Offer("v=0\r\nm=video 9\r\n"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync(Door, Offer("v=0\r\nm=audio 9\r\nm=audio 9\r\n"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync(Door, Offer("v=0\nm=application 9\n"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync(Door, Offer(new string('a', 20_000)))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await browser.PostAsync(Door, new StringContent("{}", Encoding.UTF8, "application/json"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.DeleteAsync($"{Door}/{new string('0', 32)}")).StatusCode);
        Assert.Empty(_server.Media.Stages);
    }

    [Fact]
    public async Task Only_so_many_are_open_at_once_and_old_ones_make_room()
    {
        var probes = _server.Services.GetRequiredService<ConnectProbes>();
        for (var i = 0; i < ConnectProbes.Most; i++) Assert.IsType<Admission.Accepted>(await probes.OpenAsync("v=0", $"network {i}", CancellationToken.None));
        using var browser = _server.Anonymous();
        using var refused = await browser.PostAsync(Door, Offer());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        _server.Media.Stages["connect"].Observer.SessionEnded(_server.Media.Stages["connect"].Sessions.Keys.First(), SessionEnd.ClosedByClient);
        Assert.Equal(ConnectProbes.Most - 1, probes.Open);
        _server.Time.Advance(Duration.FromTimeSpan(ConnectProbes.Life) + Duration.FromSeconds(5));
        Assert.Equal(0, probes.Open);
        Assert.Equal(ConnectProbes.Most - 1, _server.Media.Closed.Count);
        Assert.Equal(HttpStatusCode.Created, (await browser.PostAsync(Door, Offer())).StatusCode);
    }

    [Fact]
    public async Task One_network_takes_only_some_of_the_places_and_gives_them_back()
    {
        var probes = _server.Services.GetRequiredService<ConnectProbes>();
        var opened = new List<SessionId>();
        for (var i = 0; i < ConnectProbes.MostOfANetwork; i++)
            opened.Add(Assert.IsType<Admission.Accepted>(await probes.OpenAsync("v=0", "one", CancellationToken.None)).Session);
        Assert.IsType<Admission.Refused>(await probes.OpenAsync("v=0", "one", CancellationToken.None));
        Assert.IsType<Admission.Accepted>(await probes.OpenAsync("v=0", "another", CancellationToken.None));

        Assert.True(probes.Close(opened[0]));
        Assert.IsType<Admission.Accepted>(await probes.OpenAsync("v=0", "one", CancellationToken.None));
        _server.Media.Refusal = new(RefusalReason.MalformedOffer, "No.");
        Assert.True(probes.Close(opened[1]));
        for (var i = 0; i < 3; i++) Assert.IsType<Admission.Refused>(await probes.OpenAsync("no offer", "one", CancellationToken.None));
        _server.Media.Refusal = null;
        Assert.IsType<Admission.Accepted>(await probes.OpenAsync("v=0", "one", CancellationToken.None));
    }

    [Fact]
    public async Task A_session_that_ended_before_its_answer_was_read_takes_no_place()
    {
        var probes = _server.Services.GetRequiredService<ConnectProbes>();
        _server.Media.Refusal = new(RefusalReason.MalformedOffer, "No.");
        Assert.IsType<Admission.Refused>(await probes.OpenAsync("v=0", "a network", CancellationToken.None));
        Assert.Equal(0, probes.Open);
    }

    [Fact]
    public async Task One_address_asks_only_so_often()
    {
        using var browser = _server.Anonymous();
        HttpStatusCode last = default;
        for (var i = 0; i < 400 && last != HttpStatusCode.TooManyRequests; i++)
        {
            using var answer = await browser.PostAsync(Door, Offer("m=video"));    // refused, and counted all the same
            last = answer.StatusCode;
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Theory]
    [InlineData("/connect", "Connection test")]
    [InlineData("/connect?event=voices", "Voices from the field")]
    [InlineData("/connect?event=no-such-event", "Connection test")]
    [InlineData("/connect?lang=ar", "اختبار الاتصال")]
    public async Task The_page_says_what_a_firewall_must_let_through(string path, string text)
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        using var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains(text, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("turn:turn.example.org:3478?transport=udp", html, StringComparison.Ordinal);
        Assert.DoesNotContain("credential", html, StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    private static StringContent Offer(string sdp = "v=0\r\n") => new(sdp, Encoding.UTF8, "application/sdp");
}
