using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>What the planner's page asks beyond slots and days: times of day with their dates, and who bears what over a series.</summary>
public sealed class PlannerApiTests(TestServer server) : IClassFixture<TestServer>
{
    private static object[] Fourteen => [.. Fixtures.Fourteen.Select(o => new { name = o.Name, zone = o.Zone })];

    private Task<HttpResponseMessage> PostAsync(string path, object body, string language = "en")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        return server.Host().SendAsync(request);
    }

    [Fact]
    public async Task The_same_hours_on_other_days_are_one_choice_with_its_dates()
    {
        var answer = await PostAsync("/api/v1/schedule/hours", new { from = "2027-03-15", days = 14, zone = "UTC", offices = Fourteen }).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(["Suva"], answer.GetProperty("verdict").GetProperty("always").EnumerateArray().Select(n => n.GetString()));
        var best = answer.GetProperty("hours")[0];
        Assert.Equal("12:00 to 13:00 UTC: 13 of 14 offices are inside their day. Suva has 00:00–01:00 the next day: at night.", best.Text("words"));
        Assert.Equal(
            ["2027-03-15", "2027-03-16", "2027-03-17", "2027-03-18", "2027-03-19", "2027-03-22", "2027-03-23", "2027-03-24", "2027-03-25", "2027-03-26"],
            best.GetProperty("dates").EnumerateArray().Select(d => d.Text("date")));
        Assert.Equal("Tuesday 16 March", best.GetProperty("dates")[1].Text("words"));
    }

    [Fact]
    public async Task Hours_are_told_by_the_anchor_s_clock_and_a_change_of_clocks_divides_them()
    {
        var answer = await PostAsync("/api/v1/schedule/hours", new { from = "2027-03-08", days = 14, zone = "America/New_York", place = "HQ", offices = Fourteen }).JsonAsync(HttpStatusCode.OK);

        var words = answer.GetProperty("hours").EnumerateArray().Select(h => h.Text("words")).ToList();
        Assert.Contains(words, w => w.StartsWith("07:00 to 08:00 in HQ (UTC\u221205:00): 13 of 14", StringComparison.Ordinal));
        Assert.Contains(words, w => w.StartsWith("08:00 to 09:00 in HQ (UTC\u221204:00): 13 of 14", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dates_on_which_another_office_has_another_hour_are_told_apart_where_its_hour_is_told()
    {
        // Anchored in UTC, clocks in New York go forward on 14 March: what is 21:30 to 22:30 there is 22:30 to 23:30 then.
        var offices = new[] { new { name = "New York", zone = "America/New_York", day = new { from = "07:00", to = "20:00" } }, new { name = "Tokyo", zone = "Asia/Tokyo", day = new { from = "10:00", to = "12:00" } } };
        var answer = await PostAsync("/api/v1/schedule/hours", new { from = "2027-03-08", days = 14, zone = "UTC", limit = 20, offices }).JsonAsync(HttpStatusCode.OK);

        foreach (var hour in answer.GetProperty("hours").EnumerateArray().Where(h => h.Text("words").Contains("New York has ", StringComparison.Ordinal)))
        {
            var changed = hour.GetProperty("dates").EnumerateArray().Select(d => string.CompareOrdinal(d.Text("date"), "2027-03-14") > 0).Distinct().ToList();
            Assert.Single(changed);
            var told = hour.Text("words").Split("New York has ")[1][..5];
            Assert.Equal(hour.GetProperty("offices")[0].Text("start")[11..16], told);
        }
        Assert.Contains(answer.GetProperty("hours").EnumerateArray(), h => h.Text("words").Contains("New York has ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_days_of_difference_are_two_days()
    {
        // At 10:00 UTC it is 23:00 on the day before in Pago Pago and 00:00 on the day after in Kiritimati.
        var offices = new[] { new { name = "Kiritimati", zone = "Pacific/Kiritimati", day = new { from = "07:00", to = "22:00" } }, new { name = "Accra", zone = "UTC", day = new { from = "10:00", to = "11:00" } } };
        var answer = await PostAsync("/api/v1/schedule/hours", new { from = "2027-03-03", days = 1, zone = "Pacific/Pago_Pago", limit = 50, step = 60, offices }).JsonAsync(HttpStatusCode.OK);
        Assert.Contains(answer.GetProperty("hours").EnumerateArray(), h => h.Text("words").Contains("Kiritimati has 00:00–01:00, 2 days later: at night.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2027-03-16T13:00:00Z", "Suva has the night every time.", 2)]
    [InlineData("2027-03-16T21:00:00Z", "Tehran, Islamabad, New Delhi, Kathmandu, Bangkok, Manila and Nairobi", 1)]
    public async Task Who_has_the_night_is_counted_over_the_series(string second, string words, int suvaNights)
    {
        var answer = await PostAsync("/api/v1/schedule/burden", new { from = "2027-03-09", days = 1, offices = Fourteen, starts = new[] { "2027-03-09T14:00:00Z", second } }).JsonAsync(HttpStatusCode.OK);

        foreach (var name in words.Replace(" and ", ", ", StringComparison.Ordinal).Split(", ").Where(n => !n.Contains("has", StringComparison.Ordinal)))
            Assert.Equal(1, answer.GetProperty("offices").EnumerateArray().Single(o => o.Text("name") == name).GetProperty("nights").GetInt32());
        if (suvaNights == 2) Assert.Equal(words, answer.Text("words"));
        var suva = answer.GetProperty("offices")[13];
        Assert.Equal((suvaNights, 2 - suvaNights), (suva.GetProperty("nights").GetInt32(), suva.GetProperty("inside").GetInt32()));
    }

    [Fact]
    public async Task Nights_of_earlier_series_are_counted_in_and_quiet_hours_are_outside()
    {
        object[] offices =
        [
            new { name = "Suva", zone = "Pacific/Fiji", nights = 3 },
            new { name = "Geneva", zone = "Europe/Zurich", quiet = new[] { new { from = "15:30", to = "16:00" } } },
        ];
        var answer = await PostAsync("/api/v1/schedule/burden", new { from = "2027-03-09", duration = "PT1H", offices, starts = new[] { "2027-03-09T14:00:00Z" } }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(4, answer.GetProperty("offices")[0].GetProperty("allNights").GetInt32());
        Assert.Equal(1, answer.GetProperty("offices")[1].GetProperty("outside").GetInt32());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""["yesterday"]""")]
    [InlineData("""["1899-12-31T00:00:00Z"]""")]
    [InlineData("[null]")]
    public async Task Starts_that_are_none_are_refused(string starts)
    {
        var refused = await PostAsync("/api/v1/schedule/burden", new { from = "2027-03-09", offices = Fourteen, starts = JsonSerializer.Deserialize<JsonElement>(starts) }).JsonAsync(HttpStatusCode.BadRequest);
        Assert.True(refused.GetProperty("errors").TryGetProperty("starts", out _));
    }

    [Fact]
    public async Task More_starts_than_a_series_can_have_are_refused() =>
        await PostAsync("/api/v1/schedule/burden", new { from = "2027-03-09", offices = Fourteen, starts = Enumerable.Repeat("2027-03-09T14:00:00Z", 201) }).JsonAsync(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("America/New_York", 30, "2027-03-09T00:30", "2027-03-09T05:30:00Z", 24)]
    [InlineData("America/New_York", 10, "2027-03-14T00:10", "2027-03-14T05:10:00Z", 23)]
    [InlineData("Asia/Kathmandu", 0, "2027-03-09T00:00", "2027-03-08T18:15:00Z", 24)]
    [InlineData("Asia/Kathmandu", 45, "2027-03-09T00:45", "2027-03-08T19:00:00Z", 24)]
    public async Task The_day_s_columns_stand_at_the_wanted_minute_of_the_zone_s_own_clock(string zone, int minute, string local, string instant, int hours)
    {
        var grid = await PostAsync("/api/v1/schedule/day", new { from = local[..10], step = 60, minute, zone, offices = Fourteen }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(hours, grid.GetProperty("starts").GetArrayLength());
        Assert.Equal((local, instant), (grid.GetProperty("starts")[0].Text("local"), grid.GetProperty("starts")[0].Text("instant")));
        Assert.All(grid.GetProperty("starts").EnumerateArray(), start => Assert.EndsWith($":{minute:00}", start.Text("local"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_clocks_jump_over_the_hour_the_panel_tells_the_one_it_begins_at()
    {
        var offices = new[] { new { name = "New York", zone = "America/New_York" }, new { name = "Goma", zone = "Africa/Lubumbashi" } };
        var plan = new { @event = new { title = "Night", start = "2027-03-07T02:30", zone = "America/New_York", offices }, repeat = new { every = "week", count = 3 }, gap = "after-gap" };
        var answer = await PostAsync("/api/v1/series/preview", plan).JsonAsync(HttpStatusCode.OK);
        var occurrences = answer.GetProperty("occurrences");

        // 02:30, 03:30 and 02:30 in New York; 09:30, 09:30 and 08:30 in Goma.
        Assert.Equal("On Sunday 14 March 2027, only New York meets 1 hour later than the time before (1 of 2 offices).", occurrences[1].Text("panel"));
        Assert.Equal("On Sunday 21 March 2027 every office meets 1 hour earlier than the time before.", occurrences[2].Text("panel"));
        Assert.Equal("Sunday 14 March, 03:30, New York (UTC\u221204:00)", occurrences[1].GetProperty("offices")[0].Text("words"));

        var first = new { @event = new { title = "Night", start = "2027-03-14T02:30", zone = "America/New_York", offices }, repeat = new { every = "week", count = 1 }, gap = "before-gap" };
        answer = await PostAsync("/api/v1/series/preview", first).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("On Sunday 14 March 2027 the series begins at 01:30 in New York (UTC\u221205:00).", answer.GetProperty("occurrences")[0].Text("panel"));
    }

    [Fact]
    public async Task Of_many_offices_the_panel_names_the_few_whose_hour_stays()
    {
        var offices = Enumerable.Range(1, 20).Select(i => new { name = $"Office {i}", zone = i <= 4 ? "America/New_York" : "Africa/Nairobi" });
        var plan = new { @event = new { title = "Many", start = "2027-03-09T09:00", zone = "America/New_York", offices }, repeat = new { every = "week", count = 2 } };
        var answer = await PostAsync("/api/v1/series/preview", plan).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(
            "On Tuesday 16 March 2027, 16 of 20 offices meet 1 hour earlier than the time before: all but Office 1, Office 2, Office 3 and Office 4.",
            answer.GetProperty("occurrences")[1].Text("panel"));
    }

    [Fact]
    public async Task The_page_is_the_host_s_alone()
    {
        using var browser = server.Anonymous();
        using var refused = await browser.GetAsync("/host/planner");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var page = await server.Host().GetAsync("/host/planner");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("\"screen\":\"planner\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
