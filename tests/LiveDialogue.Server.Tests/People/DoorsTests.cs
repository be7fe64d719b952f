using System.Net;
using System.Net.Http.Json;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.People;

/// <summary>Sign-in, origins, antiforgery, headers, limits, and what is never logged.</summary>
public sealed class DoorsTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly object Plan = new { title = "Doors", start = "2027-03-16T09:00", zone = "UTC" };

    private static HttpRequestMessage Post(string path, string? origin = null, string? csrf = null, string? site = null, object? body = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        if (csrf is not null) request.Headers.TryAddWithoutValidation("X-CSRF-TOKEN", csrf);
        if (site is not null) request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        return request;
    }

    [Fact]
    public async Task A_sign_in_link_works_once_by_its_button_and_not_by_being_opened()
    {
        var sessions = server.Services.GetRequiredService<HostSessions>();
        var link = await sessions.NewLinkAsync(CancellationToken.None);
        await server.Anonymous().GetAsync($"/sign-in/{link}");
        Assert.True(await sessions.IsUsableAsync(link, CancellationToken.None));

        using var first = await server.Anonymous().PostAsync($"/sign-in/{link}", null);
        using var second = await server.Anonymous().PostAsync($"/sign-in/{link}", null);
        using var made = await server.Anonymous().PostAsync("/sign-in/made-up", null);

        Assert.Equal("/host", first.Headers.Location?.OriginalString);
        Assert.Equal("no-store", first.Headers.CacheControl?.ToString());
        foreach (var refused in new[] { second, made })
        {
            Assert.Equal("/sign-in?used=1", refused.Headers.Location?.OriginalString);
            Assert.False(refused.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("ld_host", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Links_and_sessions_grow_old()
    {
        var folder = Directory.CreateTempSubdirectory("livedialogue-sessions-").FullName;
        var time = new FakeTime(TestServer.Start);   // of its own: a whole server would tick through each second of these weeks
        var db = Db.Open(folder, new FakeClock(time));
        try
        {
            var sessions = new HostSessions(db, new FakeClock(time));
            var link = await sessions.NewLinkAsync(CancellationToken.None);
            var session = await sessions.SignInAsync(await sessions.NewLinkAsync(CancellationToken.None), CancellationToken.None);

            time.Advance(HostSessions.LinkLifetime);
            Assert.Null(await sessions.SignInAsync(link, CancellationToken.None));
            Assert.True(await sessions.HoldsAsync(session!, CancellationToken.None));
            time.Advance(HostSessions.Lifetime - HostSessions.LinkLifetime);
            Assert.False(await sessions.HoldsAsync(session!, CancellationToken.None));
        }
        finally
        {
            db.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_host_s_cookie_alone_does_nothing()
    {
        var (browser, csrf) = await server.SignInAsync();

        await browser.SendAsync(Post("/api/v1/events", body: Plan)).ProblemAsync(HttpStatusCode.Forbidden);
        await browser.SendAsync(Post("/api/v1/events", csrf: csrf, body: Plan)).ProblemAsync(HttpStatusCode.Forbidden);
        await browser.SendAsync(Post("/api/v1/events", "http://localhost", body: Plan)).ProblemAsync(HttpStatusCode.Forbidden);
        await browser.SendAsync(Post("/api/v1/events", "http://localhost", "made-up", body: Plan)).ProblemAsync(HttpStatusCode.Forbidden);
        await browser.SendAsync(Post("/api/v1/events", "https://evil.example", csrf, body: Plan)).ProblemAsync(HttpStatusCode.Forbidden);
        await browser.SendAsync(Post("/api/v1/events", "http://localhost", csrf, "cross-site", Plan)).ProblemAsync(HttpStatusCode.Forbidden);
        await browser.SendAsync(Post("/api/v1/events", "null", csrf, body: Plan)).ProblemAsync(HttpStatusCode.Forbidden);
        await browser.SendAsync(Post("/api/v1/events", "http://localhost", csrf, body: Plan)).JsonAsync(HttpStatusCode.Created);
        await browser.SendAsync(Post("/api/v1/events", "null", csrf, "same-origin", Plan)).JsonAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_every_copy_of_its_cookie()
    {
        var (browser, csrf) = await server.SignInAsync();
        var form = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent([new("__csrf", csrf)]) };
        form.Headers.TryAddWithoutValidation("Origin", "http://localhost");

        using var response = await browser.SendAsync(form);

        Assert.Equal("/", response.Headers.Location?.OriginalString);
        await browser.SendAsync(Post("/api/v1/events", "http://localhost", csrf, body: Plan)).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_request_without_host_s_cookie_is_only_held_to_its_origin()
    {
        // 401, not 403: it came through to the question of who it is.
        await server.Anonymous().SendAsync(Post("/api/v1/events", body: Plan)).ProblemAsync(HttpStatusCode.Unauthorized);
        await server.Anonymous().SendAsync(Post("/api/v1/events", "http://localhost", body: Plan)).ProblemAsync(HttpStatusCode.Unauthorized);
        await server.Anonymous().SendAsync(Post("/api/v1/events", "https://evil.example", body: Plan)).ProblemAsync(HttpStatusCode.Forbidden);
        var bearer = server.Host();
        await bearer.SendAsync(Post("/api/v1/events", "https://partner.example", body: Plan)).JsonAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Every_answer_says_what_the_browser_must_refuse()
    {
        foreach (var path in new[] { "/", "/api/v1/events", "/nothing", "/health/live" })
        {
            using var response = await server.Anonymous().GetAsync(path);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.StartsWith("camera=(), microphone=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        }
        foreach (var path in new[] { "/join/some-token", "/sign-in/some-token", "/Join/some-token" })
        {
            using var response = await server.Anonymous().GetAsync(path);
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
            Assert.StartsWith(path.StartsWith("/join", StringComparison.OrdinalIgnoreCase) ? "camera=(self)" : "camera=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_token_is_ever_logged_however_much_is_logged()
    {
        using var loud = TestServer.With(new() { ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore.Hosting"] = "Information" });
        var live = await loud.AddEventAsync();
        var (_, token) = await loud.AddInviteAsync(live.Id, Role.Speaker);
        var link = await loud.Services.GetRequiredService<HostSessions>().NewLinkAsync(CancellationToken.None);

        await loud.Anonymous().GetAsync($"/join/{token}");
        await loud.Anonymous().GetAsync($"/hubs/event?access_token={token}");
        await loud.Anonymous().PostAsync($"/sign-in/{link}", null);
        await loud.As(token).GetAsync($"/api/v1/events/{live.Slug}/invites");
        await loud.As(token[..^1] + "x").GetAsync($"/api/v1/events/{live.Slug}");
        await loud.Host().GetAsync("/api/v1/events");

        Assert.Contains(loud.Log.Lines, line => line.Contains("answered 200", StringComparison.Ordinal));   // the log does work
        foreach (var secret in new[] { token, token[..^1], link, TestServer.HostToken })
            Assert.DoesNotContain(loud.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/hubs/event")]
    [InlineData("/HUBS/event")]    // routing doesn't look at case, so neither may the guard
    public async Task Another_site_s_page_opens_no_hub_connection(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example");

        await server.Anonymous().SendAsync(request).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_device_keeps_its_cookie_and_a_bearer_gets_none()
    {
        var browser = server.Anonymous();
        using var first = await browser.GetAsync("/api/v1/events");
        using var second = await browser.GetAsync("/api/v1/events");
        using var script = await server.Host().GetAsync("/api/v1/events");

        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^ld_device=[0-9a-f]{32}; max-age=[0-9]+; path=/; samesite=lax; httponly$", cookie);
        Assert.False(second.Headers.Contains("Set-Cookie"));
        Assert.False(script.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Too_many_from_one_address_must_wait_as_long_as_they_are_told()
    {
        using var own = new TestServer();
        for (var i = 0; i < Limits.SignIn.PerAddress; i++)
            Assert.Equal(HttpStatusCode.Found, (await own.Anonymous().PostAsync("/sign-in/guess", null)).StatusCode);

        using var refused = await own.Anonymous().PostAsync("/sign-in/guess", null);
        await Task.FromResult(refused).ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Equal("3", Assert.Single(refused.Headers.GetValues("Retry-After")));

        own.Time.Advance(Duration.FromSeconds(3));
        Assert.Equal(HttpStatusCode.Found, (await own.Anonymous().PostAsync("/sign-in/guess", null)).StatusCode);
    }

    [Fact]
    public void Buckets_are_apart_by_key_and_fill_up_again_evenly()
    {
        var time = new FakeTime(TestServer.Start);
        var buckets = new TokenBuckets(time);
        for (var i = 0; i < 60; i++) Assert.Null(buckets.TryTake("a", 60));
        Assert.Equal(TimeSpan.FromSeconds(1), buckets.TryTake("a", 60));
        Assert.Null(buckets.TryTake("b", 60));
        time.Advance(Duration.FromMilliseconds(10_500));
        for (var i = 0; i < 10; i++) Assert.Null(buckets.TryTake("a", 60));
        Assert.Equal(TimeSpan.FromSeconds(0.5), buckets.TryTake("a", 60));
        time.Advance(Duration.FromHours(1));
        for (var i = 0; i < 60; i++) Assert.Null(buckets.TryTake("a", 60));
        Assert.NotNull(buckets.TryTake("a", 60));
    }

    [Theory]
    [InlineData("", "10.1.1.1", "http")]
    [InlineData("10.1.1.1", "203.0.113.9", "https")]
    public async Task Forwarded_headers_are_believed_from_named_proxies_only(string proxy, string address, string scheme)
    {
        using var own = TestServer.With(proxy.Length == 0 ? [] : new() { ["Proxies:0"] = proxy });

        var context = await own.Http.SendAsync(request =>
        {
            request.Connection.RemoteIpAddress = IPAddress.Parse("10.1.1.1");
            request.Request.Path = "/health/live";
            request.Request.Headers["X-Forwarded-For"] = "203.0.113.9";
            request.Request.Headers["X-Forwarded-Proto"] = "https";
        });

        Assert.Equal(address, context.Connection.RemoteIpAddress?.ToString());
        Assert.Equal(scheme, context.Request.Scheme);
    }
}
