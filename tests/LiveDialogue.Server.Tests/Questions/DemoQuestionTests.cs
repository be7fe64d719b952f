using System.Net;
using System.Net.Http.Json;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Simulator.Demo;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class DemoQuestionTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>As <c>DemoPublic</c> does it, and as the demo's README promises: five on their way, three for whoever opens the console.</summary>
    [Fact]
    public async Task Every_step_of_the_demo_is_one_that_the_questions_allow()
    {
        var live = await server.AddEventAsync();
        using var moderator = server.Host();
        await moderator.PostAsync($"/api/v1/events/{live.Id}/go-live", null).JsonAsync(HttpStatusCode.OK);

        foreach (var question in DemoQuestion.All)
        {
            using var asker = server.Anonymous();
            using var asked = await asker.PostAsJsonAsync(
                $"/api/v1/events/{live.Slug}/questions", new { question.Id, question.Text, question.Language, question.Name, question.Country });
            Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
            foreach (var step in question.Steps)
            {
                using var decided = await moderator.CommandAsync(live.Slug, question.Id, step, new { text = step == "answer" ? question.Answer : null });
                Assert.True(decided.IsSuccessStatusCode, $"{step} of \"{question.Text}\": {decided.StatusCode}");
            }
        }

        var board = await moderator.BoardAsync(live.Slug);
        Assert.Equal(
            ["answered", "live", "approved", "approved", "shortlisted", "received", "received", "received"],
            DemoQuestion.All.Select(question => board.StateOf(question.Id)));
    }
}
