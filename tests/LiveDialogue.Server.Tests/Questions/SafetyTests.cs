using System.Net;
using System.Net.Http.Json;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class SafetyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string InDanger = "He beats me, please help";

    [Fact]
    public async Task A_question_of_somebody_in_danger_is_for_safeguarding_moderators_and_hosts_alone()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, InDanger + " 0815551234");
        var (_, plain) = await server.AddInviteAsync(live.Id, Role.Moderator);
        using var moderator = server.As(plain);
        using var safeguard = server.As(await server.SafeguardAsync(live));
        using var host = server.Host();

        foreach (var query in new[] { "", "?since=0" }) Assert.DoesNotContain("beats", (await moderator.BoardAsync(live.Slug, query)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await moderator.GetAsync($"/api/v1/events/{live.Slug}/questions?board=questions.risk")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await moderator.GetAsync($"/api/v1/events/{live.Slug}/questions/{id}")).StatusCode);
        foreach (var command in new[] { "approve", "reject", "claim", "block" }) Assert.Equal(HttpStatusCode.NotFound, (await moderator.CommandAsync(live.Slug, id, command)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await moderator.CommandAsync(live.Slug, id, "clear-risk")).StatusCode);

        foreach (var trusted in new[] { safeguard, host })
        {
            var seen = (await trusted.BoardAsync(live.Slug, "?board=questions.risk")).Find(id)!.Value;
            Assert.Equal(InDanger + " 0815551234", seen.GetProperty("original").GetString());
            Assert.Equal(InDanger + " […]", seen.GetProperty("text").GetString());
            Assert.Contains("risk:violence", seen.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()));
            Assert.Null((await trusted.BoardAsync(live.Slug)).Find(id));
        }
    }

    [Fact]
    public async Task Labels_tell_nothing_of_a_question_in_the_risk_lane()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, InDanger);
        var (_, plain) = await server.AddInviteAsync(live.Id, Role.Moderator);
        using var moderator = server.As(plain);

        using var labelled = await moderator.CommandAsync(live.Slug, id, "labels", new { labels = new[] { "school" } });

        Assert.Equal(HttpStatusCode.NotFound, labelled.StatusCode);
        Assert.DoesNotContain("beats", await labelled.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await server.LogAsync(live.Slug));
    }

    [Fact]
    public async Task Once_cleared_the_other_moderators_have_it_without_its_risk_flags()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, InDanger);
        using var safeguard = server.As(await server.SafeguardAsync(live));

        (await safeguard.CommandAsync(live.Slug, id, "clear-risk")).EnsureSuccessStatusCode();

        Assert.Null((await safeguard.BoardAsync(live.Slug, "?board=questions.risk")).Find(id));
        var seen = (await safeguard.BoardAsync(live.Slug)).Find(id)!.Value;
        Assert.Equal("held", seen.GetProperty("state").GetString());
        Assert.False(seen.TryGetProperty("flags", out _));
        Assert.False(seen.TryGetProperty("original", out _));
        Assert.Equal("clear-risk", Assert.Single(await server.LogAsync(live.Slug)).Action);
    }

    [Fact]
    public async Task Any_moderator_sends_a_live_question_to_the_risk_lane_and_it_leaves_every_screen()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Seen too late?", "approve", "shortlist", "take");
        var (_, token) = await server.AddInviteAsync(live.Id, Role.Moderator);
        using var moderator = server.As(token);
        using var viewer = server.Anonymous();

        using var sent = await moderator.CommandAsync(live.Slug, id, "to-risk");

        Assert.Equal("withdrawn", (await sent.JsonAsync()).GetProperty("state").GetString());
        Assert.Null((await viewer.BoardAsync(live.Slug)).Find(id));
        Assert.Equal("withdrawn", (await viewer.BoardAsync(live.Slug, "?since=1")).StateOf(id));
        Assert.Null((await moderator.BoardAsync(live.Slug)).Find(id));
    }

    [Fact]
    public async Task The_asker_learns_where_help_is_and_that_a_person_has_seen_to_it()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var id = server.NewId();
        using var asked = await asker.PostAsJsonAsync($"/api/v1/events/{live.Slug}/questions", new { id, text = "J'ai envie de mourir", language = "fr", country = "France" });
        var card = await asked.JsonAsync();

        Assert.Equal(("held", "risk"), (card.GetProperty("state").GetString(), card.GetProperty("became").GetString()));
        Assert.StartsWith("Vous n’êtes pas seul", card.GetProperty("help").GetProperty("text").GetString(), StringComparison.Ordinal);
        var lines = card.GetProperty("help").GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal("119", lines[0].GetProperty("phone").GetString());
        Assert.Contains(lines, line => line.TryGetProperty("url", out var url) && url.GetString() == "https://findahelpline.com");

        using var host = server.Host();
        (await host.CommandAsync(live.Slug, id, "see-to")).EnsureSuccessStatusCode();
        (await host.PutAsJsonAsync($"/api/v1/events/{live.Slug}/help", new { text = "Come to the desk.", lines = new[] { new { name = "Our desk", phone = "12" } } })).EnsureSuccessStatusCode();
        var seen = await (await asker.GetAsync($"/api/v1/events/{live.Slug}/questions/{id}")).JsonAsync();
        Assert.Equal("risk-seen", seen.GetProperty("became").GetString());
        Assert.Equal("Come to the desk.", seen.GetProperty("help").GetProperty("text").GetString());
        Assert.Equal("12", Assert.Single(seen.GetProperty("help").GetProperty("lines").EnumerateArray().ToList()).GetProperty("phone").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PutAsJsonAsync($"/api/v1/events/{live.Slug}/help", new { lines = new[] { new { name = "x", url = "javascript:alert(1)" } } })).StatusCode);
    }

    [Fact]
    public async Task A_blocked_device_asks_no_more_at_this_event_but_its_way_to_help_stays_open()
    {
        var live = await server.AddEventAsync();
        var other = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var (first, second) = (server.NewId(), server.NewId());
        (await asker.AskAsync(live.Slug, first, "One?")).EnsureSuccessStatusCode();
        (await asker.AskAsync(live.Slug, second, "Two?")).EnsureSuccessStatusCode();
        using var host = server.Host();
        (await host.CommandAsync(live.Slug, first, "approve")).EnsureSuccessStatusCode();

        (await host.CommandAsync(live.Slug, first, "block")).EnsureSuccessStatusCode();

        using var refused = await asker.AskAsync(live.Slug, server.NewId(), "Three?");
        Assert.Equal((HttpStatusCode.Forbidden, "blocked"), (refused.StatusCode, (await refused.JsonAsync()).GetProperty("reason").GetString()));
        var board = await host.BoardAsync(live.Slug);
        Assert.Equal("approved", board.StateOf(first));
        Assert.Equal(("rejected", "unsafe"), (board.StateOf(second), board.Find(second)!.Value.GetProperty("reason").GetString()));
        Assert.True(board.Find(first)!.Value.GetProperty("blocked").GetBoolean());
        Assert.Equal(HttpStatusCode.Created, (await asker.AskAsync(other.Slug, server.NewId(), "Elsewhere?")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await asker.AskAsync(live.Slug, server.NewId(), InDanger)).StatusCode);
        Assert.Equal(["approve", "block", "block"], (await server.LogAsync(live.Slug)).Select(entry => entry.Action));

        (await host.CommandAsync(live.Slug, first, "unblock")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Created, (await asker.AskAsync(live.Slug, server.NewId(), "Three?")).StatusCode);
    }

    [Fact]
    public async Task A_report_counts_once_a_device_and_only_moderators_see_it()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Unkind?", "approve");
        var hidden = await server.QuestionInAsync(live.Slug, "Not seen?");
        using var viewer = server.Anonymous();
        await viewer.BoardAsync(live.Slug);

        Assert.Equal(HttpStatusCode.OK, (await viewer.CommandAsync(live.Slug, id, "report", new { reason = "unkind" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await viewer.CommandAsync(live.Slug, id, "report")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.CommandAsync(live.Slug, hidden, "report")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await viewer.CommandAsync(live.Slug, id, "report", new { reason = "because" })).StatusCode);

        using var host = server.Host();
        Assert.Equal(1, (await host.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("reports").GetInt32());
        Assert.False((await viewer.BoardAsync(live.Slug)).Find(id)!.Value.TryGetProperty("reports", out _));
        Assert.Equal("audience", (await server.LogAsync(live.Slug))[^1].Actor);
    }

    [Fact]
    public async Task A_flood_of_reports_is_counted_and_leaves_few_entries_in_the_log()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Unkind?", "approve");
        using var host = server.Host();
        for (var i = 1; i <= 33; i++)
        {
            using var viewer = server.Anonymous();
            await viewer.BoardAsync(live.Slug);
            (await viewer.CommandAsync(live.Slug, id, "report")).EnsureSuccessStatusCode();
            if (i == 15) Assert.Equal(15, (await host.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("reports").GetInt32());
        }

        Assert.Equal(6, (await server.LogAsync(live.Slug)).Count(entry => entry.Action == "report"));       // 1, 2, 4, 8, 16, 32
        Assert.Equal(32, (await host.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("reports").GetInt32());
    }

    [Fact]
    public async Task One_device_does_not_fill_the_risk_lane_and_keeps_no_other_from_it()
    {
        var live = await server.AddEventAsync();
        using var flood = server.Anonymous();
        await flood.BoardAsync(live.Slug);
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.Created, (await flood.AskAsync(live.Slug, server.NewId(), $"{InDanger} {i}")).StatusCode);

        using var refused = await flood.AskAsync(live.Slug, server.NewId(), InDanger + " again");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(10), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.Created, (await flood.AskAsync(live.Slug, server.NewId(), "And the schools?")).StatusCode);
        await server.QuestionInAsync(live.Slug, InDanger);

        server.Time.Advance(NodaTime.Duration.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Created, (await flood.AskAsync(live.Slug, server.NewId(), InDanger + " again")).StatusCode);
    }

    [Fact]
    public async Task Whoever_throws_cookies_away_closes_the_way_to_help_to_nobody_behind_the_same_address()
    {
        using var school = new TestServer();                           // an address of its own
        var live = await school.AddEventAsync();
        for (var i = 0; i < 45; i++)
        {
            using var device = school.Anonymous();
            await device.BoardAsync(live.Slug);
            Assert.Equal(HttpStatusCode.Created, (await device.AskAsync(live.Slug, school.NewId(), $"{InDanger} {i}")).StatusCode);
        }
    }

    [Fact]
    public async Task In_a_dialogue_with_minors_nobody_is_named_and_no_place_is_finer_than_a_country()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var (before, after) = (server.NewId(), server.NewId());
        (await AskFromAsync(before)).EnsureSuccessStatusCode();
        using var host = server.Host();
        (await host.CommandAsync(live.Slug, before, "approve")).EnsureSuccessStatusCode();

        await server.Services.GetRequiredService<EventStore>().ChangeAsync(live.Id, "minors", e => e with { Minors = true }, CancellationToken.None);
        (await AskFromAsync(after)).EnsureSuccessStatusCode();

        foreach (var query in new[] { "", "?since=0", "?board=questions.public", "?board=questions.public&since=0" })
        {
            var board = (await host.BoardAsync(live.Slug, query)).GetRawText();
            Assert.DoesNotContain("Zawadi", board, StringComparison.Ordinal);
            Assert.DoesNotContain("Goma", board, StringComparison.Ordinal);
            Assert.Contains("Congo", board, StringComparison.Ordinal);
        }
        var export = await host.GetStringAsync($"/api/v1/events/{live.Slug}/export.csv");
        Assert.DoesNotContain("Zawadi", export, StringComparison.Ordinal);

        Task<HttpResponseMessage> AskFromAsync(string id) =>
            asker.PostAsJsonAsync($"/api/v1/events/{live.Slug}/questions", new { id, text = $"From where, {id}?", language = "en", name = "Zawadi", country = "Goma, DRC" });
    }

    [Fact]
    public void Only_safeguards_hear_the_risk_board()
    {
        var readers = server.Services.GetServices<IBoardReader>().ToList();
        Assert.Equal([Audience.Safeguards], Audience.All.Where(audience => readers.Exists(reader => Audience.BoardsOf(reader, audience).Contains("questions.risk"))));
        Assert.All(readers, reader => Assert.Empty(Audience.BoardsOf(reader, Audience.Moderators).Except(Audience.BoardsOf(reader, Audience.Safeguards))));
    }
}
