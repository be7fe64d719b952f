using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Data.Sqlite;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class VerifyLogTests
{
    [Fact]
    public async Task A_log_nobody_touched_is_whole_while_the_server_runs_and_after()
    {
        using var server = new TestServer();
        var slug = await DecideAsync(server);

        Assert.Equal((0, $"{slug}: chain of 5 entries is whole; head "), Head(await VerifyAsync(server, slug)));
        server.StopForNow();
        Assert.Equal((0, $"{slug}: chain of 5 entries is whole; head "), Head(await VerifyAsync(server)));
        Assert.Equal(2, (await VerifyAsync(server, "no-such-event")).Code);

        static (int, string) Head((int Code, string Said) verified) => (verified.Code, verified.Said[..(verified.Said.IndexOf("head ", StringComparison.Ordinal) + 5)]);
    }

    /// <summary>Rows: what somebody with the file in hand does, what is said of it.</summary>
    [Theory]
    [InlineData("UPDATE moderation_log SET actor = 'somebody' WHERE number = 2", "entry 2 was changed")]
    [InlineData("UPDATE moderation_log SET after = replace(after, 'approved', 'rejected') WHERE number = 1", "entry 1 was changed")]
    [InlineData("UPDATE moderation_log SET at = '2027-03-01T12:00:00.000001Z' WHERE number = 5", "entry 5 was changed")]
    [InlineData("UPDATE moderation_log SET previous = (SELECT previous FROM moderation_log WHERE number = 2) WHERE number = 3", "entry 3 was changed")]
    [InlineData("DELETE FROM moderation_log WHERE number = 3", "entry 3 is missing")]
    [InlineData("DELETE FROM moderation_log WHERE number = 1", "entry 1 is missing")]
    [InlineData("DELETE FROM moderation_log WHERE number >= 4", "entry 4 is missing: question")]
    [InlineData("DELETE FROM moderation_log", "entry 1 is missing: question")]
    [InlineData("UPDATE questions SET state = 'approved', reason = NULL WHERE state = 'rejected'", "entry 6 is missing: question")]
    [InlineData("DELETE FROM moderation_log WHERE number = 2; UPDATE moderation_log SET number = number - 1 WHERE number > 2", "entry 2 was changed")]
    public async Task Given_the_file_was_tampered_with_then_it_says_where(string tampering, string said)
    {
        using var server = new TestServer();
        var slug = await DecideAsync(server);
        server.StopForNow();
        await TamperAsync(server, tampering);

        var verified = await VerifyAsync(server, slug);

        Assert.Equal(1, verified.Code);
        Assert.Contains($"{slug}: chain is broken; {said}", verified.Said, StringComparison.Ordinal);
        Assert.Contains("triggers that guard the log are gone", verified.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_forged_with_a_right_hash_breaks_the_chain_behind_it()
    {
        using var server = new TestServer();
        var slug = await DecideAsync(server);
        var entries = await server.LogAsync(slug);
        server.StopForNow();
        var forged = entries[1] with { Actor = "somebody" };
        await TamperAsync(server, $"UPDATE moderation_log SET actor = 'somebody', hash = '{forged.Reckoned()}' WHERE number = 2");

        Assert.Contains("entry 3 doesn't follow the one before", (await VerifyAsync(server)).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_database_is_nothing_to_read()
    {
        await using var said = new StringWriter();
        Assert.Equal(2, await VerifyLog.RunAsync(["--verify-log", "--data", Path.Combine(Path.GetTempPath(), "no-such-folder")], said));
    }

    // Five entries: approve, shortlist, take of one; approve, reject of another.
    private static async Task<string> DecideAsync(TestServer server)
    {
        var live = await server.AddEventAsync();
        await server.QuestionInAsync(live.Slug, "One?", "approve", "shortlist", "take");
        await server.QuestionInAsync(live.Slug, "Another?", "approve", "reject");
        await server.QuestionInAsync(live.Slug, "Nobody looked at this one?");
        return live.Slug;
    }

    private static async Task<(int Code, string Said)> VerifyAsync(TestServer server, params string[] more)
    {
        await using var said = new StringWriter();
        return (await VerifyLog.RunAsync(["--verify-log", .. more, "--data", server.DataFolder], said), said.ToString());
    }

    private static async Task TamperAsync(TestServer server, string statements)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(server.DataFolder, "livedialogue.db"), Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // rows of this test
        command.CommandText = "DROP TRIGGER moderation_log_is_never_changed; DROP TRIGGER moderation_log_is_never_deleted; " + statements;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
