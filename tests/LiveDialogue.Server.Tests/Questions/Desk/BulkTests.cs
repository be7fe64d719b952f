using System.Net;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Questions.Desk;

public sealed class BulkTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_preview_says_what_a_bulk_would_do_and_the_bulk_does_it_and_is_undone_as_one()
    {
        var live = await server.AddEventAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await server.QuestionInAsync(live.Slug, $"One of five: {i}?"));
        var already = await server.QuestionInAsync(live.Slug, "Approved before?", "approve");
        var nowhere = server.NewId();
        using var host = server.Host();
        var body = new { command = "approve", ids = ids.Append(already).Append(nowhere).Append(ids[0]).ToArray() };

        var preview = await host.BulkAsync(live.Slug, new { body.command, body.ids, preview = true }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(ids, preview.GetProperty("done").Strings());
        Assert.False(preview.TryGetProperty("undo", out _));
        var untouched = await host.BoardAsync(live.Slug);
        Assert.All(ids, id => Assert.Equal("received", untouched.StateOf(id)));

        var done = await host.BulkAsync(live.Slug, body).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(ids, done.GetProperty("done").Strings());
        Assert.Equal([(already, "approved"), (nowhere, "unknown")], done.GetProperty("refused").EnumerateArray().Select(one => (one.GetProperty("id").GetString()!, one.GetProperty("state").GetString()!)));
        await host.CommandAsync(live.Slug, ids[2], "shortlist").JsonAsync(HttpStatusCode.OK);

        var undone = await host.UndoAsync(live.Slug, done).JsonAsync(HttpStatusCode.OK);
        Assert.Equal([ids[0], ids[1], ids[3], ids[4]], undone.GetProperty("done").Strings());
        Assert.Equal(ids[2], undone.GetProperty("refused")[0].GetProperty("id").GetString());
        var board = await host.BoardAsync(live.Slug);
        Assert.Equal("shortlisted", board.StateOf(ids[2]));
        Assert.Equal("received", board.StateOf(ids[4]));
        Assert.Equal("approved", board.StateOf(already));
    }

    [Fact]
    public async Task Many_are_merged_into_one_and_labelled_at_once()
    {
        var live = await server.AddEventAsync();
        var stays = await server.QuestionInAsync(live.Slug, "When does school start?", "approve");
        var goes = new[] { await server.QuestionInAsync(live.Slug, "When will school begin?"), await server.QuestionInAsync(live.Slug, "School starts when?") };
        using var host = server.Host();

        var merged = await host.BulkAsync(live.Slug, new { command = "merge", ids = goes.Append(stays), into = stays }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(goes, merged.GetProperty("done").Strings());
        Assert.Equal(stays, merged.GetProperty("refused")[0].GetProperty("id").GetString());
        Assert.Equal(stays, (await host.BoardAsync(live.Slug)).Find(goes[1])!.Value.GetProperty("mergedInto").GetString());

        await host.BulkAsync(live.Slug, new { command = "labels", ids = new[] { stays }, labels = new[] { " School ", "school", "Autumn" } }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["School", "Autumn"], (await host.BoardAsync(live.Slug)).Find(stays)!.Value.GetProperty("labels").Strings());
        using var viewer = server.Anonymous();
        Assert.False((await viewer.BoardAsync(live.Slug)).Find(stays)!.Value.TryGetProperty("labels", out _));
    }

    [Fact]
    public async Task What_is_no_bulk_is_named_and_only_moderators_send_one()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Alone?");
        using var host = server.Host();
        foreach (var (field, body) in new (string, object)[]
        {
            ("ids", new { command = "approve" }),
            ("ids", new { command = "approve", ids = Array.Empty<string>() }),
            ("ids", new { command = "approve", ids = new[] { "no id" } }),
            ("ids", new { command = "approve", ids = Enumerable.Range(0, 201).Select(_ => server.NewId()) }),
            ("command", new { ids = new[] { id } }),
            ("command", new { command = "take", ids = new[] { id } }),
            ("reason", new { command = "reject", ids = new[] { id }, reason = "because" }),
            ("into", new { command = "merge", ids = new[] { id } }),
            ("labels", new { command = "labels", ids = new[] { id }, labels = new[] { "1", "2", "3", "4", "5", "6" } }),
        })
            Assert.Equal(field, (await host.BulkAsync(live.Slug, body).ProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("field").GetString());
        await host.BulkAsync(live.Slug, new { command = "merge", ids = new[] { id }, into = server.NewId() }).ProblemAsync(HttpStatusCode.NotFound);

        using var viewer = server.Anonymous();
        using var speaker = server.As((await server.AddInviteAsync(live.Id, Role.Speaker)).Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.BulkAsync(live.Slug, new { command = "approve", ids = new[] { id } })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await speaker.BulkAsync(live.Slug, new { command = "approve", ids = new[] { id } })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await speaker.UndoAsync(live.Slug, 1)).StatusCode);
    }
}
