using System.Net;
using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>What the event page tells search engines and calendars on the web.</summary>
public sealed class EventForOthersTests : IDisposable
{
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Search_engines_are_told_the_moment_with_its_offset_and_that_it_is_online()
    {
        await _server.AddEventAsync(title: "</script><b>Voices & \"more\"");
        var page = await ReadAsync("/e/voices");
        Assert.DoesNotContain("<b>Voices", page.Source.Text, StringComparison.Ordinal);
        var json = JsonLd(page);

        Assert.Equal("https://schema.org", json.Text("@context"));
        Assert.Equal("Event", json.Text("@type"));
        Assert.Equal("</script><b>Voices & \"more\"", json.Text("name"));
        Assert.Equal(("2027-03-16T09:00:00-04:00", "2027-03-16T10:00:00-04:00"), (json.Text("startDate"), json.Text("endDate")));
        Assert.Equal("https://schema.org/OnlineEventAttendanceMode", json.Text("eventAttendanceMode"));
        Assert.Equal("https://schema.org/EventScheduled", json.Text("eventStatus"));
        Assert.Equal("VirtualLocation", json.GetProperty("location").Text("@type"));
        Assert.EndsWith("/e/voices", json.GetProperty("location").Text("url"), StringComparison.Ordinal);
        Assert.Equal(["en", "fr"], json.GetProperty("inLanguage").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal("LiveDialogue", json.GetProperty("organizer").Text("name"));
        Assert.False(json.TryGetProperty("previousStartDate", out _));
    }

    [Fact]
    public async Task An_event_that_moves_says_when_it_was_until_it_is_back_there()
    {
        var e = await _server.AddEventAsync();
        await MoveAsync(e, "2027-03-17T20:00");
        await MoveAsync(e, "2027-11-09T09:00");   // standard time: another offset than the first announcement

        var page = await ReadAsync("/e/voices?zone=Suva");
        var json = JsonLd(page);
        Assert.Equal("https://schema.org/EventRescheduled", json.Text("eventStatus"));
        Assert.Equal(("2027-11-09T09:00:00-05:00", "2027-03-16T09:00:00-04:00"), (json.Text("startDate"), json.Text("previousStartDate")));
        Assert.Equal(
            "The time was changed. It was: Wednesday 17 March 2027, 01:00 — Suva (UTC+12:00), next day · Tuesday 16 March 2027, 09:00 — New York (UTC−04:00)",
            page.QuerySelector("[data-moved]")!.TextContent);

        await MoveAsync(e, "2027-03-16T09:00");
        var back = await ReadAsync("/e/voices");
        Assert.Equal("https://schema.org/EventScheduled", JsonLd(back).Text("eventStatus"));
        Assert.Null(back.QuerySelector("[data-moved]"));
    }

    [Fact]
    public async Task A_draft_that_moves_was_announced_to_nobody_and_what_is_off_says_so()
    {
        var e = await _server.AddEventAsync(EventState.Draft);
        await MoveAsync(e, "2027-03-17T20:00");
        await _server.Host().PostAsync("/api/v1/events/voices/publish", null).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("https://schema.org/EventScheduled", JsonLd(await ReadAsync("/e/voices")).Text("eventStatus"));

        await _server.Host().PostAsync("/api/v1/events/voices/cancel", null).JsonAsync(HttpStatusCode.OK);
        var page = await ReadAsync("/e/voices");
        Assert.Equal("https://schema.org/EventCancelled", JsonLd(page).Text("eventStatus"));
        Assert.Null(page.QuerySelector(".add-to-calendar"));
    }

    [Fact]
    public async Task Calendars_on_the_web_are_given_the_moment_in_UTC_and_asked_nothing_before_a_click()
    {
        await _server.AddEventAsync(title: "Ending polio & more: 100%");
        var page = await ReadAsync("/e/voices");
        var links = page.QuerySelectorAll<IElement>(".add-to-calendar a").ToDictionary(a => a.GetAttribute("data-calendar")!, a => a.GetAttribute("href")!);
        Assert.Equal(["Google", "Microsoft 365", "Outlook.com", "file"], links.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("/e/voices/calendar.ics", links["file"]);

        var google = Query(links["Google"]);
        Assert.Equal(("20270316T130000Z/20270316T140000Z", "Ending polio & more: 100%", "TEMPLATE"), (google["dates"], google["text"], google["action"]));
        Assert.EndsWith("/e/voices", google["location"], StringComparison.Ordinal);
        Assert.EndsWith("/e/voices", google["details"], StringComparison.Ordinal);
        foreach (var outlook in new[] { "Outlook.com", "Microsoft 365" })
        {
            var query = Query(links[outlook]);
            Assert.Equal(("2027-03-16T13:00:00Z", "2027-03-16T14:00:00Z", "Ending polio & more: 100%"), (query["startdt"], query["enddt"], query["subject"]));
        }

        Assert.All(page.QuerySelectorAll(".add-to-calendar a[target]"), a => Assert.Equal("noopener noreferrer", a.GetAttribute("rel")));
        var foreign = page.QuerySelectorAll("[src], link[href], form[action]").Select(e => e.GetAttribute("src") ?? e.GetAttribute("href") ?? e.GetAttribute("action")).Where(u => u!.Contains("//", StringComparison.Ordinal));
        Assert.Empty(foreign);
    }

    [Theory]
    [InlineData(Role.Speaker)]
    [InlineData(Role.Moderator)]
    public async Task Whoever_is_invited_reads_both_times_also_without_script(Role role)
    {
        var e = await _server.AddEventAsync();
        var (_, token) = await _server.AddInviteAsync(e.Id, role, "Amina");
        var page = await ReadAsync($"/join/{token}");
        var lines = page.QuerySelectorAll(".when").Select(w => w.TextContent).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.Contains("Nairobi (UTC+03:00)", lines[0], StringComparison.Ordinal);
        Assert.Contains("New York (UTC−04:00)", lines[1], StringComparison.Ordinal);
        var boot = JsonDocument.Parse(page.GetElementById("boot")!.TextContent).RootElement;
        Assert.Equal(lines, boot.GetProperty("event").GetProperty("when").EnumerateArray().Select(l => l.GetString()));
    }

    private static Dictionary<string, string> Query(string url) =>
        new Uri(url).Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]), StringComparer.Ordinal);

    private static JsonElement JsonLd(IDocument page) => JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent).RootElement;

    private async Task MoveAsync(LiveEvent e, string start)
    {
        var now = await _server.Host().GetAsync($"/api/v1/events/{e.Id}").JsonAsync(HttpStatusCode.OK);
        await _server.Host().PatchAsync($"/api/v1/events/{e.Id}", new { start }, $"\"v{now.GetProperty("version").GetInt64()}\"").JsonAsync(HttpStatusCode.OK);
    }

    private async Task<IDocument> ReadAsync(string url)
    {
        using var browser = _server.Anonymous();
        var html = await browser.GetStringAsync(url);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html));
    }
}
