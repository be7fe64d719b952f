using System.Net;
using System.Net.Http.Json;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions.Desk;

public sealed class IntakeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_closed_intake_takes_nothing_new_but_knows_what_it_took()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        using var asker = server.Anonymous();
        var before = server.NewId();
        (await asker.AskAsync(live.Slug, before, "Before?")).EnsureSuccessStatusCode();
        (await host.PutAsync(live.Slug, "intake", new { open = false })).EnsureSuccessStatusCode();

        var problem = await asker.AskAsync(live.Slug, server.NewId(), "After?").ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal("intake-closed", problem.GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.OK, (await asker.AskAsync(live.Slug, before, "Before?")).StatusCode);
        Assert.False((await asker.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/events/{live.Slug}/intake")).GetProperty("open").GetBoolean());

        (await host.PutAsync(live.Slug, "intake", new { open = true })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Created, (await asker.AskAsync(live.Slug, server.NewId(), "After?")).StatusCode);
    }

    [Fact]
    public async Task Slow_mode_says_when_the_device_may_ask_again()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        using var asker = server.Anonymous();
        using var other = server.Anonymous();
        (await host.PutAsync(live.Slug, "intake", new { slowModeSeconds = 60 })).EnsureSuccessStatusCode();
        var (first, second) = (server.NewId(), server.NewId());
        (await asker.AskAsync(live.Slug, first, "First?")).EnsureSuccessStatusCode();
        server.Time.Advance(Duration.FromSeconds(20));

        using var tooSoon = await asker.AskAsync(live.Slug, second, "Second?");
        Assert.Equal(HttpStatusCode.TooManyRequests, tooSoon.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(40), tooSoon.Headers.RetryAfter?.Delta);
        var problem = await tooSoon.JsonAsync();
        Assert.Equal("slow-mode", problem.GetProperty("reason").GetString());
        Assert.Equal(40, problem.GetProperty("retryAfterSeconds").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await asker.AskAsync(live.Slug, first, "First?")).StatusCode);      // sent again after a lost answer
        Assert.Equal(HttpStatusCode.Created, (await other.AskAsync(live.Slug, server.NewId(), "Another device?")).StatusCode);

        server.Time.Advance(Duration.FromSeconds(40));
        Assert.Equal(HttpStatusCode.Created, (await asker.AskAsync(live.Slug, second, "Second?")).StatusCode);
    }

    [Fact]
    public async Task In_slow_mode_a_network_asks_as_often_as_a_class_whatever_it_does_with_its_cookies()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        (await host.PutAsync(live.Slug, "intake", new { slowModeSeconds = 600 })).EnsureSuccessStatusCode();
        var ask = server.Services.GetRequiredService<LiveDialogue.Server.Questions.AskQuestion>();
        var devices = 0;
        Task<LiveDialogue.Server.Questions.AskResult> AskFromAsync(string address) => ask.AskAsync(
            live.Slug, new(server.NewId(), "A fresh cookie each time?", "en"), Caller.Nobody with { Device = $"device{devices++}" }, NetworkOf(address), CancellationToken.None);

        for (var i = 0; i < 40; i++) Assert.IsType<LiveDialogue.Server.Questions.AskResult.Accepted>(await AskFromAsync($"2001:db8:0:1::{i:x}"));
        Assert.Equal(Duration.FromSeconds(15), Assert.IsType<LiveDialogue.Server.Questions.AskResult.TooSoon>(await AskFromAsync("2001:db8:0:1::ffff")).Wait);
        Assert.IsType<LiveDialogue.Server.Questions.AskResult.Accepted>(await AskFromAsync("2001:db8:0:2::1"));
        server.Time.Advance(Duration.FromSeconds(15));
        Assert.IsType<LiveDialogue.Server.Questions.AskResult.Accepted>(await AskFromAsync("2001:db8:0:1::ffff"));

        static string NetworkOf(string address)
        {
            var http = new DefaultHttpContext();
            http.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return http.Network();
        }
    }

    [Fact]
    public async Task What_moderators_read_is_kept_by_no_cache()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        foreach (var document in new[] { "desk", "keywords", "handover", "glossary" })
        {
            using var answer = await host.GetAsync($"/api/v1/events/{live.Slug}/{document}");
            Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
        }
    }

    [Fact]
    public async Task Notes_and_answers_turn_nothing_around_that_stands_beside_them()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        (await host.PutAsync(live.Slug, "handover", new { text = "Amina\u202E knows\r\n\r\n\r\n\u2066about the schools\n" })).EnsureSuccessStatusCode();
        var desk = await host.GetAsync($"/api/v1/events/{live.Slug}/desk").JsonAsync(HttpStatusCode.OK);
        Assert.Equal("Amina knows\n\nabout the schools", desk.GetProperty("handover").GetProperty("text").GetString());

        var id = await server.QuestionInAsync(live.Slug, "Which?", "approve", "take");
        var answered = await host.CommandAsync(live.Slug, id, "answer", new { text = "\u202Eyes\u0007" }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("yes", answered.GetProperty("answer").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Given_a_device_sends_ten_questions_at_once_in_slow_mode_then_one_is_taken()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        (await host.PutAsync(live.Slug, "intake", new { slowModeSeconds = 30 })).EnsureSuccessStatusCode();
        using var asker = server.Anonymous();
        (await asker.GetAsync($"/e/{live.Slug}")).EnsureSuccessStatusCode();         // which gives it its cookie

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => asker.AskAsync(live.Slug, server.NewId(), $"Number {i}?")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(9, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Each_document_is_edited_on_what_was_read()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        using var read = await host.GetAsync($"/api/v1/events/{live.Slug}/intake");
        var tag = read.Headers.ETag!.Tag;

        await host.PutAsync(live.Slug, "intake", new { open = false }, ifMatch: null).ProblemAsync(HttpStatusCode.PreconditionRequired);
        using var first = await host.PutAsync(live.Slug, "intake", new { slowModeSeconds = 10, minors = true }, tag);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await host.PutAsync(live.Slug, "intake", new { open = false }, tag).ProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Equal(HttpStatusCode.OK, (await host.PutAsync(live.Slug, "intake", new { open = false }, first.Headers.ETag!.Tag)).StatusCode);
        await host.PutAsync(live.Slug, "intake", new { slowModeSeconds = 601 }).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        using var ben = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Ben")).Token);
        var note = await ben.PutAsync(live.Slug, "handover", new { text = "Two about school wait for the minister." }, "\"0\"").JsonAsync(HttpStatusCode.OK);
        Assert.Equal("Ben", note.GetProperty("by").GetString());
        await host.PutAsync(live.Slug, "handover", new { text = "Mine." }, "\"0\"").ProblemAsync(HttpStatusCode.PreconditionFailed);
        await host.PutAsync(live.Slug, "handover", new { text = new string('x', 2001) }).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        var desk = await host.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/events/{live.Slug}/desk");
        Assert.Equal("Two about school wait for the minister.", desk.GetProperty("handover").GetProperty("text").GetString());
        Assert.True(desk.GetProperty("intake").GetProperty("minors").GetBoolean());
        Assert.Equal(10, desk.GetProperty("intake").GetProperty("slowModeSeconds").GetInt32());
    }

    [Fact]
    public async Task Whoever_moderates_may_hide_childrens_names_and_only_the_host_may_show_names_again()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        using var ben = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Ben")).Token);

        Assert.Equal(HttpStatusCode.OK, (await ben.PutAsync(live.Slug, "intake", new { minors = true })).StatusCode);
        await ben.PutAsync(live.Slug, "intake", new { minors = false }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, (await ben.PutAsync(live.Slug, "intake", new { minors = true, slowModeSeconds = 5 })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.PutAsync(live.Slug, "intake", new { minors = false })).StatusCode);
    }

    [Fact]
    public async Task A_keyword_holds_a_question_and_never_hides_it()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        var set = await host.PutAsync(live.Slug, "keywords", new { keywords = new[] { "Élection", "election", "خطر", "…" } }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["Élection", "خطر"], set.GetProperty("keywords").Strings());
        using var asker = server.Anonymous();
        async Task<string?> StateAsync(string text) => (await asker.AskAsync(live.Slug, server.NewId(), text).JsonAsync(HttpStatusCode.Created)).GetProperty("state").GetString();

        Assert.Equal("held", await StateAsync("Who wins the ELECTION?"));
        Assert.Equal("received", await StateAsync("Who wins the elections?"));
        Assert.Equal("held", await StateAsync("هل هناك خَطَر؟"));
        await host.PutAsync(live.Slug, "keywords", new { keywords = Enumerable.Range(0, 201).Select(i => $"word{i}") }).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await host.PutAsync(live.Slug, "keywords", new { keywords = new[] { new string('x', 61) } }).ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Only_moderators_of_this_event_set_anything_and_see_the_keywords()
    {
        var live = await server.AddEventAsync();
        using var viewer = server.Anonymous();
        using var speaker = server.As((await server.AddInviteAsync(live.Id, Role.Speaker)).Token);
        foreach (var (document, body) in new (string, object)[] { ("intake", new { open = false }), ("keywords", new { keywords = Array.Empty<string>() }), ("handover", new { text = "x" }) })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.PutAsync(live.Slug, document, body)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await speaker.PutAsync(live.Slug, document, body)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.GetAsync($"/api/v1/events/{live.Slug}/desk")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await speaker.GetAsync($"/api/v1/events/{live.Slug}/desk")).StatusCode);
    }

    [Fact]
    public async Task Whom_a_question_is_for_is_known_by_id_or_name_and_any_other_text_is_kept()
    {
        var live = await server.AddEventAsync();
        var (invite, _) = await server.AddInviteAsync(live.Id, Role.Speaker, "Dr. Zawadi");
        await server.AddInviteAsync(live.Id, Role.Moderator, "Backstage");
        using var asker = server.Anonymous();
        var listed = (await asker.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/events/{live.Slug}/addressees")).GetProperty("addressees");
        Assert.Equal(["office:Goma", "office:Kathmandu", $"speaker:{invite.Id.Value}"], listed.EnumerateArray().Select(one => one.GetProperty("id").GetString()));

        foreach (var (written, id, name) in new[]
        {
            ("Goma", "office:Goma", "Goma"),
            ("dr. zawadi", $"speaker:{invite.Id.Value}", "Dr. Zawadi"),
            ($"speaker:{invite.Id.Value}", $"speaker:{invite.Id.Value}", "Dr. Zawadi"),
            ("The Minister", null, "The Minister"),
        })
        {
            var card = await asker.PostAsJsonAsync($"/api/v1/events/{live.Slug}/questions", new { id = server.NewId(), text = "For you?", addressee = written }).JsonAsync(HttpStatusCode.Created);
            Assert.Equal(name, card.GetProperty("addressee").GetString());
            Assert.Equal(id, card.TryGetProperty("addresseeId", out var known) ? known.GetString() : null);
        }
    }
}
