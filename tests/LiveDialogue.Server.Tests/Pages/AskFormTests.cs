using System.Net;
using System.Net.Http.Json;
using AngleSharp;
using AngleSharp.Dom;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>The form without script keeps to what moderators set, and loses nobody's words.</summary>
public sealed class AskFormTests : IDisposable
{
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_closed_intake_is_said_and_the_words_come_back()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        Assert.True((await ReadAsync(browser)).QuerySelector("[data-paused]")!.HasAttribute("hidden"));
        await SetIntakeAsync(new { open = false });

        using var refused = await AskAsync(browser, "Too late?");

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await ParseAsync(refused);
        Assert.Equal("Too late?", page.QuerySelector("#ask-text")!.TextContent);
        Assert.False(page.QuerySelector("[data-paused]")!.HasAttribute("hidden"));
        Assert.True(page.QuerySelector("[data-action=ask]")!.HasAttribute("disabled"));
        Assert.NotNull(page.QuerySelector(".problem"));
    }

    [Fact]
    public async Task Slow_mode_says_to_wait_and_the_words_come_back()
    {
        await _server.AddEventAsync();
        await SetIntakeAsync(new { slowModeSeconds = 45 });
        using var browser = _server.Anonymous();
        await ReadAsync(browser);                          // which gives it its cookie
        using var first = await AskAsync(browser, "First?");
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);

        using var second = await AskAsync(browser, "Second?");

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(45), second.Headers.RetryAfter?.Delta);
        Assert.Equal("Second?", (await ParseAsync(second)).QuerySelector("#ask-text")!.TextContent);
        _server.Time.Advance(NodaTime.Duration.FromSeconds(45));
        using var again = await AskAsync(browser, "Second?");
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact]
    public async Task It_offers_the_offices_and_the_speakers_and_keeps_the_choice()
    {
        var live = await _server.AddEventAsync();
        var (speaker, _) = await _server.AddInviteAsync(live.Id, Role.Speaker, "Dr. <Zawadi>");
        using var browser = _server.Anonymous();

        var options = (await ReadAsync(browser)).QuerySelectorAll("[name=addressee] option").ToList();
        Assert.Equal(["", "office:Goma", "office:Kathmandu", $"speaker:{speaker.Id.Value}"], options.Select(option => option.GetAttribute("value")));
        Assert.Equal("Dr. <Zawadi> · Nairobi", options[3].TextContent);

        using var refused = await AskAsync(browser, "", options[3].GetAttribute("value"));
        Assert.Equal(options[3].GetAttribute("value"), (await ParseAsync(refused)).QuerySelector("[name=addressee] option[selected]")!.GetAttribute("value"));
    }

    private async Task SetIntakeAsync(object body)
    {
        using var host = _server.Host();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/events/voices/intake") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        (await host.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient browser, string text, string? addressee = null) => browser.PostAsync(
        "/e/voices/ask",
        new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = Guid.NewGuid().ToString(), ["text"] = text, ["addressee"] = addressee ?? "" }));

    private static async Task<IDocument> ReadAsync(HttpClient browser)
    {
        using var answer = await browser.GetAsync("/e/voices?lang=en");
        answer.EnsureSuccessStatusCode();
        return await ParseAsync(answer);
    }

    private static async Task<IDocument> ParseAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return await BrowsingContext.New().OpenAsync(request => request.Content(html));
    }
}
