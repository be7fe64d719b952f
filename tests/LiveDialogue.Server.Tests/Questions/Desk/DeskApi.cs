using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Questions.Desk;

/// <summary>The moderators' desk as the tests speak it.</summary>
internal static class DeskApi
{
    /// <summary>What the server does once a second.</summary>
    public static Task CountVotesAsync(this TestServer server) => server.Services.GetRequiredService<VoteCounts>().CountAsync(CancellationToken.None);

    public static Task<HttpResponseMessage> BulkAsync(this HttpClient client, string @event, object body) =>
        client.PostAsJsonAsync($"/api/v1/events/{@event}/questions/bulk", body);

    public static Task<HttpResponseMessage> UndoAsync(this HttpClient client, string @event, JsonElement answer) => client.UndoAsync(@event, answer.GetProperty("undo").GetProperty("number").GetInt64());

    public static Task<HttpResponseMessage> UndoAsync(this HttpClient client, string @event, long number) =>
        client.PostAsync($"/api/v1/events/{@event}/moderation/{number}/undo", null);

    /// <param name="ifMatch">Null: without the header.</param>
    public static async Task<HttpResponseMessage> PutAsync(this HttpClient client, string @event, string document, object body, string? ifMatch = "*")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/events/{@event}/{document}") { Content = JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request);
    }

    public static string[] Strings(this JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];
}
