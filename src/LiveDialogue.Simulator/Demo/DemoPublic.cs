using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace LiveDialogue.Simulator.Demo;

/// <summary>The demo's public and its first moderator: they ask and decide through the doors that everybody uses, once.</summary>
internal sealed class DemoPublic(HttpClient http, DemoDialogue dialogue, Action<string> say)
{
    internal async Task RunAsync(CancellationToken ct)
    {
        var asked = 0;
        foreach (var question in DemoQuestion.All)
        {
            if (await AskAsync(question, ct)) asked++;
        }
        if (asked > 0) say($"The public asked {asked} questions.");
    }

    /// <returns>False when it was there already, with whatever people have done to it since: that stays.</returns>
    private async Task<bool> AskAsync(DemoQuestion question, CancellationToken ct)
    {
        using var asked = await http.PostAsJsonAsync(
            dialogue.Questions, new { question.Id, question.Text, question.Language, question.Name, question.Country }, ct);
        if (asked.StatusCode is not HttpStatusCode.Created)
        {
            if (!asked.IsSuccessStatusCode) say($"A question of the demo was refused with {(int)asked.StatusCode}.");
            return false;
        }
        foreach (var step in question.Steps)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{dialogue.Questions}/{question.Id}/{step}")
            {
                Content = JsonContent.Create(step == "answer" ? new { text = question.Answer } : new { text = (string?)null }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", dialogue.Moderator);
            using var decided = await http.SendAsync(request, ct);
            if (!decided.IsSuccessStatusCode) say($"The demo's moderator could not {step}: {(int)decided.StatusCode}.");
        }
        return true;
    }
}
