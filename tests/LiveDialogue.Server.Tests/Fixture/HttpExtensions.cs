using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>What tests of the HTTP interface say often.</summary>
internal static class HttpExtensions
{
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> sending, HttpStatusCode expected)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode} instead of {(int)expected}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>An error of the API: the right status, and problem+json that repeats it.</summary>
    public static async Task<JsonElement> ProblemAsync(this Task<HttpResponseMessage> sending, HttpStatusCode expected)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode} instead of {(int)expected}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement.Clone();
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return problem;
    }

    public static Task<HttpResponseMessage> PatchAsync(this HttpClient client, string path, object body, string? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string path, string text, string mediaType = "application/json") =>
        client.PostAsync(path, new StringContent(text, System.Text.Encoding.UTF8, mediaType));

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
