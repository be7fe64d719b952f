using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Questions;

/// <summary>The questions API as the tests speak it.</summary>
internal static class QuestionApi
{
    public static string NewId(this TestServer server) => Ulid.New(server.Clock);

    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, string @event, string id, string text) =>
        client.PostAsJsonAsync($"/api/v1/events/{@event}/questions", new { id, text, language = "en", name = "Zawadi", country = "CD" });

    /// <summary>Asks as somebody else and brings the question to a state.</summary>
    public static async Task<string> QuestionInAsync(this TestServer server, string @event, string text, params string[] commands)
    {
        var id = server.NewId();
        using var asker = server.Anonymous();
        (await asker.AskAsync(@event, id, text)).EnsureSuccessStatusCode();
        using var host = server.Host();
        foreach (var command in commands) (await host.CommandAsync(@event, id, command)).EnsureSuccessStatusCode();
        return id;
    }

    public static Task<HttpResponseMessage> CommandAsync(this HttpClient client, string @event, string id, string command, object? body = null) =>
        client.PostAsync($"/api/v1/events/{@event}/questions/{id}/{command}", body is null ? null : JsonContent.Create(body));

    public static async Task<JsonElement> BoardAsync(this HttpClient client, string @event, string query = "")
    {
        using var response = await client.GetAsync($"/api/v1/events/{@event}/questions{query}");
        response.EnsureSuccessStatusCode();
        return await response.JsonAsync();
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonElement>()).Clone();

    /// <summary>The token of a moderator who watches over the risk lane.</summary>
    public static async Task<string> SafeguardAsync(this TestServer server, LiveEvent live)
    {
        using var host = server.Host();
        using var invited = await host.PostAsJsonAsync($"/api/v1/events/{live.Id}/invites", new { role = "moderator", name = "Imani", zone = "Africa/Nairobi", safeguarding = true });
        return (await invited.JsonAsync()).GetProperty("token").GetString()!;
    }

    /// <summary>The event's moderation log, as the database holds it.</summary>
    public static async Task<IReadOnlyList<LogEntry>> LogAsync(this TestServer server, string @event)
    {
        var live = await server.Services.GetRequiredService<EventStore>().FindAsync(@event, CancellationToken.None);
        return await server.Services.GetRequiredService<Db>().ReadAsync(reader => ModerationLog.ReadAsync(reader, live!.Id, 0, 1000), CancellationToken.None);
    }

    public static JsonElement? Find(this JsonElement board, string id)
    {
        foreach (var question in board.GetProperty("questions").EnumerateArray())
            if (question.GetProperty("id").GetString() == id) return question;
        return null;
    }

    public static string? StateOf(this JsonElement board, string id) => board.Find(id)?.GetProperty("state").GetString();

    public static long VersionOf(this JsonElement board) => board.GetProperty("version").GetInt64();
}
