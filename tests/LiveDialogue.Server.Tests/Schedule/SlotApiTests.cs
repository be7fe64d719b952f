using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Schedule;

public sealed class SlotApiTests(TestServer server) : IClassFixture<TestServer>
{
    private static object[] Fourteen => [.. Fixtures.Fourteen.Select(o => new { name = o.Name, zone = o.Zone })];

    private Task<HttpResponseMessage> PostAsync(string path, object body, string language = "en")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        return server.Host().SendAsync(request);
    }

    [Fact]
    public async Task The_fourteen_offices_are_told_the_truth_about_Suva()
    {
        var answer = await PostAsync("/api/v1/schedule/slots", new { from = "2027-03-16", days = 1, zone = "America/New_York", limit = 3, offices = Fourteen }).JsonAsync(HttpStatusCode.OK);

        var verdict = answer.GetProperty("verdict");
        Assert.Equal("some-at-night", verdict.Text("kind"));
        Assert.Equal(["Suva"], verdict.GetProperty("always").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(
            "Nobody can be spared: at every hour it is night somewhere. In the best hours 13 of 14 offices are inside their day, and it is always night in Suva. Take turns with another hour, or relay a recording there.",
            verdict.Text("words"));
        var best = answer.GetProperty("slots")[0];
        Assert.Equal(("2027-03-16T12:00:00Z", "2027-03-16T13:00:00Z", 13, "night"), (best.Text("first"), best.Text("last"), best.GetProperty("inside").GetInt32(), best.Text("worst")));
        var suva = best.GetProperty("offices").EnumerateArray().Single(o => o.Text("name") == "Suva");
        Assert.Equal("Wednesday 17 March, 00:00, Suva (UTC+12:00), next day: at night", suva.Text("words"));
    }

    [Theory]
    [InlineData("en", "Wednesday 17 March, 00:00, Suva (UTC+12:00), next day: at night")]
    [InlineData("fr", "mercredi 17 mars, 00:00, Suva (UTC+12:00), le lendemain : la nuit")]
    [InlineData("ar", "الأربعاء 17 مارس، 00:00، Suva (UTC+12:00)، في اليوم التالي: في الليل")]
    public async Task Each_office_is_explained_in_the_reader_s_language(string language, string words)
    {
        var answer = await PostAsync("/api/v1/schedule/slots", new { from = "2027-03-16", days = 1, zone = "America/New_York", offices = Fourteen }, language).JsonAsync(HttpStatusCode.OK);
        var said = answer.GetProperty("slots")[0].GetProperty("offices")[13].Text("words");
        Assert.Equal(words, said.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal));
        Assert.Equal(said.Count(c => c == '\u2068'), said.Count(c => c == '\u2069'));
        if (language == "ar") Assert.Contains("\u2068Suva\u2069", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_has_a_slot_for_each_week()
    {
        var answer = await PostAsync("/api/v1/schedule/rotation", new { from = "2027-03-08", days = 28, concession = 4, offices = Fourteen }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(4, answer.GetProperty("slots").GetArrayLength());
        Assert.True(answer.GetProperty("slots").EnumerateArray().Select(s => s.Text("first")[11..16]).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("2027-03-14", 23)]
    [InlineData("2027-03-16", 24)]
    [InlineData("2027-11-07", 25)]
    public async Task A_day_of_the_event_s_zone_has_as_many_hours_as_its_clock(string date, int hours)
    {
        var grid = await PostAsync("/api/v1/schedule/day", new { from = date, step = 60, zone = "America/New_York", offices = Fourteen }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(hours, grid.GetProperty("starts").GetArrayLength());
        Assert.Equal($"{date}T00:00", grid.GetProperty("starts")[0].Text("local"));
        var suva = grid.GetProperty("offices")[13].GetProperty("cells");
        Assert.Equal(hours, suva.GetArrayLength());
        Assert.Contains(suva.EnumerateArray(), cell => cell.GetProperty("day").GetInt32() == 1 && cell.Text("convenience") == "night" && cell.Text("word") == "at night");
    }

    [Theory]
    [InlineData("from", """{"from": "1899-12-31"}""")]
    [InlineData("from", """{"from": "2100-01-01"}""")]
    [InlineData("from", """{"from": null}""")]
    [InlineData("days", """{"days": 121}""")]
    [InlineData("days", """{"days": 0}""")]
    [InlineData("duration", """{"duration": "PT13H"}""")]
    [InlineData("duration", """{"duration": "PT90S"}""")]
    [InlineData("step", """{"step": 7}""")]
    [InlineData("limit", """{"limit": 0}""")]
    [InlineData("offices", """{"offices": []}""")]
    [InlineData("offices[0].zone", """{"offices": [{"name": "A"}]}""")]
    [InlineData("offices[0].name", """{"offices": [{"zone": "UTC"}]}""")]
    [InlineData("offices[0].workingDays", """{"offices": [{"name": "A", "zone": "UTC", "workingDays": ["Moonday"]}]}""")]
    [InlineData("offices[0].day", """{"offices": [{"name": "A", "zone": "UTC", "day": {"from": "22:00", "to": "07:00"}}]}""")]
    [InlineData("offices[0].quiet[0]", """{"offices": [{"name": "A", "zone": "UTC", "quiet": [{"from": "24:30", "to": "07:00"}]}]}""")]
    [InlineData("offices[0].daysOff", """{"offices": [{"name": "A", "zone": "UTC", "daysOff": ["2027-02-30"]}]}""")]
    [InlineData("offices[0].office", """{"offices": [{"office": "nobody"}]}""")]
    public async Task What_is_wrong_is_named(string field, string change)
    {
        var good = JsonSerializer.SerializeToNode(new { from = "2027-03-16", offices = Fourteen })!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject()) good[name] = value?.DeepClone();
        var problem = await PostAsync("/api/v1/schedule/slots", good).ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Unknown_zones_and_ten_thousand_offices_are_refused()
    {
        var problem = await PostAsync("/api/v1/schedule/slots", new { from = "2027-03-16", offices = new[] { new { name = "A", zone = "Mars/Olympus" } } }).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("offices[0].zone", problem.Text("field"));
        await PostAsync("/api/v1/schedule/slots", new { from = "2027-03-16", offices = Enumerable.Repeat(new { }, 10_000) }).ProblemAsync(HttpStatusCode.BadRequest);
        await PostAsync("/api/v1/schedule/slots", new { from = "2027-03-16", offices = Enumerable.Repeat(new { name = "A", zone = "UTC" }, 10_000) }).ProblemAsync(HttpStatusCode.BadRequest);
        await server.Anonymous().PostAsJsonAsync("/api/v1/schedule/slots", new { from = "2027-03-16", offices = Fourteen }).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_list_of_offices_is_kept_edited_and_planned_with()
    {
        var host = server.Host();
        var made = await host.PostAsJsonAsync("/api/v1/offices", new
        {
            name = "Kathmandu",
            zone = "Asia/Kathmandu",
            languages = new[] { "ne", "en" },
            workingDays = new[] { "sunday", "monday", "tuesday", "wednesday", "thursday" },
            day = new { from = "08:30", to = "24:00" },
            quiet = new[] { new { from = "22:00", to = "05:15", days = new[] { "friday" } } },
            daysOff = new[] { "2027-03-22" },
        }).JsonAsync(HttpStatusCode.Created);
        var path = $"/api/v1/offices/{made.Text("id")}";
        Assert.Equal(
            """{"name":"Kathmandu","zone":"Asia/Kathmandu","languages":["ne","en"],"workingDays":["sunday","monday","tuesday","wednesday","thursday"],"day":{"from":"08:30","to":"24:00"},"quiet":[{"from":"22:00","to":"05:15","days":["friday"]}],"daysOff":["2027-03-22"]}"""
                .Replace("\"sunday\",\"monday\",\"tuesday\",\"wednesday\",\"thursday\"", "\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"sunday\"", StringComparison.Ordinal),
            made.GetProperty("plan").GetRawText());

        server.Restart();
        host = server.Host();
        var plan = (await host.GetAsync(path).JsonAsync(HttpStatusCode.OK)).GetProperty("plan");
        Assert.Equal(made.GetProperty("plan").GetRawText(), plan.GetRawText());
        var answer = await PostAsync("/api/v1/schedule/slots", new { from = "2027-03-22", days = 1, offices = new[] { new { office = made.Text("id") } } }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("some-outside", answer.GetProperty("verdict").Text("kind"));   // a day off

        using var put = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(new { name = "Kathmandu", zone = "Asia/Nowhere" }) };
        await host.SendAsync(put).ProblemAsync(HttpStatusCode.PreconditionRequired);
        await host.SendAsync(Put(path, new { name = "Kathmandu", zone = "Asia/Nowhere" }, "\"v1\"")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await host.SendAsync(Put(path, new { name = "Patan", zone = "Asia/Kathmandu" }, "\"v1\"")).JsonAsync(HttpStatusCode.OK);
        var stale = await host.SendAsync(Put(path, new { name = "Patan", zone = "Asia/Kathmandu" }, "\"v1\"")).ProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Equal(2, stale.GetProperty("version").GetInt32());
        Assert.Contains("Patan", (await host.GetAsync("/api/v1/offices").JsonAsync(HttpStatusCode.OK)).GetRawText(), StringComparison.Ordinal);
        await host.DeleteAsync(path).JsonAsync(HttpStatusCode.NoContent);
        await host.DeleteAsync(path).ProblemAsync(HttpStatusCode.NotFound);
    }

    private static HttpRequestMessage Put(string path, object body, string ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return request;
    }
}
