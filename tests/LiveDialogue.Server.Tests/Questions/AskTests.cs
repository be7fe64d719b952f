using System.Net;
using System.Net.Http.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class AskTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_question_is_stored_once_and_its_asker_sees_what_became_of_it()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var id = server.NewId();

        using var first = await asker.AskAsync(live.Slug, id, "What helps most?");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal("received", (await first.JsonAsync()).GetProperty("state").GetString());
        using var again = await asker.AskAsync(live.Slug, id.ToLowerInvariant(), "What  helps\nmost?");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var other = await asker.AskAsync(live.Slug, id, "Something else?");
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);

        using var host = server.Host();
        using var rejected = await host.CommandAsync(live.Slug, id, "reject", new { reason = "off-topic" });
        Assert.Equal(HttpStatusCode.OK, rejected.StatusCode);
        var card = await (await asker.GetAsync(first.Headers.Location)).JsonAsync();
        Assert.Equal("rejected", card.GetProperty("state").GetString());
        Assert.Equal("off-topic", card.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Given_a_hundred_clients_send_the_same_question_at_once_then_there_is_one()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Host();      // a script: not limited
        var id = server.NewId();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => asker.AskAsync(live.Slug, id, "Am I one?")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(99, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var board = await asker.BoardAsync(live.Slug);
        Assert.Equal(1, board.GetProperty("questions").GetArrayLength());
        Assert.Equal(1, board.VersionOf());
    }

    [Theory]
    [InlineData("id", "not-an-id", "fine")]
    [InlineData("text", null, "")]
    [InlineData("text", null, " \u202E ")]
    public async Task What_is_missing_or_malformed_is_named(string field, string? id, string text)
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();

        using var answer = await asker.AskAsync(live.Slug, id ?? server.NewId(), text);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(field, (await answer.JsonAsync()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task The_limit_counts_what_a_reader_counts()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var family = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 280));

        using var fits = await asker.AskAsync(live.Slug, server.NewId(), family);
        using var tooLong = await asker.AskAsync(live.Slug, server.NewId(), family + "!");

        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.StatusCode);
    }

    [Theory]
    [InlineData("\u200D")]    // joiners
    [InlineData("\u1100")]    // leading consonants of one Hangul syllable
    [InlineData("\u0903")]    // spacing marks
    public async Task A_letter_that_never_ends_is_too_long_though_a_reader_counts_one(string unit)
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var endless = "\u1100" + string.Concat(Enumerable.Repeat(unit, 5000));
        using var text = await asker.AskAsync(live.Slug, server.NewId(), endless);
        using var name = await asker.PostAsJsonAsync($"/api/v1/events/{live.Slug}/questions", new { id = server.NewId(), text = "Who?", name = endless });

        Assert.Equal(("text", "too-long"), await ProblemAsync(text));
        Assert.Equal(("name", "too-long"), await ProblemAsync(name));

        static async Task<(string?, string?)> ProblemAsync(HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var problem = await answer.JsonAsync();
            return (problem.GetProperty("field").GetString(), problem.GetProperty("problem").GetString());
        }
    }

    [Fact]
    public async Task Sending_a_public_question_again_tells_a_stranger_nothing_of_its_rejection()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Seen by all?", "approve", "reject");
        using var stranger = server.Anonymous();

        using var again = await stranger.AskAsync(live.Slug, id, "Seen by all?");

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var card = await again.JsonAsync();
        Assert.Equal("received", card.GetProperty("state").GetString());
        Assert.False(card.TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task A_stranger_who_tries_out_what_was_taken_from_a_question_learns_nothing()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Call me at 0815551234, please?", "approve");
        using var stranger = server.Anonymous();

        using var right = await stranger.AskAsync(live.Slug, id, "Call me at 0815551234, please?");
        using var wrong = await stranger.AskAsync(live.Slug, id, "Call me at 0815551235, please?");

        Assert.Equal(right.StatusCode, wrong.StatusCode);
        Assert.Equal(await right.Content.ReadAsStringAsync(), await wrong.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(EventState.Draft, HttpStatusCode.NotFound)]
    [InlineData(EventState.Published, HttpStatusCode.Created)]
    [InlineData(EventState.Live, HttpStatusCode.Created)]
    [InlineData(EventState.Ended, HttpStatusCode.Conflict)]
    [InlineData(EventState.Cancelled, HttpStatusCode.Conflict)]
    public async Task Questions_are_taken_while_the_event_is_published_or_live(EventState state, HttpStatusCode expected)
    {
        var live = await server.AddEventAsync(state);
        using var asker = server.Anonymous();
        using var answer = await asker.AskAsync(live.Id.Value, server.NewId(), "Is it open?");
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task An_unpublished_question_is_nobody_elses_business()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Between us?");
        var (_, moderatorToken) = await server.AddInviteAsync(live.Id, Role.Moderator);
        var (_, speakerToken) = await server.AddInviteAsync(live.Id, Role.Speaker);
        using var stranger = server.Anonymous();
        using var moderator = server.As(moderatorToken);
        using var speaker = server.As(speakerToken);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/events/{live.Slug}/questions/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await speaker.GetAsync($"/api/v1/events/{live.Slug}/questions/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await moderator.GetAsync($"/api/v1/events/{live.Slug}/questions/{id}")).StatusCode);
    }

    [Fact]
    public async Task The_page_without_javascript_asks_through_the_same_door()
    {
        var live = await server.AddEventAsync();
        var ask = (LiveDialogue.Server.Questions.AskQuestion)server.Services.GetService(typeof(LiveDialogue.Server.Questions.AskQuestion))!;

        var result = await ask.AskAsync(live.Slug, new(server.NewId(), "42 ?!", ""), Caller.Nobody with { Device = "form" }, "", CancellationToken.None);

        var accepted = Assert.IsType<LiveDialogue.Server.Questions.AskResult.Accepted>(result);
        Assert.True(accepted.IsNew);
        Assert.Equal("und", accepted.Question.Language);
    }

    [Fact]
    public async Task Half_a_body_is_a_bad_request_and_no_error()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        using var broken = await asker.PostAsync($"/api/v1/events/{live.Slug}/questions", new StringContent("{\"id\":", null, "application/json"));
        using var wrongType = await asker.PostAsJsonAsync($"/api/v1/events/{live.Slug}/questions", new { id = 7, text = new[] { "x" } });
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrongType.StatusCode);
    }
}
