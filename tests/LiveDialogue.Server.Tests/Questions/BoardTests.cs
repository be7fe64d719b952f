using System.Net;
using System.Text.Json;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class BoardTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Since_gives_what_was_missed_and_no_more()
    {
        var live = await server.AddEventAsync();
        var early = await server.QuestionInAsync(live.Slug, "Early?", "approve");
        using var viewer = server.Anonymous();
        var seen = await viewer.BoardAsync(live.Slug);
        var late = await server.QuestionInAsync(live.Slug, "Late?", "approve", "shortlist");
        using var host = server.Host();
        await host.CommandAsync(live.Slug, early, "reject");

        var missed = await viewer.BoardAsync(live.Slug, $"?since={seen.VersionOf()}");

        Assert.Equal(2, missed.GetProperty("questions").GetArrayLength());
        Assert.Equal("withdrawn", missed.StateOf(early));
        Assert.False(missed.Find(early)!.Value.TryGetProperty("text", out _));
        Assert.Equal("shortlisted", missed.StateOf(late));
        Assert.Equal(seen.VersionOf() + 3, missed.VersionOf());
        var nothing = await viewer.BoardAsync(live.Slug, $"?since={missed.VersionOf()}");
        Assert.Equal(0, nothing.GetProperty("questions").GetArrayLength());
        var unknown = await viewer.BoardAsync(live.Slug, "?since=999999");
        Assert.Equal(missed.VersionOf(), unknown.VersionOf());
        Assert.Equal("shortlisted", unknown.StateOf(late));
    }

    [Fact]
    public async Task The_public_never_reads_what_nobody_approved()
    {
        var live = await server.AddEventAsync();
        const string Secret = "Unapproved-words";
        await server.QuestionInAsync(live.Slug, Secret);
        await server.QuestionInAsync(live.Slug, Secret + " rejected", "reject");
        await server.QuestionInAsync(live.Slug, Secret + " taken back", "approve", "restore");
        var (_, speakerToken) = await server.AddInviteAsync(live.Id, Role.Speaker);
        using var viewer = server.Anonymous();
        using var speaker = server.As(speakerToken);

        foreach (var client in new[] { viewer, speaker })
            foreach (var query in new[] { "", "?since=0", "?since=1", "?board=questions.public", "?board=questions.public&since=0" })
                Assert.DoesNotContain(Secret, (await client.BoardAsync(live.Slug, query)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.GetAsync($"/api/v1/events/{live.Slug}/questions?board=questions.moderation")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await speaker.GetAsync($"/api/v1/events/{live.Slug}/questions?board=questions.moderation")).StatusCode);
    }

    [Fact]
    public async Task Given_many_writers_at_once_then_no_board_has_a_gap_and_replaying_it_gives_the_board()
    {
        var live = await server.AddEventAsync();
        using var host = server.Host();
        var random = new Random(Seed: 7);
        var ids = Enumerable.Range(0, 40).Select(_ => server.NewId()).ToList();
        var decisions = ids.Select(_ => random.Next(4)).ToList();

        await Task.WhenAll(ids.Select(async (id, i) =>
        {
            await host.AskAsync(live.Slug, id, $"Question {i}?");
            foreach (var command in new[] { "approve", "shortlist", "take", "answer" }.Take(decisions[i])) await host.CommandAsync(live.Slug, id, command);
        }));

        var feed = server.Services.GetRequiredService<IChangeFeed>();
        foreach (var board in QuestionBoards.All)
        {
            var changes = await feed.ReadSinceAsync(live.Id, board, 0, CancellationToken.None);
            Assert.Equal(Enumerable.Range(1, changes.Count).Select(version => (long)version), changes.Select(change => change.Version));

            var replayed = new Dictionary<string, string>();
            foreach (var change in changes)
            {
                var view = JsonDocument.Parse(change.Payload).RootElement;
                replayed[view.GetProperty("id").GetString()!] = view.GetProperty("state").GetString()!;
            }
            var now = await host.BoardAsync(live.Slug, $"?board={board}");
            Assert.Equal(now.VersionOf(), changes.Count);
            Assert.Equal(
                now.GetProperty("questions").EnumerateArray().Select(q => (q.GetProperty("id").GetString()!, q.GetProperty("state").GetString()!)).Order(),
                replayed.Where(pair => pair.Value != "withdrawn").Select(pair => (pair.Key, pair.Value)).Order());
        }
    }

    [Fact]
    public async Task A_device_votes_once_and_may_take_it_back()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Vote for me?", "approve");
        using var viewer = server.Anonymous();
        await viewer.BoardAsync(live.Slug);                                      // gets its cookie
        var vote = $"/api/v1/events/{live.Slug}/questions/{id}/vote";

        Assert.Equal(1, (await (await viewer.PostAsync(vote, null)).JsonAsync()).GetProperty("votes").GetInt32());
        Assert.Equal(1, (await (await viewer.PostAsync(vote, null)).JsonAsync()).GetProperty("votes").GetInt32());
        Assert.True((await viewer.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("votedByMe").GetBoolean());
        Assert.Equal(0, (await (await viewer.DeleteAsync(vote)).JsonAsync()).GetProperty("votes").GetInt32());
        Assert.False((await viewer.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("votedByMe").GetBoolean());
    }

    [Fact]
    public async Task Given_many_vote_within_a_second_then_the_board_changes_once()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Popular?", "approve");
        using var reader = server.Anonymous();
        var before = await reader.BoardAsync(live.Slug);
        for (var i = 0; i < 5; i++)
        {
            using var viewer = server.Anonymous();
            (await viewer.PostAsync($"/api/v1/events/{live.Slug}/questions/{id}/vote", null)).EnsureSuccessStatusCode();
        }

        await server.Services.GetRequiredService<VoteCounts>().CountAsync(CancellationToken.None);

        var after = await reader.BoardAsync(live.Slug);
        Assert.Equal(5, after.Find(id)!.Value.GetProperty("votes").GetInt32());
        Assert.Equal(before.VersionOf() + 1, after.VersionOf());
    }

    [Fact]
    public async Task Votes_are_for_public_questions_still_to_be_asked()
    {
        var live = await server.AddEventAsync();
        var hidden = await server.QuestionInAsync(live.Slug, "Hidden?");
        var answered = await server.QuestionInAsync(live.Slug, "Answered?", "approve", "take", "answer");
        using var viewer = server.Anonymous();
        using var script = server.Host();
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.PostAsync($"/api/v1/events/{live.Slug}/questions/{hidden}/vote", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await viewer.PostAsync($"/api/v1/events/{live.Slug}/questions/{answered}/vote", null)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await script.PostAsync($"/api/v1/events/{live.Slug}/questions/{answered}/vote", null)).StatusCode);
    }
}
