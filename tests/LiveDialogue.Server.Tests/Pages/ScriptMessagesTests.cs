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
    [InlineData("connect", null)]
    [InlineData("stage", Role.Speaker)]
    [InlineData("console", Role.Moderator)]
    [InlineData("planner", Role.Host)]
    [InlineData("prompter", Role.Speaker)]
    [InlineData("prompter", Role.Moderator)]
    public async Task Each_screen_is_handed_every_group_of_messages_its_script_uses(string screen, Role? role)
    {
        var e = await _server.AddEventAsync();
        var url = role is Role.Host ? "/host/planner" : role is { } invited ? $"/join/{(await _server.AddInviteAsync(e.Id, invited, "Amina")).Token}{(screen == "prompter" ? "/prompter" : "")}" : screen == "connect" ? "/connect" : "/e/voices";
        using var browser = role is Role.Host ? _server.Host() : _server.Anonymous();
        using var answer = await browser.GetAsync(url);
        var html = await answer.Content.ReadAsStringAsync();
        var page = await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
        var boot = JsonDocument.Parse(page.GetElementById("boot")!.TextContent).RootElement;
        Assert.Equal(screen, boot.GetProperty("screen").GetString());
        var handed = Groups(boot.GetProperty("messages").EnumerateObject().Select(m => m.Name));

        var web = Path.Combine(RepositoryRoot(), "web", "src");
        var keys = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(web, "messages", "en.json"))).RootElement.EnumerateObject().Select(m => m.Name).ToHashSet();
        var used = WithImports(Path.Combine(web, screen, "main.tsx"))
            .SelectMany(file => Literal().Matches(Comment().Replace(File.ReadAllText(file), "")).Select(match => match.Groups[1].Value))
            .Where(text => text.EndsWith("${", StringComparison.Ordinal) ? keys.Any(key => key.StartsWith(text[..^2], StringComparison.Ordinal)) : keys.Contains(text))
            .ToList();

        Assert.NotEmpty(used);
        Assert.Empty(Groups(used).Except(handed));
    }

    /// <summary>A script and all that it imports, wherever it lies.</summary>
    private static HashSet<string> WithImports(string script)
    {
        var (seen, waiting) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([script]));
        while (waiting.TryPop(out var file))
        {
            if (!seen.Add(file)) continue;
            foreach (var import in Imported().Matches(File.ReadAllText(file)).Select(match => Path.GetFullPath(match.Groups[1].Value, Path.GetDirectoryName(file)!)))
                foreach (var source in new[] { import + ".ts", import + ".tsx" }.Where(File.Exists)) waiting.Push(source);
        }
        return seen;
    }

    private static HashSet<string> Groups(IEnumerable<string> keys) => [.. keys.Select(key => key[..key.IndexOf('.', StringComparison.Ordinal)])];

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LiveDialogue.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    // a whole key, or the beginning of one that is put together
    [GeneratedRegex(@"[`']([a-z]+\.(?:[a-z0-9.-]*\$\{|[a-z0-9.-]+(?=[`'])))", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?:from|import\()\s*'(\.[^']+)'", RegexOptions.None, 1000)]
    private static partial Regex Imported();
}
