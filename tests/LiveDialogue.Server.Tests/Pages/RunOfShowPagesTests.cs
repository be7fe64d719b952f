using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>The run of show, edited by a form that works without script.</summary>
public sealed class RunOfShowPagesTests : IDisposable
{
    private const string Form = "[data-form=run-of-show]";
    private const string Path = "/host/events/voices/run-of-show";
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    private Task<JsonElement> StoredAsync() => _server.Host().GetAsync("/api/v1/events/voices/run-of-show").JsonAsync(HttpStatusCode.OK);

    private static string[] Titles(IDocument page) => [.. page.QuerySelectorAll("[name=title]").Select(t => t.GetAttribute("value")!)];

    private static string Button(string action, int segment) => $"[data-segment='{segment}'] [data-action={action}]";

    /// <summary>Two segments: a welcome by Amina, and one called Voices.</summary>
    private static async Task<IDocument> TwoSegmentsAsync(HostBrowser host)
    {
        var page = await host.SendAsync(await host.OpenAsync(Path), Form, "[data-action=add-segment]");
        page = await host.SendAsync(page, Form, Button("add-speaker", 1), ("title", "Welcome"), ("add", "Africa/Nairobi|Amina"));
        page = await host.SendAsync(page, Form, "[data-action=add-segment]");
        return await host.SendAsync(page, Form, typed: [("title", "Welcome"), ("title", "Voices"), ("minutes", "10"), ("minutes", "55")]);
    }

    [Fact]
    public async Task Segments_are_added_moved_and_removed_by_buttons_and_nothing_is_stored_before_save()
    {
        var e = await _server.AddEventAsync();
        await _server.AddInviteAsync(e.Id, Role.Speaker);
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await TwoSegmentsAsync(host);

        Assert.Equal("5", page.QuerySelector("[data-overrun]")!.GetAttribute("data-overrun"));
        var moved = await host.SendAsync(page, Form, Button("up", 2));
        Assert.Equal(["Voices", "Welcome"], Titles(moved));
        Assert.NotNull(moved.QuerySelector($"{Button("down", 1)}[autofocus]"));
        Assert.Contains("Tuesday 16 March, 16:55, Nairobi (UTC+03:00)", moved.QuerySelector("[data-on-air=Amina]")!.TextContent, StringComparison.Ordinal);
        var back = await host.SendAsync(moved, Form, Button("down", 1));
        Assert.Equal(["Welcome", "Voices"], Titles(back));
        Assert.Equal(0, (await StoredAsync()).GetProperty("version").GetInt32());

        var saved = await host.SendAsync(back, Form, "[data-action=save]");
        Assert.Equal("Saved.", saved.QuerySelector("[role=status]")!.TextContent);
        var stored = await StoredAsync();
        Assert.Equal(["Welcome PT10M", "Voices PT55M"], stored.GetProperty("segments").EnumerateArray().Select(s => $"{s.Text("title")} {s.Text("duration")}"));
        Assert.Equal("Africa/Nairobi", stored.GetProperty("segments")[0].GetProperty("speakers")[0].Text("zone"));

        var gone = await host.SendAsync(saved, Form, Button("remove", 1));
        Assert.Equal(["Voices"], Titles(gone));
    }

    [Fact]
    public async Task Whoever_is_on_air_at_night_is_told_of_and_guests_are_found_by_their_city()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.SendAsync(await host.OpenAsync(Path), Form, "[data-action=add-segment]");
        var unknown = await host.SendAsync(page, Form, typed: [("title", "A"), ("guest", "Sereana"), ("guest-zone", "Nowhereville")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, host.Status);
        Assert.Contains("Nowhereville", unknown.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        var night = await host.SendAsync(page, Form, typed: [("title", "A"), ("guest", "Sereana"), ("guest-zone", "Suva")]);

        Assert.Equal("true", night.QuerySelector("[data-on-air=Sereana]")!.GetAttribute("data-night"));
        Assert.Contains("Sereana: Wednesday 17 March, 01:00", night.QuerySelector("[data-nights='1']")!.TextContent, StringComparison.Ordinal);
        var spared = await host.SendAsync(night, Form, "[data-action=drop]");
        Assert.Null(spared.QuerySelector("[data-nights]"));
        Assert.Null(spared.QuerySelector("[data-on-air]"));
    }

    [Fact]
    public async Task What_began_stays_begun_when_the_plan_is_edited_meanwhile()
    {
        var e = await _server.AddEventAsync();
        await _server.AddInviteAsync(e.Id, Role.Speaker);
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.SendAsync(await TwoSegmentsAsync(host), Form, "[data-action=save]");
        await _server.Host().PostAsync("/api/v1/events/voices/go-live", null).JsonAsync(HttpStatusCode.OK);
        await _server.Host().PostAsync("/api/v1/events/voices/run-of-show/1/begin", null).JsonAsync(HttpStatusCode.OK);

        var moved = await host.SendAsync(page, Form, Button("up", 2));
        await host.SendAsync(moved, Form, "[data-action=save]");

        var segments = (await StoredAsync()).GetProperty("segments");
        Assert.Equal(("Voices", false), (segments[0].Text("title"), segments[0].TryGetProperty("began", out _)));
        Assert.Equal(("Welcome", TestServer.Start.ToString()), (segments[1].Text("title"), segments[1].Text("began")));
    }

    [Fact]
    public async Task Somebody_else_s_plan_is_told_and_what_was_typed_stays()
    {
        var e = await _server.AddEventAsync();
        await _server.AddInviteAsync(e.Id, Role.Speaker);
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.SendAsync(await TwoSegmentsAsync(host), Form, "[data-action=save]");
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/events/{e.Id}/run-of-show") { Content = System.Net.Http.Json.JsonContent.Create(new { segments = new[] { new { title = "Welcome", duration = "PT5M" }, new { title = "Songs", duration = "PT20M" } } }) };
        put.Headers.TryAddWithoutValidation("If-Match", "*");
        await _server.Host().SendAsync(put).JsonAsync(HttpStatusCode.OK);

        var conflict = await host.SendAsync(page, Form, "[data-action=save]", ("title", "Welcome"), ("title", "My voices"));

        Assert.Equal(HttpStatusCode.PreconditionFailed, host.Status);
        Assert.Equal(["“Welcome” now has 5 min, with nobody.", "“Songs” came new (20 min).", "“Voices” was removed."], conflict.QuerySelectorAll("[data-conflict] li").Select(l => l.TextContent.Trim()));
        Assert.Equal(["Welcome", "My voices"], Titles(conflict));
        await host.SendAsync(conflict, Form, "[data-action=save]");
        Assert.Equal(["Welcome", "My voices"], (await StoredAsync()).GetProperty("segments").EnumerateArray().Select(s => s.Text("title")));
    }

    [Fact]
    public async Task What_is_wrong_is_marked_and_nonsense_is_refused()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.SendAsync(await host.OpenAsync(Path), Form, "[data-action=add-segment]");
        var wrong = await host.SendAsync(page, Form, "[data-action=save]", ("minutes", "none"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, host.Status);
        Assert.NotNull(wrong.QuerySelector("[name=title][aria-invalid=true]"));
        Assert.NotNull(wrong.QuerySelector("[name=minutes][aria-invalid=true]"));
        foreach (var nonsense in new[] { ("base", "[null]"), ("base", "x"), ("version", "x"), ("__csrf", "forged"), ("title", "one too many") })
        {
            var more = nonsense.Item1 == "title" ? [("title", "one"), nonsense] : new[] { nonsense };
            await host.SendAsync(page, Form, "[data-action=save]", more);
            Assert.Equal(HttpStatusCode.BadRequest, host.Status);
        }
        foreach (var pressed in new[] { "up:9", "down:-1", "drop:0:7", "remove:x", "dance" })
        {
            await host.SendAsync(page, Form, "[data-action=up]", ("do", pressed));
            Assert.Equal(HttpStatusCode.OK, host.Status);
        }
        using var stranger = _server.Anonymous();
        using var answer = await stranger.GetAsync(Path);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Two_hundred_segments_are_taken()
    {
        await _server.AddEventAsync();
        using var host = await HostBrowser.SignInAsync(_server);
        var page = await host.OpenAsync(Path);
        var many = Enumerable.Range(1, 200).SelectMany(i => new[] { ("title", $"الفقرة {i.ToString(CultureInfo.InvariantCulture)}"), ("minutes", "1.5"), ("from", ""), ("add", "Africa/Nairobi|آمنة"), ("guest", "جون"), ("guest-zone", "Goma") }).ToArray();
        await host.SendAsync(page, Form, "[data-action=save]", many);
        Assert.Equal(HttpStatusCode.OK, host.Status);
        var stored = (await StoredAsync()).GetProperty("segments");
        Assert.Equal((200, "PT1M30S", 2), (stored.GetArrayLength(), stored[199].Text("duration"), stored[199].GetProperty("speakers").GetArrayLength()));
    }
}
