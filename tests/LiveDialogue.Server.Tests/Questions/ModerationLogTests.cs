using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class ModerationLogTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Every_decision_is_in_the_log_with_who_what_before_and_after()
    {
        var live = await server.AddEventAsync();
        var (amina, token) = await server.AddInviteAsync(live.Id, Role.Moderator);
        using var moderator = server.As(token);
        var id = await server.QuestionInAsync(live.Slug, "Who decided this?");
        foreach (var command in new[] { "claim", "approve", "shortlist", "take", "answer", "restore" }) (await moderator.CommandAsync(live.Slug, id, command)).EnsureSuccessStatusCode();

        var entries = await ReadAsync(live);

        Assert.Equal(["approve", "shortlist", "take", "answer", "restore"], entries.Select(entry => entry.Action));
        Assert.Equal([1, 2, 3, 4, 5], entries.Select(entry => entry.Number));
        Assert.All(entries, entry => Assert.Equal((amina.Id.Value, id), (entry.Actor, entry.Question?.Value)));
        Assert.Equal(["received", "approved", "shortlisted", "live", "answered"], entries.Select(entry => QuestionTrace.Parse(entry.Before)!.State));
        Assert.Equal(["approved", "shortlisted", "live", "answered", "shortlisted"], entries.Select(entry => QuestionTrace.Parse(entry.After)!.State));
        Assert.All(entries, entry => Assert.Equal(entry.Reckoned(), entry.Hash));
        Assert.Equal([LogEntry.NoHash, .. entries.SkipLast(1).Select(entry => entry.Hash)], entries.Select(entry => entry.Previous));
    }

    [Fact]
    public async Task Nobodys_words_or_name_are_in_the_log()
    {
        var live = await server.AddEventAsync();
        var (_, token) = await server.AddInviteAsync(live.Id, Role.Moderator, "Moderator-name");
        using var moderator = server.As(token);
        var id = await server.QuestionInAsync(live.Slug, "Asked-words?");
        (await moderator.CommandAsync(live.Slug, id, "approve")).EnsureSuccessStatusCode();
        (await moderator.CommandAsync(live.Slug, id, "answer", new { text = "Answered-words." })).EnsureSuccessStatusCode();

        var all = JsonSerializer.Serialize(await ReadAsync(live));

        Assert.DoesNotContain("-words", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Moderator-name", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Zawadi", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_is_refused_or_rolled_back_leaves_no_entry()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Refused?", "approve");
        using var host = server.Host();
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await host.CommandAsync(live.Slug, id, "approve")).StatusCode);
        var entry = Assert.Single(await ReadAsync(live));
        Assert.Equal("host", entry.Actor);
    }

    [Theory]
    [InlineData("UPDATE moderation_log SET actor = 'somebody'")]
    [InlineData("DELETE FROM moderation_log")]
    [InlineData("INSERT OR REPLACE INTO moderation_log SELECT event, number, at, 'somebody', action, question, before, after, detail, previous, hash FROM moderation_log")]
    public async Task The_database_itself_refuses_to_change_an_entry(string statement)
    {
        var live = await server.AddEventAsync();
        await server.QuestionInAsync(live.Slug, "Kept?", "approve");
        var before = await ReadAsync(live);

        var refused = await Assert.ThrowsAsync<SqliteException>(() => server.Services.GetRequiredService<Db>().TransactionAsync(tx => tx.ExecuteAsync(statement), CancellationToken.None));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await ReadAsync(live));
    }

    private Task<IReadOnlyList<LogEntry>> ReadAsync(LiveEvent live) =>
        server.Services.GetRequiredService<Db>().ReadAsync(reader => ModerationLog.ReadAsync(reader, live.Id, 0, 1000), CancellationToken.None);
}
