using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Events;

public sealed class PlanEventTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Path = "/api/v1/events";

    private static object Request(string start = "2027-03-16T09:00", string zone = "America/New_York", string? resolve = null, string title = "Ending polio", object? offices = null) => new
    {
        title,
        description = "With *four* offices.",
        start,
        zone,
        resolve,
        duration = "PT1H30M",
        languages = new[] { "en", "fr" },
        stage = "open",
        offices = offices ?? new[] { new { name = "Goma", zone = "Africa/Lubumbashi" } },
    };

    [Fact]
    public async Task Given_a_plain_local_time_then_the_event_is_published_with_its_instant_and_found_by_id_and_slug()
    {
        using var response = await server.Host().PostAsJsonAsync(Path, Request());
        var made = await Task.FromResult(response).JsonAsync(HttpStatusCode.Created);

        Assert.Equal("published", made.Text("state"));
        Assert.Equal("open", made.Text("stage"));
        Assert.Equal("PT1H30M", made.Text("duration"));
        var start = made.GetProperty("start");
        Assert.Equal("2027-03-16T09:00", start.Text("local"));
        Assert.Equal("America/New_York", start.Text("zone"));
        Assert.Equal("2027-03-16T13:00:00Z", start.Text("instant"));
        Assert.Equal("-04:00", start.Text("offset"));
        Assert.StartsWith("TZDB: 20", start.Text("tzdb"), StringComparison.Ordinal);
        Assert.Equal("\"v1\"", response.Headers.ETag?.ToString());
        Assert.Equal($"{Path}/{made.Text("id")}", response.Headers.Location?.OriginalString);

        foreach (var name in new[] { made.Text("id"), made.Text("slug"), made.Text("id").ToLowerInvariant() })
            Assert.Equal(made.ToString(), (await server.Anonymous().GetAsync($"{Path}/{name}").JsonAsync(HttpStatusCode.OK)).ToString());
    }

    [Fact]
    public async Task Given_a_time_that_happens_twice_then_the_host_chooses_and_the_choice_is_kept()
    {
        var problem = await server.Host().PostAsJsonAsync(Path, Request("2027-11-07T01:30")).ProblemAsync(HttpStatusCode.Conflict);

        var choices = problem.GetProperty("choices").EnumerateArray().ToList();
        Assert.Equal(["earlier", "later"], choices.Select(c => c.Text("resolve")));
        Assert.Equal(["-04:00", "-05:00"], choices.Select(c => c.Text("offset")));
        Assert.Equal(["2027-11-07T05:30:00Z", "2027-11-07T06:30:00Z"], choices.Select(c => c.Text("instant")));
        foreach (var choice in choices)
        {
            var made = await server.Host().PostAsJsonAsync(Path, Request("2027-11-07T01:30", resolve: choice.Text("resolve"))).JsonAsync(HttpStatusCode.Created);
            Assert.Equal(choice.Text("instant"), made.GetProperty("start").Text("instant"));
            Assert.Equal(choice.Text("resolve"), made.GetProperty("start").Text("resolve"));
        }
        await server.Host().PostAsJsonAsync(Path, Request("2027-11-07T01:30", resolve: "after-gap")).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Given_a_time_that_is_skipped_then_the_choices_are_on_both_sides_of_the_gap()
    {
        var problem = await server.Host().PostAsJsonAsync(Path, Request("2027-03-14T02:30")).ProblemAsync(HttpStatusCode.Conflict);

        var choices = problem.GetProperty("choices").EnumerateArray().Select(c => $"{c.Text("resolve")} {c.Text("local")} {c.Text("offset")} {c.Text("instant")}");
        Assert.Equal(["before-gap 2027-03-14T01:30 -05:00 2027-03-14T06:30:00Z", "after-gap 2027-03-14T03:30 -04:00 2027-03-14T07:30:00Z"], choices);
        var made = await server.Host().PostAsJsonAsync(Path, Request("2027-03-14T02:30", resolve: "after-gap")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("2027-03-14T02:30", made.GetProperty("start").Text("local"));   // what the host meant is kept
        Assert.Equal("2027-03-14T07:30:00Z", made.GetProperty("start").Text("instant"));
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("../../etc/passwd")]
    public async Task Given_an_unknown_zone_then_422_names_the_field(string zone)
    {
        var problem = await server.Host().PostAsJsonAsync(Path, Request(zone: zone)).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("zone", problem.Text("field"));
        problem = await server.Host().PostAsJsonAsync(Path, Request(offices: new[] { new { name = "Goma", zone } })).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("offices[0].zone", problem.Text("field"));
    }

    [Theory]
    [InlineData("title", """{"title": " \u0007 "}""")]
    [InlineData("start", """{"start": "2027-03-16T09:00Z"}""")]
    [InlineData("start", """{"start": "1899-12-31T09:00"}""")]
    [InlineData("start", """{"start": "2100-01-01T00:00"}""")]
    [InlineData("start", """{"start": null}""")]
    [InlineData("zone", """{"zone": ""}""")]
    [InlineData("duration", """{"duration": "P1D"}""")]
    [InlineData("duration", """{"duration": "PT0S"}""")]
    [InlineData("duration", """{"duration": "PT9999999999999999H"}""")]
    [InlineData("duration", """{"duration": "soon"}""")]
    [InlineData("languages", """{"languages": []}""")]
    [InlineData("languages", """{"languages": ["en", null]}""")]
    [InlineData("languages", """{"languages": ["en<script>"]}""")]
    [InlineData("offices[0].name", """{"offices": [{"zone": "UTC"}]}""")]
    [InlineData("offices[0].name", """{"offices": [null]}""")]
    public async Task Given_a_field_that_is_wrong_then_400_names_it(string field, string change)
    {
        var good = JsonSerializer.SerializeToNode(Request())!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject()) good[name] = value?.DeepClone();

        var problem = await server.Host().PostAsJsonAsync(Path, good).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Given_ten_thousand_offices_then_they_are_refused()
    {
        var offices = Enumerable.Range(0, 201).Select(i => new { name = $"Office {i}", zone = "UTC" });
        await server.Host().PostAsJsonAsync(Path, Request(offices: offices)).ProblemAsync(HttpStatusCode.BadRequest);
        offices = Enumerable.Range(0, 10_000).Select(i => new { name = $"Office {i}", zone = "UTC" });
        await server.Host().PostTextAsync(Path, JsonSerializer.Serialize(Request(offices: offices))).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"title": "\ud800"}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"stage": "theatre"}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"stage": 1}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("title=Hello", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task Given_a_body_that_is_no_event_then_a_problem_says_so(string body, string mediaType, HttpStatusCode expected) =>
        await server.Host().PostTextAsync(Path, body, mediaType).ProblemAsync(expected);

    [Fact]
    public async Task Given_letters_that_nobody_knows_then_a_problem_says_so()
    {
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=bogus");
        await server.Host().PostAsync(Path, body).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Given_paths_and_methods_that_are_not_there_then_a_problem_says_so()
    {
        await server.Anonymous().GetAsync("/api/v1/nothing").ProblemAsync(HttpStatusCode.NotFound);
        await server.Anonymous().GetAsync($"{Path}/nothing").ProblemAsync(HttpStatusCode.NotFound);
        await server.Anonymous().DeleteAsync(Path).ProblemAsync(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Only_a_host_of_everything_plans_events()
    {
        var live = await server.AddEventAsync();
        await server.Anonymous().PostAsJsonAsync(Path, Request()).ProblemAsync(HttpStatusCode.Unauthorized);
        await server.As("wrong").PostAsJsonAsync(Path, Request()).ProblemAsync(HttpStatusCode.Unauthorized);
        foreach (var role in new[] { Role.Speaker, Role.Moderator, Role.Host })
            await server.As((await server.AddInviteAsync(live.Id, role)).Token).PostAsJsonAsync(Path, Request()).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_draft_is_seen_by_hosts_alone_until_it_is_published()
    {
        var made = await server.Host().PostAsJsonAsync(Path, new { title = "Secret plan", start = "2027-05-04T10:00", zone = "Asia/Kathmandu", draft = true }).JsonAsync(HttpStatusCode.Created);
        var (id, slug) = (made.Text("id"), made.Text("slug"));
        Assert.Equal("draft", made.Text("state"));
        var moderator = server.As((await server.AddInviteAsync(new(id), Role.Moderator)).Token);

        foreach (var outsider in new[] { server.Anonymous(), moderator })
        {
            await outsider.GetAsync($"{Path}/{slug}").ProblemAsync(HttpStatusCode.NotFound);
            await outsider.GetAsync($"/e/{slug}/calendar.ics").ProblemAsync(HttpStatusCode.NotFound);
            Assert.DoesNotContain(id, (await outsider.GetStringAsync(Path)), StringComparison.Ordinal);
        }
        Assert.Contains(id, await server.Host().GetStringAsync(Path), StringComparison.Ordinal);

        await server.Host().PostAsync($"{Path}/{slug}/publish", null).JsonAsync(HttpStatusCode.OK);
        await server.Anonymous().GetAsync($"{Path}/{slug}").JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_event_goes_live_and_ends_and_each_step_is_on_its_board()
    {
        var live = await server.AddEventAsync(EventState.Draft);
        var host = server.Host();
        var path = $"{Path}/{live.Id}";
        var feed = server.Services.GetRequiredService<IChangeFeed>();

        var problem = await host.PostAsync($"{path}/go-live", null).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal("draft", problem.Text("state"));
        await server.Anonymous().PostAsync($"{path}/publish", null).ProblemAsync(HttpStatusCode.Unauthorized);
        await host.PostAsync($"{path}/publish", null).JsonAsync(HttpStatusCode.OK);
        await host.PostAsync($"{path}/go-live", null).JsonAsync(HttpStatusCode.OK);
        await host.PostAsync($"{path}/cancel", null).ProblemAsync(HttpStatusCode.Conflict);
        var ended = await host.PostAsJsonAsync($"{path}/end", new { }).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("ended", ended.Text("state"));
        var changes = await feed.ReadSinceAsync(live.Id, EventStore.Board, 0, CancellationToken.None);
        Assert.Equal(["planned", "published", "live", "ended"], changes.Select(c => c.Kind));
        Assert.Equal([1, 2, 3, 4], changes.Select(c => c.Version));
        Assert.Equal("""{"state":"live","version":3}""", changes[2].Payload);
        await host.PatchAsync(path, new { title = "Too late" }, "*").ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_host_by_invite_moves_its_own_event_and_no_other()
    {
        var (own, other) = (await server.AddEventAsync(), await server.AddEventAsync());
        var host = server.As((await server.AddInviteAsync(own.Id, Role.Host)).Token);

        await host.PostAsync($"{Path}/{other.Slug}/go-live", null).ProblemAsync(HttpStatusCode.Forbidden);
        await host.PostAsync($"{Path}/{own.Slug}/go-live", null).JsonAsync(HttpStatusCode.OK);
        await host.PostAsync($"{Path}/nowhere/go-live", null).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_edit_needs_the_version_that_was_read_and_keeps_what_it_leaves_out()
    {
        var live = await server.AddEventAsync();
        var path = $"{Path}/{live.Id}";

        await server.Host().PatchAsync(path, new { title = "New" }, ifMatch: null).ProblemAsync(HttpStatusCode.PreconditionRequired);
        var edited = await server.Host().PatchAsync(path, new { title = "New" }, "\"v1\"").JsonAsync(HttpStatusCode.OK);
        var problem = await server.Host().PatchAsync(path, new { title = "Newer" }, "\"v1\"").ProblemAsync(HttpStatusCode.PreconditionFailed);
        await server.Host().PatchAsync(path, new { start = "2027-03-14T02:30" }, "\"v2\"").ProblemAsync(HttpStatusCode.Conflict);
        var moved = await server.Host().PatchAsync(path, new { zone = "Europe/Zurich" }, "\"v2\"").JsonAsync(HttpStatusCode.OK);

        Assert.Equal("New", edited.Text("title"));
        Assert.Equal(live.Slug, edited.Text("slug"));
        Assert.Equal(2, problem.GetProperty("version").GetInt64());
        Assert.Equal("2027-03-16T08:00:00Z", moved.GetProperty("start").Text("instant"));
        Assert.Equal(3, moved.GetProperty("version").GetInt64());
        Assert.Equal("Four offices, *one* hour.", moved.Text("description"));
    }

    [Fact]
    public async Task Given_what_the_reader_has_already_then_it_is_not_sent_again()
    {
        var live = await server.AddEventAsync();
        var client = server.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", "\"v1\"");
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync($"{Path}/{live.Id}")).StatusCode);
    }

    [Fact]
    public async Task Events_of_one_title_get_slugs_of_their_own()
    {
        var slugs = new List<string>();
        for (var i = 0; i < 3; i++) slugs.Add((await server.Host().PostAsJsonAsync(Path, Request(title: "Same words")).JsonAsync(HttpStatusCode.Created)).Text("slug"));
        Assert.Equal(["same-words", "same-words-2", "same-words-3"], slugs);
    }
}
