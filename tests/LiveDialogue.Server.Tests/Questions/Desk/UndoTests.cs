using System.Net;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions.Desk;

public sealed class UndoTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("approve", "received")]
    [InlineData("reject", "received")]
    [InlineData("shortlist", "approved", "approve")]
    [InlineData("take", "shortlisted", "approve", "shortlist")]
    [InlineData("answer", "live", "approve", "take")]
    [InlineData("restore", "rejected", "reject")]
    public async Task A_decision_is_undone_within_thirty_seconds_and_only_once(string command, string state, params string[] before)
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Slipped?", before);
        using var host = server.Host();
        var was = (await host.BoardAsync(live.Slug)).Find(id)!.Value;
        var answer = await host.CommandAsync(live.Slug, id, command).JsonAsync(HttpStatusCode.OK);
        server.Time.Advance(Duration.FromSeconds(29));

        var undone = await host.UndoAsync(live.Slug, answer).JsonAsync(HttpStatusCode.OK);

        Assert.Equal([id], undone.GetProperty("done").Strings());
        var now = (await host.BoardAsync(live.Slug)).Find(id)!.Value;
        Assert.Equal(state, now.GetProperty("state").GetString());
        Assert.Equal(was.TryGetProperty("reason", out var reason) ? reason.GetString() : null, now.TryGetProperty("reason", out var back) ? back.GetString() : null);
        await host.UndoAsync(live.Slug, answer).ProblemAsync(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_merge_that_would_go_round_in_a_circle_is_not_brought_back()
    {
        var live = await server.AddEventAsync();
        var (one, two) = (await server.QuestionInAsync(live.Slug, "One?"), await server.QuestionInAsync(live.Slug, "Two?"));
        using var host = server.Host();
        await host.CommandAsync(live.Slug, one, "merge", new { into = two }).JsonAsync(HttpStatusCode.OK);
        var restored = await host.CommandAsync(live.Slug, one, "restore").JsonAsync(HttpStatusCode.OK);
        await host.CommandAsync(live.Slug, two, "merge", new { into = one }).JsonAsync(HttpStatusCode.OK);

        await host.UndoAsync(live.Slug, restored).ProblemAsync(HttpStatusCode.Conflict);

        Assert.Equal("received", (await host.BoardAsync(live.Slug)).StateOf(one));
    }

    [Fact]
    public async Task After_thirty_seconds_it_is_gone()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Too late?");
        using var host = server.Host();
        var answer = await host.CommandAsync(live.Slug, id, "approve").JsonAsync(HttpStatusCode.OK);
        server.Time.Advance(Duration.FromSeconds(30));

        await host.UndoAsync(live.Slug, answer).ProblemAsync(HttpStatusCode.Gone);
        await host.CommandAsync(live.Slug, id, "shortlist").JsonAsync(HttpStatusCode.OK);          // which forgets the old one
        await host.UndoAsync(live.Slug, answer).ProblemAsync(HttpStatusCode.Gone);
        await host.UndoAsync(live.Slug, 999_999).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_decided_since_is_not_overruled()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Decided twice?");
        using var host = server.Host();
        using var ben = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Ben")).Token);
        var answer = await host.CommandAsync(live.Slug, id, "approve").JsonAsync(HttpStatusCode.OK);
        await ben.CommandAsync(live.Slug, id, "reject", new { reason = "unkind" }).JsonAsync(HttpStatusCode.OK);

        var problem = await host.UndoAsync(live.Slug, answer).ProblemAsync(HttpStatusCode.Conflict);

        Assert.Equal("rejected", problem.GetProperty("state").GetString());
        Assert.Equal(["state", "reason"], problem.GetProperty("changed").Strings());
        Assert.Equal("rejected", (await host.BoardAsync(live.Slug)).StateOf(id));
    }

    [Fact]
    public async Task Votes_cast_since_stay_and_hinder_no_undo()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "With votes?", "approve");
        using var host = server.Host();
        var answer = await host.CommandAsync(live.Slug, id, "shortlist").JsonAsync(HttpStatusCode.OK);
        using var voter = server.Anonymous();
        (await voter.PostAsync($"/api/v1/events/{live.Slug}/questions/{id}/vote", null)).EnsureSuccessStatusCode();
        await server.CountVotesAsync();

        await host.UndoAsync(live.Slug, answer).JsonAsync(HttpStatusCode.OK);

        var now = (await host.BoardAsync(live.Slug)).Find(id)!.Value;
        Assert.Equal("approved", now.GetProperty("state").GetString());
        Assert.Equal(1, now.GetProperty("votes").GetInt32());
    }

    [Fact]
    public async Task Undoing_a_take_brings_back_the_one_that_stepped_back()
    {
        var live = await server.AddEventAsync();
        var first = await server.QuestionInAsync(live.Slug, "First?", "approve", "take");
        var second = await server.QuestionInAsync(live.Slug, "Second?", "approve");
        using var host = server.Host();
        var answer = await host.CommandAsync(live.Slug, second, "take").JsonAsync(HttpStatusCode.OK);

        var undone = await host.UndoAsync(live.Slug, answer).JsonAsync(HttpStatusCode.OK);

        Assert.Equal([second, first], undone.GetProperty("done").Strings());
        var board = await host.BoardAsync(live.Slug);
        Assert.Equal("live", board.StateOf(first));
        Assert.Equal("approved", board.StateOf(second));
    }

    [Fact]
    public async Task A_take_that_was_answered_meanwhile_brings_nothing_back()
    {
        var live = await server.AddEventAsync();
        var first = await server.QuestionInAsync(live.Slug, "First?", "approve", "take");
        var second = await server.QuestionInAsync(live.Slug, "Second?", "approve");
        using var host = server.Host();
        var answer = await host.CommandAsync(live.Slug, second, "take").JsonAsync(HttpStatusCode.OK);
        await host.CommandAsync(live.Slug, second, "answer").JsonAsync(HttpStatusCode.OK);

        await host.UndoAsync(live.Slug, answer).ProblemAsync(HttpStatusCode.Conflict);

        Assert.Equal("shortlisted", (await host.BoardAsync(live.Slug)).StateOf(first));
    }

    [Fact]
    public async Task A_take_says_how_long_the_event_had_been_live_and_its_undo_forgets_it()
    {
        var live = await server.AddEventAsync();
        var before = await server.QuestionInAsync(live.Slug, "Before it began?", "approve");
        var id = await server.QuestionInAsync(live.Slug, "When was it?", "approve");
        using var host = server.Host();
        Assert.False((await host.CommandAsync(live.Slug, before, "take").JsonAsync(HttpStatusCode.OK)).TryGetProperty("offsetSeconds", out _));
        (await host.PostAsync($"/api/v1/events/{live.Slug}/go-live", null)).EnsureSuccessStatusCode();
        server.Time.Advance(Duration.FromSeconds(754));

        var taken = await host.CommandAsync(live.Slug, id, "take").JsonAsync(HttpStatusCode.OK);

        Assert.Equal(754, taken.GetProperty("offsetSeconds").GetInt32());
        using var viewer = server.Anonymous();
        Assert.Equal(754, (await viewer.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("offsetSeconds").GetInt32());
        await host.UndoAsync(live.Slug, taken).JsonAsync(HttpStatusCode.OK);
        Assert.False((await viewer.BoardAsync(live.Slug)).Find(id)!.Value.TryGetProperty("offsetSeconds", out _));
    }

    [Fact]
    public async Task A_merge_is_undone()
    {
        var live = await server.AddEventAsync();
        var stays = await server.QuestionInAsync(live.Slug, "When does school start?", "approve");
        var goes = await server.QuestionInAsync(live.Slug, "When will school begin?", "approve");
        using var host = server.Host();
        var answer = await host.CommandAsync(live.Slug, goes, "merge", new { into = stays }).JsonAsync(HttpStatusCode.OK);

        await host.UndoAsync(live.Slug, answer).JsonAsync(HttpStatusCode.OK);

        var back = (await host.BoardAsync(live.Slug)).Find(goes)!.Value;
        Assert.Equal("approved", back.GetProperty("state").GetString());
        Assert.False(back.TryGetProperty("mergedInto", out _));
    }

    [Fact]
    public async Task Decisions_outlive_a_restart_and_so_does_their_undo()
    {
        using var own = new TestServer();
        var live = await own.AddEventAsync();
        var id = await own.QuestionInAsync(live.Slug, "Before the restart?");
        long number;
        using (var host = own.Host()) number = (await host.CommandAsync(live.Slug, id, "approve").JsonAsync(HttpStatusCode.OK)).GetProperty("undo").GetProperty("number").GetInt64();
        own.Restart();
        using var after = own.Host();

        await after.UndoAsync(live.Slug, number).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("received", (await after.BoardAsync(live.Slug)).StateOf(id));
    }
}
