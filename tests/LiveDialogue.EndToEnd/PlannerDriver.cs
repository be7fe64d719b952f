using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What comms staff do on the planner's page. Every press of the mouse is counted: by the page itself, and two for a choice from a menu.</summary>
internal sealed partial class PlannerDriver
{
    public static readonly IReadOnlyList<string> Fourteen =
        ["New York", "Panama", "Brasília", "Dakar", "Geneva", "Goma", "Nairobi", "Tehran", "Islamabad", "New Delhi", "Kathmandu", "Bangkok", "Manila", "Suva"];

    /// <summary>The anchor's menu: the office of this zone and name.</summary>
    public const string InNewYork = "America/New_York New York";

    private const string CountClicks = "addEventListener('click', (e) => { if (e.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1; }, true);";

    private readonly ServerProcess _server;
    private int _menus;

    private PlannerDriver(ServerProcess server, IPage page) => (_server, Page) = (server, page);

    public IPage Page { get; }

    /// <summary>A host, signed in by the server's first link, on the list of dialogues.</summary>
    public static async Task<PlannerDriver> SignInAsync(ServerProcess server, Browsers browsers, string language = "en", int width = 1280, int height = 800)
    {
        var page = await Browsers.NewPersonAsync(await browsers.LaunchAsync(), language, width, height);
        await page.AddInitScriptAsync(CountClicks);
        await page.GotoAsync(FirstLink().Match(server.Log).Value);
        await page.Locator("[data-action=sign-in]").ClickAsync();
        await page.GotoAsync($"{server.Url}/host?lang={language}");
        return new(server, page);
    }

    /// <summary>From now on.</summary>
    public async Task CountAsync()
    {
        _menus = 0;
        await Page.EvaluateAsync("sessionStorage.clicks = 0");
    }

    public async Task<int> ClicksAsync() => await Page.EvaluateAsync<int>("Number(sessionStorage.clicks)") + (2 * _menus);

    public async Task OpenAsync()
    {
        await Page.GotoAsync($"{_server.Url}/host/planner");
        await Page.Locator("#title").WaitForAsync();
    }

    public Task PressAsync(string action) => Page.Locator($"[data-action={action}]").ClickAsync();

    /// <summary>Into the field, and type.</summary>
    public async Task TypeAsync(string field, string text)
    {
        await Page.Locator(field).ClickAsync();
        await Page.Locator(field).FillAsync(text);
    }

    public async Task ChooseAsync(string menu, string value)
    {
        _menus++;
        await Page.Locator(menu).SelectOptionAsync(value);
    }

    public async Task AddFourteenAsync()
    {
        await TypeAsync("#paste", string.Join('\n', Fourteen));
        await PressAsync("add-pasted");
        await Assertions.Expect(Page.Locator("[data-office][data-lost=false]")).ToHaveCountAsync(Fourteen.Count);
    }

    /// <summary>Tuesdays at 09:00 in New York, from 9 March 2027.</summary>
    public async Task AnchorAsync()
    {
        await TypeAsync("#from", "2027-03-08");
        await TypeAsync("#date", "2027-03-09");
        await TypeAsync("#time", "09:00");
        await ChooseAsync("#anchor", InNewYork);
    }

    public ILocator Office(string name) => Page.Locator($"[data-office='{name}']");

    public ILocator Occurrence(int number) => Page.Locator($"[data-occurrence='{number}'] summary");

    /// <summary>The planner has asked and heard everything about the draft as it is.</summary>
    public Task SettledAsync() => Assertions.Expect(Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);

    [GeneratedRegex(@"http://\S+/sign-in/\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstLink();
}
