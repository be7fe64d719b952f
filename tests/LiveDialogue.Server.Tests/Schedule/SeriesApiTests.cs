using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;

namespace LiveDialogue.Server.Tests.Schedule;

public sealed class SeriesApiTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Path = "/api/v1/series";

    private static object Request(string start = "2027-03-09T09:00", int count = 4, string zone = "America/New_York") => new
    {
        @event = new { title = "Voices", start, zone, duration = "PT1H", offices = Fixtures.Fourteen.Select(o => new { name = o.Name, zone = o.Zone }) },
        repeat = new { every = "week", count },
    };

    private async Task<JsonElement> PlanAsync(object? request = null) => await server.Host().PostAsJsonAsync(Path, request ?? Request()).JsonAsync(HttpStatusCode.Created);

    private Task<HttpResponseMessage> ChangeAsync(JsonElement series, object change, string? ifMatch = "*") => server.Host().PatchAsync($"{Path}/{series.Text("id")}", change, ifMatch);

    private static string[] Instants(JsonElement series) => [.. series.GetProperty("occurrences").EnumerateArray().Select(o => o.GetProperty("event").GetProperty("start").Text("instant")[5..16])];

    [Fact]
    public async Task A_series_is_events_of_its_own_with_the_panel_between_them()
    {
        var preview = await server.Host().PostAsJsonAsync($"{Path}/preview", Request()).JsonAsync(HttpStatusCode.OK);
        var series = await PlanAsync();

        Assert.Equal(["03-09T14:00", "03-16T13:00", "03-23T13:00", "03-30T13:00"], Instants(series));
        Assert.Equal(Instants(preview), Instants(series));
        var second = series.GetProperty("occurrences")[1];
        Assert.StartsWith("On Tuesday 16 March 2027, 13 of 14 offices meet 1 hour earlier", second.Text("panel"), StringComparison.Ordinal);
        Assert.Equal("Clocks in New York go forward by 1 hour on Sunday 14 March 2027.", second.GetProperty("reasons")[0].GetString());
        var suva = second.GetProperty("offices")[13];
        Assert.Equal(("2027-03-17T01:00", "+12:00", 1, -60, "Wednesday 17 March, 01:00, Suva (UTC+12:00), next day"), (suva.Text("local"), suva.Text("offset"), suva.GetProperty("day").GetInt32(), suva.GetProperty("shift").GetInt32(), suva.Text("words")));
        var slug = second.GetProperty("event").Text("slug");
        Assert.StartsWith("voices-2027-03-16", slug, StringComparison.Ordinal);
        Assert.Equal("published", (await server.Anonymous().GetAsync($"/api/v1/events/{slug}").JsonAsync(HttpStatusCode.OK)).Text("state"));
        Assert.Contains(series.Text("id"), (await server.Host().GetAsync(Path).JsonAsync(HttpStatusCode.OK)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_moved_then_the_following_then_all_and_what_was_edited_by_itself_keeps_its_time()
    {
        var series = await PlanAsync();
        await ChangeAsync(series, new { scope = "one", number = 2, time = "10:00" }).JsonAsync(HttpStatusCode.OK);
        var following = await ChangeAsync(series, new { scope = "following", number = 3, time = "11:30", days = 1 }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["03-09T14:00", "03-16T14:00", "03-24T15:30", "03-31T15:30"], Instants(following));

        var all = await ChangeAsync(series, new { scope = "all", time = "08:00", @event = new { title = "New title" } }).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(["03-09T13:00", "03-16T14:00", "03-24T12:00", "03-31T12:00"], Instants(all));
        Assert.All(all.GetProperty("occurrences").EnumerateArray(), o => Assert.Equal("New title", o.GetProperty("event").Text("title")));
        Assert.Equal([false, true, false, false], all.GetProperty("occurrences").EnumerateArray().Select(o => o.GetProperty("edited").GetBoolean()));
    }

    [Fact]
    public async Task What_was_moved_by_the_events_own_door_keeps_its_time_and_what_only_got_a_title_does_not()
    {
        var series = await PlanAsync();
        var path = $"{Path}/{series.Text("id")}";
        string Event(int number) => $"/api/v1/events/{series.GetProperty("occurrences")[number - 1].GetProperty("event").Text("id")}";
        await server.Host().PatchAsync(Event(2), new { start = "2027-03-16T10:00" }, "*").JsonAsync(HttpStatusCode.OK);
        await server.Host().PatchAsync(Event(3), new { title = "Voices of the young" }, "*").JsonAsync(HttpStatusCode.OK);
        await ChangeAsync(series, new { scope = "one", number = 4, @event = new { title = "Farewell" } }).JsonAsync(HttpStatusCode.OK);

        var read = await server.Host().GetAsync(path).JsonAsync(HttpStatusCode.OK);
        Assert.Equal([false, true, false, false], read.GetProperty("occurrences").EnumerateArray().Select(o => o.GetProperty("edited").GetBoolean()));
        Assert.Equal(4, read.GetProperty("version").GetInt32());
        await ChangeAsync(series, new { scope = "all", time = "08:00" }, "\"v1\"").ProblemAsync(HttpStatusCode.PreconditionFailed);
        await ChangeAsync(series, new { scope = "all", time = "08:00" }, "\"v4\"").JsonAsync(HttpStatusCode.OK);

        var all = await server.Host().GetAsync(path).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["03-09T13:00", "03-16T14:00", "03-23T12:00", "03-30T12:00"], Instants(all));
        Assert.Equal(5, all.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task An_edit_that_is_refused_leaves_the_series_as_it_was()
    {
        var series = await PlanAsync();
        var path = $"/api/v1/events/{series.GetProperty("occurrences")[1].GetProperty("event").Text("id")}";
        await server.Host().PatchAsync(path, new { start = "2027-03-14T02:30" }, "*").ProblemAsync(HttpStatusCode.Conflict);
        await server.Host().PatchAsync(path, new { start = "2027-03-16T10:00" }, "\"v9\"").ProblemAsync(HttpStatusCode.PreconditionFailed);
        var read = await server.Host().GetAsync($"{Path}/{series.Text("id")}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal((1, false), (read.GetProperty("version").GetInt32(), read.GetProperty("occurrences")[1].GetProperty("edited").GetBoolean()));
    }

    [Theory]
    [InlineData("wall-clock", "03-09T08:00 03-16T08:00 03-23T08:00 03-30T07:00", "09:00")]
    [InlineData("instant", "03-09T14:00 03-16T13:00 03-23T13:00 03-30T13:00", "15:00 14:00 14:00 15:00")]
    public async Task A_move_to_another_place_keeps_the_wall_clock_or_the_moment(string keep, string instants, string locals)
    {
        var series = await PlanAsync();
        var moved = await ChangeAsync(series, new { scope = "all", @event = new { zone = "Europe/Zurich", keep } }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(instants.Split(' '), Instants(moved));
        var said = moved.GetProperty("occurrences").EnumerateArray().Select(o => o.GetProperty("event").GetProperty("start").Text("local")[11..]).ToList();
        Assert.Equal(locals.Contains(' ', StringComparison.Ordinal) ? locals.Split(' ') : [.. Enumerable.Repeat(locals, 4)], said);
    }

    [Fact]
    public async Task Cancelling_takes_those_that_follow_and_leaves_the_past()
    {
        using var own = new TestServer();
        var series = await own.Host().PostAsJsonAsync(Path, Request()).JsonAsync(HttpStatusCode.Created);
        own.Time.Advance(Duration.FromDays(10));
        var left = await own.Host().PatchAsync($"{Path}/{series.Text("id")}", new { scope = "all", cancel = true }, "\"v1\"").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["published", "cancelled", "cancelled", "cancelled"], left.GetProperty("occurrences").EnumerateArray().Select(o => o.GetProperty("event").Text("state")));
    }

    [Fact]
    public async Task A_change_that_one_occurrence_refuses_changes_none()
    {
        var series = await PlanAsync(Request("2027-03-07T09:00", 3));
        var problem = await ChangeAsync(series, new { scope = "all", time = "02:30", @event = new { title = "Other" } }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(2, problem.GetProperty("number").GetInt32());
        Assert.Equal(["before-gap", "after-gap"], problem.GetProperty("choices").EnumerateArray().Select(c => c.Text("resolve")));
        var now = await server.Host().GetAsync($"{Path}/{series.Text("id")}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(Instants(series), Instants(now));
        Assert.Equal(1, now.GetProperty("version").GetInt32());
        Assert.Equal("Voices", now.GetProperty("occurrences")[0].GetProperty("event").Text("title"));
        await ChangeAsync(series, new { scope = "all", time = "02:30", gap = "after-gap" }).JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_change_that_is_only_tried_stores_nothing_and_the_change_then_comes_to_the_same()
    {
        var series = await PlanAsync();
        var path = $"{Path}/{series.Text("id")}";
        var change = new { scope = "following", number = 3, time = "11:30", days = 1, @event = new { title = "Later" } };
        var tried = await server.Host().PostAsJsonAsync($"{path}/preview", change).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(1, (await server.Host().GetAsync(path).JsonAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32());
        var stored = await server.Host().PatchAsync(path, change, "\"v1\"").JsonAsync(HttpStatusCode.OK);

        var promised = tried.GetProperty("occurrences").EnumerateArray().Select(o => o.GetProperty("after").GetProperty("start").GetRawText());
        var kept = stored.GetProperty("occurrences").EnumerateArray().Skip(2).Select(o => o.GetProperty("event").GetProperty("start").GetRawText());
        Assert.Equal(promised, kept);
        var goma = tried.GetProperty("occurrences")[0].GetProperty("offices")[5];
        Assert.Equal(("Goma", "Tuesday 23 March, 15:00 (UTC+02:00)", "Wednesday 24 March, 17:30 (UTC+02:00)", true), (goma.Text("name"), goma.Text("before"), goma.Text("after"), goma.GetProperty("moves").GetBoolean()));
        await server.Host().PostAsJsonAsync($"{path}/preview", new { scope = "one", number = 9 }).ProblemAsync(HttpStatusCode.NotFound);
        await server.Host().PostAsJsonAsync($"{path}/preview", new { scope = "all", @event = new { zone = "Mars/Olympus" } }).ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("repeat.every", """{"repeat": {"every": "day", "count": 3}}""")]
    [InlineData("repeat.count", """{"repeat": {"every": "week"}}""")]
    [InlineData("repeat.count", """{"repeat": {"every": "week", "count": 201}}""")]
    [InlineData("repeat.until", """{"repeat": {"every": "week", "until": "2099-12-31"}}""")]
    [InlineData("repeat.interval", """{"repeat": {"every": "month", "interval": 13, "count": 3}}""")]
    [InlineData("repeat.nth", """{"repeat": {"every": "month", "nth": 5, "count": 3}}""")]
    [InlineData("repeat.days", """{"repeat": {"every": "week", "days": ["someday"], "count": 3}}""")]
    [InlineData("event.start", """{"event": {"title": "A", "start": "2100-01-01T09:00", "zone": "UTC"}}""")]
    [InlineData("event.title", """{"event": {"title": "", "start": "2027-03-09T09:00", "zone": "UTC"}}""")]
    [InlineData("times", """{"times": ["10:00"]}""")]
    [InlineData("gap", """{"gap": "over"}""")]
    [InlineData("overlap", """{"overlap": "both"}""")]
    public async Task What_is_wrong_is_named_and_nothing_stored(string field, string change)
    {
        var before = (await server.Host().GetAsync("/api/v1/events").JsonAsync(HttpStatusCode.OK)).GetProperty("events").GetArrayLength();
        var body = JsonSerializer.SerializeToNode(Request())!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject()) body[name] = value?.DeepClone();
        var problem = await server.Host().PostAsJsonAsync(Path, body).ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains(field, problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Equal(before, (await server.Host().GetAsync("/api/v1/events").JsonAsync(HttpStatusCode.OK)).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Doors_are_kept()
    {
        await server.Host().PostAsJsonAsync(Path, Request(zone: "Mars/Olympus")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await server.Anonymous().PostAsJsonAsync(Path, Request()).ProblemAsync(HttpStatusCode.Unauthorized);
        await server.Host().GetAsync($"{Path}/nothing").ProblemAsync(HttpStatusCode.NotFound);
        var series = await PlanAsync();
        await ChangeAsync(series, new { scope = "all", time = "10:00" }, ifMatch: null).ProblemAsync(HttpStatusCode.PreconditionRequired);
        await ChangeAsync(series, new { scope = "all", time = "10:00" }, "\"v7\"").ProblemAsync(HttpStatusCode.PreconditionFailed);
        await ChangeAsync(series, new { scope = "some" }).ProblemAsync(HttpStatusCode.BadRequest);
        await ChangeAsync(series, new { scope = "one", number = 9 }).ProblemAsync(HttpStatusCode.NotFound);
    }
}
