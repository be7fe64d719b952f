using Dapper;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Storage;

public sealed class DbTests : IDisposable
{
    /// <summary>No slice writes to it: the stage's own runner may speak at any time.</summary>
    private const string Board = "of-these-tests";

    private readonly string _folder = Directory.CreateTempSubdirectory("livedialogue-db-").FullName;
    private readonly FakeClock _clock = new(new FakeTime(TestServer.Start));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_commit_is_written_through_to_the_disk_before_it_is_answered()
    {
        using var db = Db.Open(_folder, _clock);

        var (journal, synchronous, foreignKeys) = await db.TransactionAsync(
            async tx => (await tx.FirstAsync<string>("PRAGMA journal_mode"), await tx.FirstAsync<int>("PRAGMA synchronous"), await tx.FirstAsync<int>("PRAGMA foreign_keys")),
            CancellationToken.None);

        Assert.Equal("wal", journal);
        Assert.Equal(2, synchronous);   // FULL
        Assert.Equal(1, foreignKeys);
    }

    [Fact]
    public async Task Given_work_that_throws_then_nothing_of_it_is_stored()
    {
        using var db = Db.Open(_folder, _clock);

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.TransactionAsync(
            async tx =>
            {
                await tx.ExecuteAsync("INSERT INTO host_links (hash, created_at) VALUES ('x', 'now')");
                throw new InvalidOperationException("a bug of ours");
            },
            CancellationToken.None));

        Assert.Equal(0, await db.FirstAsync<int>("SELECT count(*) FROM host_links", null, CancellationToken.None));
        await db.TransactionAsync(tx => tx.ExecuteAsync("INSERT INTO host_links (hash, created_at) VALUES ('y', 'now')"), CancellationToken.None);
        Assert.Equal(1, await db.FirstAsync<int>("SELECT count(*) FROM host_links", null, CancellationToken.None));
    }

    [Fact]
    public void Given_a_database_of_a_newer_program_then_the_start_is_refused_in_words()
    {
        Db.Open(_folder, _clock).Dispose();
        using (var connection = new SqliteConnection($"Data Source={_folder}/livedialogue.db;Pooling=false"))
            connection.Execute("INSERT INTO schema_versions (version, name, applied_at) VALUES (9999, 'tomorrow', 'later')");

        var refusal = Assert.Throws<StorageRefusedException>(() => Db.Open(_folder, _clock));

        Assert.Contains("newer LiveDialogue", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("9999", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_second_server_on_the_same_folder_then_it_is_refused()
    {
        using var first = Db.Open(_folder, _clock);
        Assert.Throws<StorageRefusedException>(() => Db.Open(_folder, _clock));
    }

    [Fact]
    public void Given_a_migration_that_fails_halfway_then_none_of_it_remains()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqlTypes.Register();

        Assert.Throws<SqliteException>(() => Migrations.Apply(connection, [new(1, "half", "CREATE TABLE a (x); CREATE TABLE a (x);")], _clock));
        Migrations.Apply(connection, [new(1, "whole", "CREATE TABLE a (x);")], _clock);
        Migrations.Apply(connection, [new(1, "whole", "CREATE TABLE a (x);"), new(2, "more", "CREATE TABLE b (x);")], _clock);

        Assert.Equal(["whole", "more"], connection.Query<string>("SELECT name FROM schema_versions ORDER BY version"));
    }

    [Fact]
    public void Migrations_are_numbered_once_each()
    {
        var numbers = Migrations.Embedded.Select(m => m.Number).ToList();
        Assert.Equal(numbers.Distinct(), numbers);
        Assert.Equal(1, numbers[0]);
    }

    [Fact]
    public async Task Given_writers_at_once_then_each_board_counts_without_gaps_and_listeners_hear_them_in_order()
    {
        using var server = new TestServer();
        var live = await server.AddEventAsync();
        var feed = server.Services.GetRequiredService<IChangeFeed>();
        var db = server.Services.GetRequiredService<Db>();
        var heard = new List<long>();
        feed.Published += _ => throw new InvalidOperationException("a listener with a bug");
        feed.Published += change =>   // on the writer's turn: one at a time
        {
            if (change.Board == Board) heard.Add(change.Version);
        };

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() =>
            db.TransactionAsync(tx => feed.AppendAsync(tx, live.Id, Board, "moved", $"{{\"i\":{i}}}"), CancellationToken.None))));

        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), heard);
        var since = await feed.ReadSinceAsync(live.Id, Board, 45, CancellationToken.None);
        Assert.Equal([46, 47, 48, 49, 50], since.Select(c => c.Version));
        Assert.Equal(TestServer.Start, since[0].At);
    }

    [Fact]
    public async Task Given_a_change_whose_transaction_fails_then_nobody_hears_of_it_and_its_version_is_given_again()
    {
        using var server = new TestServer();
        var live = await server.AddEventAsync();
        var feed = server.Services.GetRequiredService<IChangeFeed>();
        var db = server.Services.GetRequiredService<Db>();
        var heard = new List<Change>();
        feed.Published += change =>
        {
            if (change.Board == Board) heard.Add(change);
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.TransactionAsync<long>(
            async tx =>
            {
                await feed.AppendAsync(tx, live.Id, Board, "moved", "{}");
                throw new InvalidOperationException("after the append");
            },
            CancellationToken.None));
        var version = await db.TransactionAsync(tx => feed.AppendAsync(tx, live.Id, Board, "moved", "{}"), CancellationToken.None);

        Assert.Equal(1, version);
        Assert.Equal(Board, Assert.Single(heard).Board);
    }

    [Fact]
    public void Ulids_sort_by_time_and_are_told_from_other_text()
    {
        var time = new FakeTime(Instant.FromUnixTimeMilliseconds(1_469_918_176_385));
        var clock = new FakeClock(time);
        var first = Ulid.New(clock);
        time.Advance(Duration.FromMilliseconds(1));
        var second = Ulid.New(clock);

        Assert.Equal("01ARYZ6S41", first[..10]);   // the example of the ULID specification
        Assert.True(string.CompareOrdinal(first, second) < 0);
        for (var i = 0; i < 100; i++)
        {
            var next = Ulid.New(clock);
            Assert.True(string.CompareOrdinal(second, next) < 0, "within one millisecond too");
            second = next;
        }
        Assert.True(Ulid.IsUlidOrUuid(first));
        Assert.True(Ulid.IsUlidOrUuid("0192d3a4-7b1c-7def-8123-456789abcdef"));
        Assert.False(Ulid.IsUlidOrUuid("not-an-id"));
        Assert.False(Ulid.IsUlidOrUuid(first[..25] + "U"));
    }
}
