using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>A script can only say what its page handed it: a group of messages left out shows as bare keys.</summary>
public sealed partial class ScriptMessagesTests : IDisposable
{
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("audience", null)]
    [InlineData("stage", Role.Speaker)]
    [InlineData("console", Role.Moderator)]
    [InlineData("planner", Role.Host)]
    [InlineData("prompter", Role.Speaker)]
    [InlineData("prompter", Role.Moderator)]
    public async Task Each_screen_is_handed_every_group_of_messages_its_script_uses(string screen, Role? role)
    {
        var e = await _server.AddEventAsync();
        var url = role is Role.Host ? "/host/planner" : role is { } invited ? $"/join/{(await _server.AddInviteAsync(e.Id, invited, "Amina")).Token}{(screen == "prompter" ? "/prompter" : "")}" : "/e/voices";
        using var browser = role is Role.Host ? _server.Host() : _server.Anonymous();
        using var answer = await browser.GetAsync(url);
        var html = await answer.Content.ReadAsStringAsync();
        var page = await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
        var boot = JsonDocument.Parse(page.GetElementById("boot")!.TextContent).RootElement;
        Assert.Equal(screen, boot.GetProperty("screen").GetString());
        var handed = Groups(boot.GetProperty("messages").EnumerateObject().Select(m => m.Name));

        var web = Path.Combine(RepositoryRoot(), "web", "src");
        var known = Groups(JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(web, "messages", "en.json"))).RootElement.EnumerateObject().Select(m => m.Name));
        var used = Directory.EnumerateFiles(Path.Combine(web, screen), "*.ts*")
            .SelectMany(file => Translated().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(known.Contains).ToHashSet();

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(handed));
    }

    private static HashSet<string> Groups(IEnumerable<string> keys) => [.. keys.Select(key => key[..key.IndexOf('.', StringComparison.Ordinal)])];

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LiveDialogue.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"\bt\(\s*[`']([a-z]+)\.", RegexOptions.None, 1000)]
    private static partial Regex Translated();
}
