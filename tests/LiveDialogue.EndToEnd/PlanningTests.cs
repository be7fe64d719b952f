using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Tests.Schedule;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>A host plans in the browser: a series is moved, a run of show is planned and run, and newer zone rules are decided on.</summary>
[Collection(nameof(PlanningTests))]
public sealed class PlanningTests() : LiveScene("--ZoneRules", OldRulesFile())
{
    private IPage _host = null!;      // by PrepareAsync, before each test
    private IBrowser _browser = null!;

    private protected override async Task PrepareAsync()
    {
        _browser = await Browsers.LaunchAsync();
        _host = await Browsers.NewPersonAsync(_browser);
        await _host.GotoAsync(Server.Log.Split().First(word => word.Contains("/sign-in/", StringComparison.Ordinal)));
        await _host.Locator("[data-action=sign-in]").ClickAsync();
        await _host.WaitForURLAsync("**/host", new() { WaitUntil = WaitUntilState.Commit });
    }

    [Fact]
    public async Task A_series_is_moved_from_one_occurrence_on_with_the_moment_kept()
    {
        var series = await PostAsync("/api/v1/series", new
        {
            @event = new { title = "Voices", start = "2027-03-09T09:00", zone = "America/New_York", offices = new[] { new { name = "New York", zone = "America/New_York" }, new { name = "Suva", zone = "Pacific/Fiji" } } },
            repeat = new { every = "week", count = 4 },
        });
        await _host.GotoAsync($"{Server.Url}/host");
        await _host.Locator("[data-action=series]").First.ClickAsync();
        await LookAsync("series");
        await LookInArabicAsync("series");
        await _host.Locator("[data-occurrence='2'] [data-action=change]").ClickAsync();
        await _host.Locator("[name=zone]").FillAsync("Nairobi");
        await _host.Locator("[name=keep][value=instant]").CheckAsync();
        await LookAsync("series-change");
        await _host.Locator("[data-action=preview]").ClickAsync();

        await Assertions.Expect(_host.Locator("[data-preview-of]")).ToHaveCountAsync(3);
        await Assertions.Expect(_host.Locator("[data-preview-of='2'] [data-moved-offices='0']")).ToBeVisibleAsync();
        await LookAsync("series-preview");
        await _host.Locator("[data-preview] [data-action=save]").ClickAsync();
        await _host.Locator("[role=status]").WaitForAsync();

        await Assertions.Expect(_host.Locator("[data-occurrence='1'] h2")).ToContainTextAsync("09:00 — New York (UTC−05:00)");
        await Assertions.Expect(_host.Locator("[data-occurrence='3'] h2")).ToContainTextAsync("16:00 — Nairobi (UTC+03:00)");
        var slug = series.GetProperty("occurrences")[2].GetProperty("event").GetProperty("slug").GetString();
        var viewer = await Browsers.NewPersonAsync(_browser, javaScript: false);
        await viewer.GotoAsync($"{Server.Url}/e/{slug}?zone=America/New_York");
        await Assertions.Expect(viewer.Locator(".when").First).ToHaveTextAsync("Tuesday 23 March 2027, 09:00 — New York (UTC−04:00)");
        await Assertions.Expect(viewer.Locator(".when").Nth(1)).ToHaveTextAsync("Tuesday 23 March 2027, 16:00 — Nairobi (UTC+03:00)");

        await _host.GotoAsync($"{Server.Url}/host/events/{slug}/edit");
        await LookAsync("edit");
        await LookInArabicAsync("edit");
    }

    [Fact]
    public async Task A_run_of_show_warns_of_the_night_and_meets_what_happens()
    {
        var live = await EventDriver.CreateAsync(Server);   // 09:00 in New York
        await live.InviteAsync("speaker", "Sereana", "Pacific/Fiji");
        var moderator = await live.InviteAsync("moderator", "Mona", "Europe/Zurich");
        await _host.GotoAsync($"{Server.Url}/host/events/{live.Slug}/run-of-show");
        foreach (var (number, title, minutes) in new[] { (1, "Voices", "50"), (2, "Welcome", "10") })
        {
            await _host.Locator("[data-action=add-segment]").ClickAsync();
            await _host.Locator($"[data-segment='{number}'] [name=title]").FillAsync(title);
            await _host.Locator($"[data-segment='{number}'] [name=minutes]").FillAsync(minutes);
        }
        await _host.Locator("[data-segment='1'] [name=add]").SelectOptionAsync("Pacific/Fiji|Sereana");
        await _host.Locator("[data-segment='1'] [data-action=add-speaker]").ClickAsync();
        var sereana = _host.Locator("[data-on-air=Sereana]");
        await Assertions.Expect(sereana).ToHaveAttributeAsync("data-night", "true");
        await Assertions.Expect(sereana).ToContainTextAsync("Wednesday 17 March, 01:00");
        await Assertions.Expect(_host.Locator("[data-nights='1']")).ToBeVisibleAsync();

        // Moved by the keyboard alone; the keyboard stays with what was moved.
        await _host.Locator("[data-segment='2'] [name=title]").PressAsync("Alt+ArrowUp");
        await Assertions.Expect(_host.Locator("[data-segment='1'] [name=title]")).ToHaveValueAsync("Welcome");
        await Assertions.Expect(_host.Locator("[data-segment='1'] [data-action=down]")).ToBeFocusedAsync();
        await LookAsync("run-of-show");
        await _host.Locator("[data-action=save]").ClickAsync();
        await _host.Locator("[role=status]").WaitForAsync();
        await LookInArabicAsync("run-of-show");

        var console = await People.ModeratorAsync(_browser, moderator);
        var panel = console.Locator(".show-panel");
        await Assertions.Expect(panel.Locator(".cue-next [data-on-air]")).ToHaveCountAsync(0);   // the welcome comes first
        await live.GoLiveAsync();
        await panel.Locator(".cue-next [data-action=begin-segment]").ClickAsync();
        await Assertions.Expect(panel).ToHaveAttributeAsync("data-current", "1");
        await Assertions.Expect(panel.Locator(".cue-pace")).ToContainTextAsync("ahead of the plan");   // it is planned for March 2027
        await Assertions.Expect(panel.Locator(".cue-next [data-on-air=Sereana]")).ToHaveAttributeAsync("data-night", "true");
        await panel.Locator("summary").ClickAsync();
        await Assertions.Expect(panel.Locator(".cues [data-cue='1']")).ToHaveAttributeAsync("data-began", "true");
        await LookAsync("console-run-of-show", console);

        // Another moderator's screen follows.
        var other = await People.ModeratorAsync(_browser, moderator);
        await other.Locator(".cue-next [data-action=begin-segment]").ClickAsync();
        await Assertions.Expect(panel).ToHaveAttributeAsync("data-current", "2");
    }

    [Fact]
    public async Task Newer_zone_rules_are_handed_in_weighed_and_accepted()
    {
        var rabat = await PostAsync("/api/v1/events", new { title = "Voices of Rabat", start = "2027-06-15T10:00", zone = "Africa/Casablanca", offices = new[] { new { name = "Rabat", zone = "Africa/Casablanca" }, new { name = "Nairobi", zone = "Africa/Nairobi" } } });
        var slug = rabat.GetProperty("slug").GetString();
        await _host.GotoAsync($"{Server.Url}/host/zone-rules");
        await Assertions.Expect(_host.Locator("[data-in-force]")).ToHaveAttributeAsync("data-in-force", "2019c");
        await _host.Locator("[name=file]").SetInputFilesAsync(new FilePayload { Name = "rules.nzd", MimeType = "application/octet-stream", Buffer = OldRules.Present });
        await _host.Locator("[data-action=hand-in]").ClickAsync();
        await Assertions.Expect(_host.Locator($"[data-moved-event={slug}] [data-office=Rabat]")).ToContainTextAsync("Tuesday 15 June, 09:00 (UTC+00:00)");
        await LookAsync("zone-rules");
        await LookInArabicAsync("zone-rules");
        await _host.GotoAsync($"{Server.Url}/host");
        await Assertions.Expect(_host.Locator("[data-rules-wait='1']")).ToBeVisibleAsync();
        await LookAsync("host-rules-wait");
        await _host.Locator("[data-action=zone-rules]").ClickAsync();

        await _host.Locator($"[data-moved-event={slug}] [value=wall-clock]").CheckAsync();
        await _host.Locator("[data-action=accept]").ClickAsync();
        await Assertions.Expect(_host.Locator("[role=status]")).ToHaveTextAsync("TZDB 2026f is in force.");

        var viewer = await Browsers.NewPersonAsync(_browser, javaScript: false);
        await viewer.GotoAsync($"{Server.Url}/e/{slug}");
        await Assertions.Expect(viewer.Locator(".when").First).ToHaveTextAsync("Tuesday 15 June 2027, 10:00 — Rabat (UTC+00:00)");
    }

    /// <summary>On a phone and a desk, light and dark.</summary>
    private async Task LookAsync(string screen, IPage? page = null, string language = "en")
    {
        page ??= _host;
        foreach (var (width, dark) in new[] { (360, false), (1280, true), (1280, false) })
        {
            await page.SetViewportSizeAsync(width, width == 360 ? 740 : 800);
            await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
            await page.LookAsync(screen, language, width, dark);
        }
    }

    /// <summary>The same page from right to left, and back.</summary>
    private async Task LookInArabicAsync(string screen)
    {
        var url = _host.Url.Split('?', '#')[0];
        await _host.GotoAsync($"{url}?lang=ar");
        Assert.Equal("rtl", await _host.EvaluateAsync<string>("getComputedStyle(document.documentElement).direction"));
        await LookAsync(screen, language: "ar");
        await _host.GotoAsync($"{url}?lang=en");
    }

    // TZDB 2019c: the server was built long ago.
    private static string OldRulesFile()
    {
        var path = RepositoryRoot.Artifacts("rules", "2019c.nzd");
        File.WriteAllBytes(path, OldRules.Old);
        return path;
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Server.Host.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"POST {path}: {answer.StatusCode}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
