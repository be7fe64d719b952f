using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Tests.Schedule;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>A newer TZDB decided on by plain forms.</summary>
[Collection("Zone rules")]
public sealed class RulesPagesTests : IDisposable
{
    private const string Path = "/host/zone-rules";
    private const string Decide = "[data-form=zone-rules]";
    private readonly string _file = System.IO.Path.GetTempFileName();
    private readonly TestServer _server;

    /// <summary>A server that was built long ago: TZDB 2019c is in force.</summary>
    public RulesPagesTests()
    {
        File.WriteAllBytes(_file, OldRules.Old);
        _server = TestServer.With(new(StringComparer.Ordinal) { ["ZoneRules"] = _file });
    }

    public void Dispose()
    {
        _server.Dispose();
        File.Delete(_file);
    }

    private async Task<JsonElement> PlanAsync(string title, string zone, string start) =>
        await _server.Host().PostAsJsonAsync("/api/v1/events", new { title, start, zone, offices = new[] { new { name = "Rabat", zone = "Africa/Casablanca" }, new { name = "Nairobi", zone = "Africa/Nairobi" } } }).JsonAsync(HttpStatusCode.Created);

    private async Task<string> InstantAsync(JsonElement e) => (await _server.Host().GetAsync($"/api/v1/events/{e.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("start").Text("instant");

    [Fact]
    public async Task A_file_that_waits_is_told_on_the_first_page_and_decided_event_by_event()
    {
        var rabat = await PlanAsync("Rabat speaks", "Africa/Casablanca", "2027-06-15T10:00");
        var vancouver = await PlanAsync("Vancouver", "America/Vancouver", "2027-12-15T10:00");
        var newYork = await PlanAsync("New York", "America/New_York", "2027-06-15T09:00");
        using var host = await HostBrowser.SignInAsync(_server);
        var quiet = await host.OpenAsync("/host");
        Assert.Null(quiet.QuerySelector("[data-action=zone-rules]"));

        var waits = await host.SendFileAsync(await host.OpenAsync(Path), "[data-form=zone-rules-file]", "file", OldRules.Present);

        Assert.Equal("2026f", waits.QuerySelector("[data-pending]")!.GetAttribute("data-pending"));
        Assert.Equal("2019c", waits.QuerySelector("[data-in-force]")!.GetAttribute("data-in-force"));
        var card = waits.QuerySelector($"[data-moved-event={rabat.Text("slug")}]")!;
        Assert.Contains("As people know it: Tuesday 15 June 2027, 10:00 — Rabat (UTC+01:00)", card.TextContent, StringComparison.Ordinal);
        var office = card.QuerySelector("[data-office=Rabat]")!;
        Assert.Equal(["Tuesday 15 June, 10:00 (UTC+01:00)", "Tuesday 15 June, 10:00 (UTC+00:00) — as before", "Tuesday 15 June, 09:00 (UTC+00:00)"], office.QuerySelectorAll("dd > span:last-child").Select(d => d.TextContent.Trim()));
        Assert.Equal("false", waits.QuerySelector($"[data-moved-event={newYork.Text("slug")}]")!.GetAttribute("data-needs-decision"));
        Assert.Equal("2", (await host.OpenAsync("/host")).QuerySelector("[data-rules-wait]")!.GetAttribute("data-rules-wait"));

        var missing = await host.SendAsync(waits, Decide, typed: [($"decision.{rabat.Text("id")}", "wall-clock")]);
        Assert.Equal(HttpStatusCode.Conflict, host.Status);
        Assert.NotNull(missing.QuerySelector($"[data-moved-event={vancouver.Text("slug")}] .problem"));
        Assert.NotNull(missing.QuerySelector($"[name='decision.{rabat.Text("id")}'][value=wall-clock][checked]"));
        Assert.Equal("2027-06-15T09:00:00Z", await InstantAsync(rabat));

        var accepted = await host.SendAsync(missing, Decide, typed: [("rest", "instant")]);

        Assert.Equal("TZDB 2026f is in force.", accepted.QuerySelector("[role=status]")!.TextContent);
        Assert.Equal(("2027-06-15T10:00:00Z", "2027-12-15T18:00:00Z", "2027-06-15T13:00:00Z"), (await InstantAsync(rabat), await InstantAsync(vancouver), await InstantAsync(newYork)));
        var after = await host.OpenAsync("/host");
        Assert.Null(after.QuerySelector("[data-rules-wait]"));
        Assert.NotNull(after.QuerySelector("[data-action=zone-rules]"));
    }

    [Fact]
    public async Task What_is_no_newer_file_is_refused_in_words_and_a_good_one_can_be_discarded()
    {
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync(Path);
        foreach (var file in new[] { OldRules.Old, OldRules.Present[..5000], new byte[] { 0 } })
        {
            var refused = await host.SendFileAsync(page, "[data-form=zone-rules-file]", "file", file);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, host.Status);
            Assert.NotEmpty(refused.QuerySelector("[role=alert] bdi")!.TextContent);
        }
        await host.SendFileAsync(page, "[data-form=zone-rules-file]", "file", []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, host.Status);

        var waits = await host.SendFileAsync(page, "[data-form=zone-rules-file]", "file", OldRules.Present);
        await host.SendAsync(waits, Decide, typed: [("version", "2031a")]);
        Assert.Equal(HttpStatusCode.PreconditionFailed, host.Status);
        var dropped = await host.SendAsync(waits, "form[action$='/drop']");
        Assert.Null(dropped.QuerySelector("[data-pending]"));
        Assert.Equal("2019c", dropped.QuerySelector("[data-in-force]")!.GetAttribute("data-in-force"));
        Assert.Equal(["zones.nzd"], Directory.GetFiles(_server.DataFolder, "zones*").Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public async Task A_waiting_file_waits_through_a_restart()
    {
        await PlanAsync("Rabat speaks", "Africa/Casablanca", "2027-06-15T10:00");
        using (var host = await HostBrowser.SignInAsync(_server))
            await host.SendFileAsync(await host.OpenAsync(Path), "[data-form=zone-rules-file]", "file", OldRules.Present);
        _server.Restart();
        using var again = await HostBrowser.SignInAsync(_server);
        Assert.Equal("1", (await again.OpenAsync("/host")).QuerySelector("[data-rules-wait]")!.GetAttribute("data-rules-wait"));
    }

    [Fact]
    public async Task Doors_are_kept()
    {
        using var stranger = _server.Anonymous();
        using (var answer = await stranger.GetAsync(Path)) Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync(Path);
        await host.SendFileAsync(page, "[data-form=zone-rules-file]", "file", OldRules.Present, ("__csrf", "forged"));
        Assert.Equal(HttpStatusCode.BadRequest, host.Status);
    }
}
