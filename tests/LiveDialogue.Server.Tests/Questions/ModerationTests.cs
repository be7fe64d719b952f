using System.Net;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class ModerationTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_question_goes_its_way_and_every_board_shows_its_part_of_it()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "What helps most?");
        var (_, speakerToken) = await server.AddInviteAsync(live.Id, Role.Speaker);
        using var host = server.Host();
        using var viewer = server.Anonymous();
        using var speaker = server.As(speakerToken);

        // command, then what the audience and the speakers see of it
        foreach (var (command, audience, speakers) in new[]
        {
            ("", null, null),
            ("approve", "approved", null),
            ("shortlist", "shortlisted", "shortlisted"),
            ("take", "live", "live"),
            ("answer", "answered", "answered"),
            ("restore", "shortlisted", (string?)"shortlisted"),
            ("reject", (string?)null, null),
        })
        {
            if (command.Length > 0) Assert.Equal(HttpStatusCode.OK, (await host.CommandAsync(live.Slug, id, command)).StatusCode);
            Assert.Equal(audience, (await viewer.BoardAsync(live.Slug)).StateOf(id));
            Assert.Equal(speakers, (await speaker.BoardAsync(live.Slug)).StateOf(id));
            Assert.NotNull((await host.BoardAsync(live.Slug)).StateOf(id));
        }
    }

    [Fact]
    public async Task The_wrong_state_is_a_conflict_that_says_the_current_one()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Too early?");
        using var host = server.Host();

        using var answer = await host.CommandAsync(live.Slug, id, "take");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("received", (await answer.JsonAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Taking_a_question_puts_the_one_that_was_live_back_in_line()
    {
        var live = await server.AddEventAsync();
        var first = await server.QuestionInAsync(live.Slug, "First?", "approve", "take");
        var second = await server.QuestionInAsync(live.Slug, "Second?", "approve", "take");
        using var viewer = server.Anonymous();

        var board = await viewer.BoardAsync(live.Slug);

        Assert.Equal("shortlisted", board.StateOf(first));
        Assert.Equal("live", board.StateOf(second));
    }

    [Fact]
    public async Task Given_four_moderators_take_at_once_then_one_question_is_live()
    {
        var live = await server.AddEventAsync();
        var ids = new List<string>();
        for (var i = 0; i < 8; i++) ids.Add(await server.QuestionInAsync(live.Slug, $"Number {i}?", "approve"));
        using var host = server.Host();

        await Task.WhenAll(ids.Select(id => host.CommandAsync(live.Slug, id, "take")));

        var board = await host.BoardAsync(live.Slug);
        Assert.Single(ids, id => board.StateOf(id) == "live");
        Assert.Equal(7, ids.Count(id => board.StateOf(id) == "shortlisted"));
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    [InlineData("shortlist")]
    [InlineData("merge")]
    [InlineData("claim")]
    [InlineData("release")]
    [InlineData("take")]
    [InlineData("answer")]
    [InlineData("restore")]
    public async Task Only_moderators_of_this_event_decide(string command)
    {
        var live = await server.AddEventAsync();
        var elsewhere = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "May they?");
        var (_, speakerToken) = await server.AddInviteAsync(live.Id, Role.Speaker);
        var (_, strangerToken) = await server.AddInviteAsync(elsewhere.Id, Role.Moderator);
        using var viewer = server.Anonymous();
        using var speaker = server.As(speakerToken);
        using var stranger = server.As(strangerToken);
        using var forged = server.As("nonsense");

        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.CommandAsync(live.Slug, id, command, new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await speaker.CommandAsync(live.Slug, id, command, new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.CommandAsync(live.Slug, id, command, new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await forged.CommandAsync(live.Slug, id, command, new { })).StatusCode);
    }

    [Fact]
    public async Task A_claim_shows_its_holder_and_runs_out()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Whose is it?");
        var (_, aminaToken) = await server.AddInviteAsync(live.Id, Role.Moderator, "Amina");
        var (_, benToken) = await server.AddInviteAsync(live.Id, Role.Moderator, "Ben");
        using var amina = server.As(aminaToken);
        using var ben = server.As(benToken);

        Assert.Equal(HttpStatusCode.OK, (await amina.CommandAsync(live.Slug, id, "claim")).StatusCode);
        Assert.Equal("Amina", (await ben.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("claim").GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await ben.CommandAsync(live.Slug, id, "claim")).StatusCode);
        server.Time.Advance(Duration.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await ben.CommandAsync(live.Slug, id, "claim")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ben.CommandAsync(live.Slug, id, "release")).StatusCode);
        Assert.False((await amina.BoardAsync(live.Slug)).Find(id)!.Value.TryGetProperty("claim", out _));
    }

    [Fact]
    public async Task A_merged_question_points_to_the_one_asked_in_its_stead()
    {
        var live = await server.AddEventAsync();
        var stays = await server.QuestionInAsync(live.Slug, "When does school start?", "approve");
        var goes = await server.QuestionInAsync(live.Slug, "When will school begin?", "approve");
        using var host = server.Host();

        using var merged = await host.CommandAsync(live.Slug, goes, "merge", new { into = stays });

        var view = await merged.JsonAsync();
        Assert.Equal("duplicate", view.GetProperty("reason").GetString());
        Assert.Equal(stays, view.GetProperty("mergedInto").GetString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.CommandAsync(live.Slug, stays, "merge", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.CommandAsync(live.Slug, stays, "merge", new { into = server.NewId() })).StatusCode);
    }

    [Fact]
    public async Task A_rejection_names_one_of_the_known_reasons()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Why not?");
        using var host = server.Host();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.CommandAsync(live.Slug, id, "reject", new { reason = "because" })).StatusCode);
        Assert.Equal("other", (await (await host.CommandAsync(live.Slug, id, "reject")).JsonAsync()).GetProperty("reason").GetString());
    }
}
