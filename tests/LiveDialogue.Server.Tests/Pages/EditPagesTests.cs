using System.Net;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>One event edited by plain forms.</summary>
public sealed class EditPagesTests : IDisposable
{
    private const string Edit = "[data-form=edit-event]";
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    private Task<System.Text.Json.JsonElement> EventAsync() => _server.Host().GetAsync("/api/v1/events/voices").JsonAsync(HttpStatusCode.OK);

    [Fact]
    public async Task Words_are_saved_at_once_and_a_start_that_moves_is_shown_before_and_after_first()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync("/host/events/voices/edit");
        var saved = await host.SendAsync(page, Edit, typed: [("title", "New title"), ("minutes", "90")]);
        Assert.Equal("Saved. Calendars that follow will show it.", saved.QuerySelector("[role=status]")!.TextContent);
        var e = await EventAsync();
        Assert.Equal(("New title", "PT1H30M", "2027-03-16T13:00:00Z"), (e.Text("title"), e.Text("duration"), e.GetProperty("start").Text("instant")));

        var preview = await host.SendAsync(saved, Edit, typed: [("zone", "Asia/Kathmandu"), ("keep", "wall-clock")]);

        Assert.Equal("2027-03-16T13:00:00Z", (await EventAsync()).GetProperty("start").Text("instant"));
        var goma = preview.QuerySelector("[data-office=Goma]")!;
        Assert.Equal(["Tuesday 16 March, 15:00 (UTC+02:00)", "Tuesday 16 March, 05:15 (UTC+02:00)"], goma.QuerySelectorAll("dd > span:last-child").Select(d => d.FirstChild!.TextContent.Trim()));
        Assert.NotNull(goma.QuerySelector(".night-mark"));

        // Another wish than the one that was seen is shown again before it is saved.
        var other = await host.SendAsync(preview, Edit, typed: [("keep", "instant")]);
        Assert.Contains("Nobody’s local time changes.", other.QuerySelector("[data-preview]")!.TextContent, StringComparison.Ordinal);
        await host.SendAsync(other, Edit);
        var moved = (await EventAsync()).GetProperty("start");
        Assert.Equal(("2027-03-16T13:00:00Z", "Asia/Kathmandu", "2027-03-16T18:45"), (moved.Text("instant"), moved.Text("zone"), moved.Text("local")));
    }

    [Fact]
    public async Task That_minors_take_part_is_saved_and_stays_when_something_else_is_edited()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync("/host/events/voices/edit");
        Assert.False(page.QuerySelector("[name=minors]")!.HasAttribute("checked"));

        var saved = await host.SendAsync(page, Edit, typed: [("minors", "true")]);
        Assert.True((await EventAsync()).GetProperty("minors").GetBoolean());
        Assert.True(saved.QuerySelector("[name=minors]")!.HasAttribute("checked"));
        await host.SendAsync(saved, Edit, typed: [("title", "New title")]);
        Assert.True((await EventAsync()).GetProperty("minors").GetBoolean());

        await _server.Host().PatchAsync("/api/v1/events/voices", new { minors = false }, "*").JsonAsync(HttpStatusCode.OK);
        page = await host.OpenAsync("/host/events/voices/edit");
        Assert.False(page.QuerySelector("[name=minors]")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task A_skipped_time_is_a_choice()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync("/host/events/voices/edit");
        var asked = await host.SendAsync(page, Edit, typed: [("date", "2027-03-14"), ("time", "02:30")]);
        Assert.Equal(HttpStatusCode.Conflict, host.Status);
        Assert.Equal(2, asked.QuerySelectorAll("[data-choices] input[name=resolve]").Length);
        var preview = await host.SendAsync(asked, Edit, typed: [("resolve", "before-gap")]);
        await host.SendAsync(preview, Edit);
        Assert.Equal("2027-03-14T06:30:00Z", (await EventAsync()).GetProperty("start").Text("instant"));
    }

    [Fact]
    public async Task Two_who_edit_at_once_lose_nothing()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync("/host/events/voices/edit");
        await _server.Host().PatchAsync("/api/v1/events/voices", new { title = "Theirs", description = "Other words", duration = "PT2H" }, "*").JsonAsync(HttpStatusCode.OK);

        var conflict = await host.SendAsync(page, Edit, typed: [("title", "Mine"), ("languages", "en ar")]);

        Assert.Equal(HttpStatusCode.PreconditionFailed, host.Status);
        Assert.Equal(["new.name", "new.description", "new.duration"], conflict.QuerySelectorAll("[data-conflict] [data-field]").Select(f => f.GetAttribute("data-field")));
        Assert.Contains("Yours differs", conflict.QuerySelector("[data-field='new.name']")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Yours differs", conflict.QuerySelector("[data-field='new.description']")!.TextContent, StringComparison.Ordinal);
        await host.SendAsync(conflict, Edit);
        var e = await EventAsync();
        Assert.Equal(("Mine", "Other words", "PT2H"), (e.Text("title"), e.Text("description"), e.Text("duration")));
        Assert.Equal(["en", "ar"], e.GetProperty("languages").EnumerateArray().Select(l => l.GetString()));
    }

    [Fact]
    public async Task What_is_wrong_is_marked_and_stays_as_typed()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync("/host/events/voices/edit");
        (string Field, string Value)[] mistakes = [("title", " "), ("zone", "Mars/Olympus"), ("minutes", "0"), ("languages", "?"), ("offices", "Goma\nNowhere, Mars/Olympus"), ("date", "2027-02-30")];
        foreach (var (field, value) in mistakes)
        {
            var again = await host.SendAsync(page, Edit, typed: [(field, value)]);
            Assert.InRange((int)host.Status, 400, 422);
            Assert.NotNull(again.QuerySelector($"[name={(field == "date" ? "date" : field)}][aria-invalid=true]"));
        }
        Assert.Equal(1, (await EventAsync()).GetProperty("version").GetInt32());
        foreach (var wrong in new[] { ("base", "nonsense"), ("version", "x"), ("__csrf", "forged") })
        {
            await host.SendAsync(page, Edit, typed: [wrong]);
            Assert.Equal(HttpStatusCode.BadRequest, host.Status);
        }
    }

    [Fact]
    public async Task A_long_description_in_any_script_is_taken()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync("/host/events/voices/edit");
        var text = new string('ش', 20_000);
        await host.SendAsync(page, Edit, typed: [("description", text)]);
        Assert.Equal(text, (await EventAsync()).Text("description"));
        page = await host.OpenAsync("/host/events/voices/edit");
        await host.SendAsync(page, Edit, typed: [("title", "And again")]);
        Assert.Equal("And again", (await EventAsync()).Text("title"));
    }

    [Fact]
    public async Task Calling_off_asks_first_and_is_final()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var ask = await host.OpenAsync("/host/events/voices/cancel");
        Assert.Equal("published", (await EventAsync()).Text("state"));
        var off = await host.SendAsync(ask, "form[action$='/cancel']");
        Assert.Equal("cancelled", (await EventAsync()).Text("state"));
        Assert.NotNull(off.QuerySelector("[data-over]"));
        Assert.Null(off.QuerySelector(Edit));
        var late = await host.SendAsync(ask, "form[action$='/cancel']");
        Assert.Equal(HttpStatusCode.Conflict, host.Status);
        Assert.NotNull(late.QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task What_is_over_isn_t_edited()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync("/host/events/voices/edit");
        await _server.Host().PostAsync("/api/v1/events/voices/cancel", null).JsonAsync(HttpStatusCode.OK);
        var late = await host.SendAsync(page, Edit, typed: [("title", "Late")]);
        Assert.Equal(HttpStatusCode.PreconditionFailed, host.Status);
        Assert.NotNull(late.QuerySelector("[data-over]"));
    }
}
