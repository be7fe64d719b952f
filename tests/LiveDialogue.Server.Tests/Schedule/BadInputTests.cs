using System.Net;
using System.Text.Json;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>What can't be planned is refused in words, by everything that takes plans, and leaves nothing behind.</summary>
public sealed class BadInputTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("start 1899-12-31T23:59", HttpStatusCode.BadRequest)]
    [InlineData("start 2100-01-01T00:00", HttpStatusCode.BadRequest)]
    [InlineData("start 0000-00-00T00:00", HttpStatusCode.BadRequest)]
    [InlineData("start 2027-02-30T09:00", HttpStatusCode.BadRequest)]
    [InlineData("zone Mars/Olympus", HttpStatusCode.UnprocessableEntity)]
    [InlineData("zone UTC\r\nDTSTART:19700101", HttpStatusCode.UnprocessableEntity)]
    [InlineData("zone ../../etc/passwd", HttpStatusCode.UnprocessableEntity)]
    [InlineData("office Mars/Olympus", HttpStatusCode.UnprocessableEntity)]
    [InlineData("offices 201", HttpStatusCode.BadRequest)]
    [InlineData("offices 10000", HttpStatusCode.RequestEntityTooLarge)]
    public async Task Given_what_can_not_be_planned_then_events_series_and_slots_refuse_it_and_nothing_is_stored(string wrong, HttpStatusCode expected)
    {
        var (what, value) = (wrong[..wrong.IndexOf(' ', StringComparison.Ordinal)], wrong[(wrong.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        var count = what == "offices" ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : 1;
        var offices = Enumerable.Range(0, count).Select(i => new { name = $"Office {i}", zone = what == "office" ? value : "UTC" }).ToArray();
        var (start, zone) = (what == "start" ? value : "2027-03-16T09:00", what == "zone" ? value : "UTC");
        var e = new { title = "Voices", start, zone, offices };

        await RefusedAsync("/api/v1/events", e);
        await RefusedAsync("/api/v1/series", new { @event = e, repeat = new { every = "week", count = 3 } });
        await RefusedAsync("/api/v1/series/preview", new { @event = e, repeat = new { every = "week", count = 3 } });
        // A planner's question may be a megabyte: of ten thousand offices it is read, and refused.
        if (expected is HttpStatusCode.RequestEntityTooLarge) expected = HttpStatusCode.BadRequest;
        await RefusedAsync("/api/v1/schedule/slots", new { from = start[..10], days = 1, duration = "PT1H", zone, offices });
        await RefusedAsync("/api/v1/schedule/day", new { from = start[..10], days = 1, duration = "PT1H", zone, offices });
        if (what == "office") await RefusedAsync("/api/v1/offices", offices[0]);

        foreach (var table in new[] { "events", "series", "series_events", "offices", "reminders", "mails", "changes" })
            Assert.Equal(0, await server.Services.GetRequiredService<Db>().FirstAsync<int>($"SELECT count(*) FROM {table}", null, CancellationToken.None));

        async Task RefusedAsync(string path, object body)
        {
            var problem = await server.Host().PostTextAsync(path, JsonSerializer.Serialize(body)).ProblemAsync(expected);
            if (expected is HttpStatusCode.BadRequest) Assert.NotEmpty(problem.GetProperty("errors").EnumerateObject());
            if (expected is HttpStatusCode.UnprocessableEntity) Assert.EndsWith("zone", problem.Text("field"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/api/v1/series")]
    [InlineData("/api/v1/series/preview")]
    [InlineData("/api/v1/offices")]
    [InlineData("/api/v1/schedule/slots")]
    [InlineData("/api/v1/schedule/rotation")]
    [InlineData("/api/v1/schedule/day")]
    [InlineData("/api/v1/zone-rules/accept")]
    [InlineData("/api/v1/person-calendars")]
    [InlineData("/api/v1/person-calendars/withdraw")]
    public async Task Nobody_but_a_host_of_everything_plans(string path)
    {
        await server.Anonymous().PostTextAsync(path, "{}").ProblemAsync(HttpStatusCode.Unauthorized);
        await server.As("wrong").PostTextAsync(path, "{}").ProblemAsync(HttpStatusCode.Unauthorized);
        foreach (var body in new[] { "{", "null", "[]", "1" }) await server.Host().PostTextAsync(path, body).ProblemAsync(HttpStatusCode.BadRequest);
    }
}
