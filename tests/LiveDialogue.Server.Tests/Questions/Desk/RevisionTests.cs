using System.Net;
using System.Text.Json;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Questions.Desk;

public sealed class RevisionTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_decision_on_what_is_no_longer_so_is_refused_with_the_difference()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "What helps most?");
        using var amina = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Amina")).Token);
        using var ben = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Ben")).Token);
        var seen = (await ben.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("version").GetInt32();
        (await amina.CommandAsync(live.Slug, id, "reject", new { reason = "unkind", revision = seen })).EnsureSuccessStatusCode();
        (await amina.CommandAsync(live.Slug, id, "restore")).EnsureSuccessStatusCode();
        (await amina.CommandAsync(live.Slug, id, "approve")).EnsureSuccessStatusCode();

        var problem = await ben.CommandAsync(live.Slug, id, "shortlist", new { revision = seen }).ProblemAsync(HttpStatusCode.Conflict);

        Assert.Equal("approved", problem.GetProperty("state").GetString());
        Assert.Equal("approved", problem.GetProperty("question").GetProperty("state").GetString());
        Assert.Equal(["state"], Changed(problem));
        Assert.Equal("Amina", problem.GetProperty("by").GetString());
        Assert.Equal(server.Time.Now, NodaTime.Text.InstantPattern.ExtendedIso.Parse(problem.GetProperty("at").GetString()!).Value);
        var now = problem.GetProperty("question").GetProperty("version").GetInt32();
        Assert.Equal(HttpStatusCode.OK, (await ben.CommandAsync(live.Slug, id, "shortlist", new { revision = now })).StatusCode);
    }

    [Fact]
    public async Task Somebody_elses_claim_is_a_difference_and_ones_own_is_not()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Whose is it now?");
        using var amina = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Amina")).Token);
        using var ben = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Ben")).Token);
        var seen = (await ben.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("version").GetInt32();
        (await amina.CommandAsync(live.Slug, id, "claim", new { revision = seen })).EnsureSuccessStatusCode();

        var problem = await ben.CommandAsync(live.Slug, id, "approve", new { revision = seen }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(["claim"], Changed(problem));
        Assert.Equal("Amina", problem.GetProperty("question").GetProperty("claim").GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await amina.CommandAsync(live.Slug, id, "approve", new { revision = seen })).StatusCode);
    }

    [Fact]
    public async Task Votes_and_a_claim_that_ran_out_hinder_no_decision()
    {
        var live = await server.AddEventAsync();
        var id = await server.QuestionInAsync(live.Slug, "Asked by many?", "approve");
        using var amina = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Amina")).Token);
        using var ben = server.As((await server.AddInviteAsync(live.Id, Role.Moderator, "Ben")).Token);
        var seen = (await ben.BoardAsync(live.Slug)).Find(id)!.Value.GetProperty("version").GetInt32();
        using var voter = server.Anonymous();
        (await voter.PostAsync($"/api/v1/events/{live.Slug}/questions/{id}/vote", null)).EnsureSuccessStatusCode();
        await server.CountVotesAsync();
        (await amina.CommandAsync(live.Slug, id, "claim")).EnsureSuccessStatusCode();
        server.Time.Advance(NodaTime.Duration.FromSeconds(61));

        Assert.Equal(HttpStatusCode.OK, (await ben.CommandAsync(live.Slug, id, "shortlist", new { revision = seen })).StatusCode);
    }

    [Fact]
    public async Task Given_four_moderators_decide_fifty_cards_at_once_then_each_card_has_one_decision_and_each_refusal_says_which()
    {
        var live = await server.AddEventAsync();
        var ids = new List<string>();
        for (var i = 0; i < 50; i++) ids.Add(await server.QuestionInAsync(live.Slug, $"Card number {i}?"));
        var moderators = new List<HttpClient>();
        foreach (var name in new[] { "Amina", "Ben", "Chipo", "Dario" }) moderators.Add(server.As((await server.AddInviteAsync(live.Id, Role.Moderator, name)).Token));
        var seen = await moderators[0].BoardAsync(live.Slug);
        var commands = new[] { "approve", "reject", "approve", "reject" };

        var answers = await Task.WhenAll(
            from moderator in Enumerable.Range(0, 4)
            from id in ids
            select SendAsync(moderators[moderator], id, commands[moderator]));

        foreach (var id in ids)
        {
            var won = Assert.Single(answers, answer => answer.Id == id && answer.Status == HttpStatusCode.OK);
            var state = won.Command == "approve" ? "approved" : "rejected";
            Assert.Equal(2, won.Body.GetProperty("version").GetInt32());
            var refused = answers.Where(answer => answer.Id == id && answer.Status != HttpStatusCode.OK).ToList();
            Assert.Equal(3, refused.Count);
            foreach (var refusal in refused)
            {
                Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
                Assert.Equal(state, refusal.Body.GetProperty("state").GetString());
                Assert.Equal(state, refusal.Body.GetProperty("question").GetProperty("state").GetString());
                Assert.Contains("state", Changed(refusal.Body));
            }
        }
        var board = await moderators[0].BoardAsync(live.Slug);
        Assert.All(ids, id => Assert.Equal(2, board.Find(id)!.Value.GetProperty("version").GetInt32()));
        foreach (var moderator in moderators) moderator.Dispose();

        async Task<(string Id, string Command, HttpStatusCode Status, JsonElement Body)> SendAsync(HttpClient moderator, string id, string command)
        {
            using var answer = await moderator.CommandAsync(live.Slug, id, command, new { revision = seen.Find(id)!.Value.GetProperty("version").GetInt32(), reason = command == "reject" ? "unclear" : null });
            return (id, command, answer.StatusCode, await answer.JsonAsync());
        }
    }

    private static string[] Changed(JsonElement problem) => problem.GetProperty("changed").Strings();
}
