using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Tests.Schedule;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>The host's pages of a series, without script.</summary>
public sealed class SeriesPagesTests : IDisposable
{
    private const string Change = "[data-form=series-change]";
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    private async Task<JsonElement> PlanAsync(string start = "2027-03-09T09:00", int count = 4) => await _server.Host().PostAsJsonAsync("/api/v1/series", new
    {
        @event = new { title = "Voices", start, zone = "America/New_York", duration = "PT1H", offices = Fixtures.Fourteen.Select(o => new { name = o.Name, zone = o.Zone }) },
        repeat = new { every = "week", count },
    }).JsonAsync(HttpStatusCode.Created);

    private async Task<string[]> StartsAsync(JsonElement series) =>
    [
        .. (await _server.Host().GetAsync($"/api/v1/series/{series.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("occurrences").EnumerateArray()
            .Select(o => o.GetProperty("event").GetProperty("start")).Select(s => $"{s.Text("instant")[5..16]} {s.Text("zone")}"),
    ];

    [Fact]
    public async Task The_page_says_what_clock_changes_do_between_one_and_the_next()
    {
        var series = await PlanAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var list = await host.OpenAsync("/host");
        var page = await host.OpenAsync(list.QuerySelector("[data-action=series]")!.GetAttribute("href")!);

        Assert.Equal(4, page.QuerySelectorAll("[data-occurrence]").Length);
        var second = page.QuerySelector("[data-occurrence='2']")!;
        Assert.Contains("Tuesday 16 March 2027, 09:00 — New York (UTC−04:00)", second.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("On Tuesday 16 March 2027, 13 of 14 offices meet 1 hour earlier", second.QuerySelector("[data-panel]")!.TextContent, StringComparison.Ordinal);
        var geneva = page.QuerySelector("[data-occurrence='4'] [data-shift='60']")!;
        Assert.Equal(["Geneva", "Tuesday 30 March, 15:00 (UTC+02:00)", "1 hour later than the time before"], geneva.Children.Select(Words));
        var suva = second.QuerySelectorAll("dl.times > div")[^1];
        Assert.Contains("Wednesday 17 March, 01:00 (UTC+12:00), next day", Words(suva), StringComparison.Ordinal);
        Assert.Contains(series.Text("id"), page.QuerySelector("[data-action=change]")!.GetAttribute("href")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_and_the_following_are_moved_to_another_clock_after_their_before_and_after_was_seen()
    {
        var series = await PlanAsync();
        var before = await StartsAsync(series);
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync($"/host/series/{series.Text("id")}/change?number=2");

        var preview = await host.SendAsync(page, Change, typed: [("zone", "Europe/Zurich"), ("keep", "instant")]);

        Assert.Equal(before, await StartsAsync(series));   // nothing is stored yet
        Assert.Equal([2, 3, 4], preview.QuerySelectorAll("[data-preview-of]").Select(p => int.Parse(p.GetAttribute("data-preview-of")!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("Nobody’s local time changes.", preview.QuerySelector("[data-preview-of='2']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Tuesday 16 March 2027, 14:00 — Geneva (UTC+01:00)", preview.QuerySelector("[data-preview-of='2']")!.TextContent, StringComparison.Ordinal);

        var wall = await host.SendAsync(preview, Change, typed: [("keep", "wall-clock")]);
        Assert.Equal("14", wall.QuerySelector("[data-preview-of='2'] [data-moved-offices]")!.GetAttribute("data-moved-offices"));

        var saved = await host.SendAsync(preview, "[data-preview] form");
        Assert.Equal("The change is saved. Calendars that follow will show it.", saved.QuerySelector("[role=status]")!.TextContent);
        Assert.Equal(["03-09T14:00 America/New_York", "03-16T13:00 Europe/Zurich", "03-23T13:00 Europe/Zurich", "03-30T13:00 Europe/Zurich"], await StartsAsync(series));
    }

    [Fact]
    public async Task A_skipped_time_is_a_choice_with_its_offsets()
    {
        var series = await PlanAsync("2027-03-07T09:00", 3);
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync($"/host/series/{series.Text("id")}/change?number=1");
        var asked = await host.SendAsync(page, Change, typed: [("scope", "all"), ("time", "02:30")]);

        Assert.Equal(HttpStatusCode.Conflict, host.Status);
        Assert.Equal(["Sunday 14 March 2027, 01:30 — New York (UTC−05:00)", "Sunday 14 March 2027, 03:30 — New York (UTC−04:00)"], asked.QuerySelectorAll("[data-choices] label").Select(Words));
        var preview = await host.SendAsync(asked, Change, typed: [("gap", "after-gap")]);
        Assert.Contains("03:30 — New York (UTC−04:00)", preview.QuerySelector("[data-preview-of='2']")!.TextContent, StringComparison.Ordinal);
        await host.SendAsync(preview, "[data-preview] form");
        Assert.Equal("03-14T07:30 America/New_York", (await StartsAsync(series))[1]);
    }

    [Fact]
    public async Task Somebody_else_s_change_is_told_and_nothing_typed_is_lost()
    {
        var series = await PlanAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync($"/host/series/{series.Text("id")}/change?number=2");
        var preview = await host.SendAsync(page, Change, typed: [("title", "Mine"), ("scope", "all")]);
        await _server.Host().PatchAsync($"/api/v1/series/{series.Text("id")}", new { scope = "one", number = 3, time = "10:00" }, "*").JsonAsync(HttpStatusCode.OK);

        var conflict = await host.SendAsync(preview, "[data-preview] form");

        Assert.Equal(HttpStatusCode.PreconditionFailed, host.Status);
        Assert.Equal(["No. 3 was Tuesday 23 March 2027, 09:00 — New York and is now Tuesday 23 March 2027, 10:00 — New York (UTC−04:00)."], conflict.QuerySelectorAll("[data-conflict] li").Select(Words));
        Assert.Equal("Mine", conflict.QuerySelector("[name=title]")!.GetAttribute("value"));
        var again = await host.SendAsync(conflict, Change);
        await host.SendAsync(again, "[data-preview] form");
        var now = await _server.Host().GetAsync($"/api/v1/series/{series.Text("id")}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal("Mine", now.Text("title"));
        Assert.Equal("2027-03-23T10:00", now.GetProperty("occurrences")[2].GetProperty("event").GetProperty("start").Text("local"));
    }

    [Fact]
    public async Task Calling_off_asks_first()
    {
        var series = await PlanAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync($"/host/series/{series.Text("id")}/change?number=3&cancel=yes");
        var sure = await host.SendAsync(page, Change, typed: [("scope", "following")]);
        Assert.Equal(["3", "4"], sure.QuerySelectorAll("[data-preview-of]").Select(p => p.GetAttribute("data-preview-of")));
        var off = await host.SendAsync(sure, "[data-preview] form");
        Assert.Equal(["published", "published", "cancelled", "cancelled"], off.QuerySelectorAll("[data-occurrence]").Select(o => o.GetAttribute("data-state")));
    }

    [Fact]
    public async Task Doors_are_kept_and_nonsense_is_refused()
    {
        var series = await PlanAsync();
        var path = $"/host/series/{series.Text("id")}";
        using var stranger = _server.Anonymous();
        foreach (var door in new[] { path, $"{path}/change?number=1" })
        {
            using var answer = await stranger.GetAsync(door);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
        using var host = await HostBrowser.SignInAsync(_server);
        await host.OpenAsync("/host/series/nothing");
        Assert.Equal(HttpStatusCode.NotFound, host.Status);
        await host.OpenAsync($"{path}/change?number=99");
        Assert.Equal(HttpStatusCode.NotFound, host.Status);
        var page = await host.OpenAsync($"{path}/change?number=1");
        Assert.Equal("New York", page.QuerySelector("[name=zone]")!.GetAttribute("value"));   // and not America/New_York
        Assert.InRange(page.QuerySelector("[name=base]")!.GetAttribute("value")!.Length, 1, 400);
        (string, string)[][] nonsense =
        [
            [("__csrf", "forged")], [("base", "nonsense")], [("base", "{\"Title\":\"a\",\"Version\":1,\"Occurrences\":[null]}")], [("number", "99")],
        ];
        foreach (var wrong in nonsense)
        {
            await host.SendAsync(page, Change, typed: wrong);
            Assert.Equal(HttpStatusCode.BadRequest, host.Status);
        }
        (string, string)[][] mistakes = [[], [("title", "")], [("time", "25:00")], [("zone", "Mars/Olympus")], [("scope", "some"), ("title", "x")]];
        foreach (var wrong in mistakes)
        {
            var again = await host.SendAsync(page, Change, typed: wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, host.Status);
            Assert.NotNull(again.QuerySelector("[role=alert]"));
        }
    }

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
