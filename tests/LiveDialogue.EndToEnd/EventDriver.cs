using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveDialogue.EndToEnd;

/// <summary>What a host does through the API, in the words of the tests.</summary>
internal sealed class EventDriver
{
    private readonly ServerProcess _server;

    private EventDriver(ServerProcess server, string id, string slug) => (_server, Id, Slug) = (server, id, slug);

    public string Id { get; }
    public string Slug { get; }
    public string PageUrl => $"{_server.Url}/e/{Slug}";

    public static async Task<EventDriver> CreateAsync(ServerProcess server, string title = "Ending polio, together")
    {
        var created = await PostAsync(server, "/api/v1/events", new
        {
            title,
            description = "A **live** conversation with field offices.",
            start = "2027-03-16T09:00",
            zone = "America/New_York",
            duration = "PT1H",
            languages = new[] { "en", "fr", "ar" },
            offices = new[] { new { name = "Goma", zone = "Africa/Lubumbashi" }, new { name = "Kathmandu", zone = "Asia/Kathmandu" } },
        });
        return new(server, created.GetProperty("id").GetString()!, created.GetProperty("slug").GetString()!);
    }

    public async Task<Invite> InviteAsync(string role, string name, string zone, string language = "en", bool safeguarding = false)
    {
        var invite = await PostAsync(_server, $"/api/v1/events/{Id}/invites", new { role, name, zone, language, safeguarding });
        return new(invite.GetProperty("id").GetString()!, invite.GetProperty("url").GetString()!, invite.GetProperty("token").GetString()!);
    }

    public Task GoLiveAsync() => PostAsync(_server, $"/api/v1/events/{Id}/go-live", new { });

    public Task StageAsync(Invite speaker, string action) => PostAsync(_server, $"/api/v1/events/{Id}/stage/{speaker.Id}/{action}", new { });

    /// <summary>One speaker's row of the stage.</summary>
    public async Task<JsonElement> SpeakerAsync(Invite speaker)
    {
        var stage = await _server.Host.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/events/{Id}/stage", UriKind.Relative));
        return stage.GetProperty("speakers").EnumerateArray().Single(row => row.GetProperty("id").GetString() == speaker.Id);
    }

    /// <summary>How a speaker's connection fares, as moderators are told.</summary>
    public Task<JsonElement> LinkAsync(Invite speaker) => _server.Host.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/events/{Id}/stage/{speaker.Id}/link", UriKind.Relative));

    public Task SpeakerIsAsync(Invite speaker, string property, string wanted) =>
        Eventually.HoldsAsync($"{property} is {wanted}", async () => (await SpeakerAsync(speaker)).GetProperty(property).ToString().Equals(wanted, StringComparison.OrdinalIgnoreCase));

    public Task EndAsync() => PostAsync(_server, $"/api/v1/events/{Id}/end", new { });

    /// <summary>The program as moderators see it.</summary>
    public Task<JsonElement> ProgramAsync() => _server.Host.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/events/{Id}/program", UriKind.Relative));

    /// <param name="action">take, auto, slate, resume, preview, card, pushes.</param>
    public Task<JsonElement> ProgramAsync(string action, object body) => PostAsync(_server, $"/api/v1/events/{Id}/program/{action}", body);

    public Task ProgramIsAsync(string what, Func<JsonElement, bool> wanted) =>
        Eventually.HoldsAsync($"the program {what}", async () => wanted(await ProgramAsync()));

    /// <returns>The question's id.</returns>
    public async Task<string> AskAsync(string text, string language = "en", string? name = null, string? country = null)
    {
        var asked = await PostAsync(_server, $"/api/v1/events/{Id}/questions", new { id = Guid.CreateVersion7(), text, language, name, country });
        return asked.GetProperty("id").GetString()!;
    }

    /// <summary>Asked, approved and taken on air.</summary>
    /// <returns>The question's id.</returns>
    public async Task<string> TakeQuestionAsync(string text)
    {
        var id = await AskAsync(text);
        await QuestionAsync(id, "approve", new { });
        await QuestionAsync(id, "take", new { });
        return id;
    }

    public Task QuestionAsync(string id, string action, object body) => PostAsync(_server, $"/api/v1/events/{Id}/questions/{id}/{action}", body);

    /// <summary>The moderators' whole board.</summary>
    public async Task<IReadOnlyList<JsonElement>> QuestionsAsync()
    {
        var board = await _server.Host.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/events/{Id}/questions", UriKind.Relative));
        return [.. board.GetProperty("questions").EnumerateArray()];
    }

    private static async Task<JsonElement> PostAsync(ServerProcess server, string path, object body)
    {
        using var answer = await server.Host.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent, $"POST {path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }
}

internal sealed record Invite(string Id, string Url, string Token);
