using System.Net;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Tests.Ops;

public sealed class OpsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Given_room_on_the_disk_then_it_is_ready_and_without_it_is_not()
    {
        await server.Anonymous().GetAsync("/health/ready").JsonAsync(HttpStatusCode.OK);
        using var full = TestServer.With(new() { ["ReadyFreeMebibytes"] = "1000000" });

        using var response = await full.Anonymous().GetAsync("/health/ready");

        await Task.FromResult(response).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("5", Assert.Single(response.Headers.GetValues("Retry-After")));
    }

    [Fact]
    public async Task Metrics_count_what_was_answered_and_what_it_cost()
    {
        using var own = new TestServer();
        await own.Anonymous().GetAsync("/api/v1/events");
        await own.Anonymous().GetAsync("/nothing");

        using var response = await own.Anonymous().GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("# TYPE http_requests_total counter\nhttp_requests_total{status=\"200\"} 1\nhttp_requests_total{status=\"404\"} 1\n", text, StringComparison.Ordinal);
        foreach (var name in new[] { "process_cpu_seconds_total", "dotnet_gc_allocated_bytes_total", "process_resident_memory_bytes" })
            Assert.Matches($"(?m)^{name} [0-9.E+]+$", text);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches("^(# (HELP|TYPE) .+|[a-z_]+(\\{[a-z]+=\"[^\"]*\"\\})? [-0-9.E+]+)$", line));
    }

    [Fact]
    public async Task The_interface_describes_itself()
    {
        var document = await server.Anonymous().GetAsync("/openapi/v1.json").JsonAsync(HttpStatusCode.OK);

        Assert.StartsWith("3.", document.Text("openapi"), StringComparison.Ordinal);
        var paths = document.GetProperty("paths");
        Assert.True(paths.GetProperty("/api/v1/events").TryGetProperty("post", out _));
        Assert.True(paths.GetProperty("/api/v1/events/{event}/invites/{id}").TryGetProperty("delete", out _));
        Assert.True(paths.GetProperty("/api/v1/events/{event}/go-live").TryGetProperty("post", out _));
    }

    [Theory]
    [InlineData("HostToken")]
    [InlineData("PublicUrl")]
    [InlineData("Proxies")]
    [InlineData("Port")]
    public void Options_that_cannot_be_meant_are_refused_and_say_which(string property)
    {
        var options = property switch
        {
            "HostToken" => new ServerOptions { HostToken = "short-secret" },
            "PublicUrl" => new ServerOptions { PublicUrl = new Uri("dialogue.example.org", UriKind.Relative) },
            "Proxies" => new ServerOptions { Proxies = ["nginx"] },
            _ => new ServerOptions { Port = 70_000 },
        };

        IValidateOptions<ServerOptions>[] rules = [new ServerOptionsValidator(), new ServerOptionsRules()];
        var failure = Assert.Single(rules.Select(rule => rule.Validate(null, options)), result => result.Failed);

        Assert.Contains(property, failure.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("short-secret", failure.FailureMessage, StringComparison.Ordinal);
        Assert.All(rules, rule => Assert.False(rule.Validate(null, new ServerOptions { HostToken = "" }).Failed));
    }

    [Fact]
    public void The_switches_become_configuration() => Assert.Equal(
        ["--Port", "23000", "--Media:MediaPort", "23001", "--DataFolder", "/tmp/x", "--Demo=true", "--PublicUrl=http://a"],
        CommandLine.ToConfiguration(["--port", "23000", "--media-port=23001", "--data", "/tmp/x", "--demo", "--PublicUrl=http://a"]));

    [Fact]
    public void A_private_value_doesn_t_reach_text()
    {
        Assert.Equal("[private]", $"{new Private<string>("Amina")}");
        Assert.Equal("[none]", $"{new Private<string?>(null)}");
    }

    [Fact]
    public async Task Given_a_crash_after_an_answer_then_what_was_answered_is_there_with_its_change()
    {
        using var own = new TestServer();
        var live = await own.AddEventAsync();
        await own.Host().PostAsync($"/api/v1/events/{live.Id}/go-live", null).JsonAsync(HttpStatusCode.OK);

        // What a kill leaves: the files as they are now, without the checkpoint of an orderly end.
        var crashed = Directory.CreateTempSubdirectory("livedialogue-crash-").FullName;
        foreach (var name in new[] { "livedialogue.db", "livedialogue.db-wal", "signing.key" }) File.Copy(Path.Combine(own.DataFolder, name), Path.Combine(crashed, name));
        try
        {
            using var again = TestServer.With(new() { ["DataFolder"] = crashed });
            var found = await again.Anonymous().GetAsync($"/api/v1/events/{live.Slug}").JsonAsync(HttpStatusCode.OK);
            var feed = (LiveDialogue.Server.Storage.IChangeFeed)again.Services.GetService(typeof(LiveDialogue.Server.Storage.IChangeFeed))!;
            var changes = await feed.ReadSinceAsync(live.Id, "event", 0, CancellationToken.None);

            Assert.Equal("live", found.Text("state"));
            Assert.Equal(["planned", "live"], changes.Select(c => c.Kind));
        }
        finally
        {
            Directory.Delete(crashed, recursive: true);
        }
    }

    [Fact]
    public void Time_stands_until_it_is_moved()
    {
        var time = new FakeTime(TestServer.Start);
        var fired = new List<Instant>();
        using var timer = time.CreateTimer(_ => fired.Add(time.Now), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        time.Advance(Duration.FromSeconds(5.5));
        Assert.Equal([1, 3, 5], fired.Select(at => (at - TestServer.Start).TotalSeconds));
    }
}
