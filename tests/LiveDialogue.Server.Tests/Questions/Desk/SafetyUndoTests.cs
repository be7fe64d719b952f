using System.Net;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Questions.Desk;

/// <summary>A slip of the hand at what keeps people safe.</summary>
public sealed class SafetyUndoTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Who_sent_a_question_to_the_risk_lane_gets_it_back_as_it_was()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Slipped?", "approve", "shortlist", "take");
        using var mona = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Mona")).Token);
        using var ben = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Ben")).Token);
        var answer = await mona.CommandAsync(live.Slug, id, "to-risk").JsonAsync(HttpStatusCode.OK);
        Assert.Equal("withdrawn", answer.GetProperty("state").GetString());

        await ben.UndoAsync(live.Slug, answer).ProblemAsync(HttpStatusCode.NotFound);            // nobody else's who doesn't see the lane
        await mona.UndoAsync(live.Slug, answer).JsonAsync(HttpStatusCode.OK);

        var back = (await mona.BoardAsync(live.Slug)).Find(id)!.Value;
        Assert.Equal("live", back.GetProperty("state").GetString());
        Assert.False(back.TryGetProperty("flags", out _));
        using var host = server.Host();
        Assert.Null((await host.BoardAsync(live.Slug, "?board=questions.risk")).Find(id));
    }

    [Fact]
    public async Task Once_somebody_has_seen_to_it_only_safeguarding_takes_it_out_again()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Seen to?");
        using var mona = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Mona")).Token);
        using var host = server.Host();
        var sent = await mona.CommandAsync(live.Slug, id, "to-risk").JsonAsync(HttpStatusCode.OK);
        var seen = await host.CommandAsync(live.Slug, id, "see-to").JsonAsync(HttpStatusCode.OK);

        var refused = await mona.UndoAsync(live.Slug, sent).ProblemAsync(HttpStatusCode.Gone);
        Assert.False(refused.TryGetProperty("question", out _));
        await mona.UndoAsync(live.Slug, seen).ProblemAsync(HttpStatusCode.NotFound);
        await host.UndoAsync(live.Slug, seen).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("waiting", (await host.BoardAsync(live.Slug, "?board=questions.risk")).Find(id)!.Value.GetProperty("risk").GetString());
    }

    [Fact]
    public async Task What_went_to_the_risk_lane_since_is_put_before_nobody_by_undoing_something_else()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Said too much?", "approve", "take");
        using var host = server.Host();
        var answered = await host.CommandAsync(live.Slug, id, "answer").JsonAsync(HttpStatusCode.OK);
        (await host.CommandAsync(live.Slug, id, "to-risk")).EnsureSuccessStatusCode();

        await host.UndoAsync(live.Slug, answered).ProblemAsync(HttpStatusCode.NotFound);
        Assert.Null((await host.BoardAsync(live.Slug, "?board=questions.public")).Find(id));
        Assert.Equal("answered", (await host.BoardAsync(live.Slug, "?board=questions.risk")).Find(id)!.Value.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Clearing_is_undone_unless_somebody_has_decided_on_it_since()
    {
        var live = await server.AddEventAsync();
        var (back, gone) = (await server.QuestionInAsync(live.Slug, "He beats me, please help"), await server.QuestionInAsync(live.Slug, "They beat me, please help us"));
        using var host = server.Host();
        var (first, second) = (await host.CommandAsync(live.Slug, back, "clear-risk").JsonAsync(HttpStatusCode.OK), await host.CommandAsync(live.Slug, gone, "clear-risk").JsonAsync(HttpStatusCode.OK));
        (await host.CommandAsync(live.Slug, gone, "approve")).EnsureSuccessStatusCode();

        await host.UndoAsync(live.Slug, first).JsonAsync(HttpStatusCode.OK);
        await host.UndoAsync(live.Slug, second).ProblemAsync(HttpStatusCode.Conflict);

        var lane = await host.BoardAsync(live.Slug, "?board=questions.risk");
        Assert.Contains("risk:violence", lane.Find(back)!.Value.GetProperty("flags").Strings());
        Assert.Null((await host.BoardAsync(live.Slug)).Find(back));
        Assert.Equal("approved", (await host.BoardAsync(live.Slug)).StateOf(gone));
    }

    [Fact]
    public async Task A_block_is_undone_with_all_it_did_but_for_what_somebody_decided_since()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var (first, second, third) = (server.NewId(), server.NewId(), server.NewId());
        foreach (var (id, text) in new[] { (first, "One?"), (second, "Two?"), (third, "Three?") }) (await asker.AskAsync(live.Slug, id, text)).EnsureSuccessStatusCode();
        using var host = server.Host();
        (await host.CommandAsync(live.Slug, first, "approve")).EnsureSuccessStatusCode();
        var blocked = await host.CommandAsync(live.Slug, first, "block").JsonAsync(HttpStatusCode.OK);
        (await host.CommandAsync(live.Slug, third, "restore")).EnsureSuccessStatusCode();

        var undone = await host.UndoAsync(live.Slug, blocked).JsonAsync(HttpStatusCode.OK);

        Assert.Equal([first, second], undone.GetProperty("done").Strings());
        var board = await host.BoardAsync(live.Slug);
        Assert.Equal(("approved", "received", "received"), (board.StateOf(first), board.StateOf(second), board.StateOf(third)));
        foreach (var id in new[] { first, second, third }) Assert.False(board.Find(id)!.Value.TryGetProperty("blocked", out _));
        Assert.Equal(HttpStatusCode.Created, (await asker.AskAsync(live.Slug, server.NewId(), "Again?")).StatusCode);
    }

    [Fact]
    public async Task Letting_somebody_in_again_is_undone_too()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var id = server.NewId();
        (await asker.AskAsync(live.Slug, id, "One?")).EnsureSuccessStatusCode();
        using var host = server.Host();
        (await host.CommandAsync(live.Slug, id, "block")).EnsureSuccessStatusCode();
        var let = await host.CommandAsync(live.Slug, id, "unblock").JsonAsync(HttpStatusCode.OK);

        await host.UndoAsync(live.Slug, let).JsonAsync(HttpStatusCode.OK);

        Assert.True((await host.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("blocked").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, (await asker.AskAsync(live.Slug, server.NewId(), "Again?")).StatusCode);
    }
}
