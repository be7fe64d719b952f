using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>A weekly dialogue of fourteen offices across two changes of clocks, planned in the browser.</summary>
[Collection(nameof(PlannerTests))]
public sealed class PlannerTests : LiveScene
{
    private async Task<IReadOnlyList<JsonElement>> SeriesAsync() =>
        [.. (await Server.Host.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/series", UriKind.Relative))).GetProperty("series").EnumerateArray()];

    [Fact]
    public async Task Fourteen_offices_are_planned_from_nothing_to_published_within_forty_clicks()
    {
        var planner = await PlannerDriver.SignInAsync(Server, Browsers);
        var page = planner.Page;
        await planner.CountAsync();

        await planner.PressAsync("planner");
        await planner.TypeAsync("#title", "Ending polio, together");
        await planner.TypeAsync("#languages", "French");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("ar");
        await page.Keyboard.PressAsync("Enter");
        await planner.AddFourteenAsync();

        // Tehran works from Saturday to Wednesday; Islamabad prays on Friday at noon.
        var tehran = planner.Office("Tehran");
        await tehran.Locator("[data-action=edit-office]").ClickAsync();
        foreach (var day in new[] { "thursday", "friday", "saturday", "sunday" }) await tehran.Locator($"[data-day={day}]").ClickAsync();
        var islamabad = planner.Office("Islamabad");
        await islamabad.Locator("[data-action=edit-office]").ClickAsync();
        await islamabad.Locator("[data-action=add-quiet]").ClickAsync();
        await planner.ChooseAsync("[data-office='Islamabad'] .quiet-row select", "friday");

        await planner.AnchorAsync();
        await Assertions.Expect(page.Locator("[data-verdict=some-at-night]")).ToContainTextAsync("13 of 14 offices are inside their day, and it is always night in Suva");
        await Assertions.Expect(page.Locator("[data-hour]").First).ToContainTextAsync("07:00 to 08:00 in New York (UTC\u221205:00): 13 of 14 offices are inside their day. Suva has 00:00–01:00 the next day: at night.");
        await Assertions.Expect(page.Locator("[data-chosen]").First).ToContainTextAsync("Tuesday 9 March 2027, 09:00 in New York (UTC\u221205:00)");

        await Assertions.Expect(planner.Occurrence(1)).ToContainTextAsync("On Tuesday 9 March 2027 the series begins at 09:00 in New York (UTC\u221205:00).");
        await Assertions.Expect(planner.Occurrence(2)).ToContainTextAsync("On Tuesday 16 March 2027, 13 of 14 offices meet 1 hour earlier than the time before: all but New York.");
        await Assertions.Expect(planner.Occurrence(3)).ToContainTextAsync("On Tuesday 23 March 2027 every office meets at the same hour as the time before.");
        await Assertions.Expect(planner.Occurrence(4)).ToContainTextAsync("On Tuesday 30 March 2027, only Geneva meets 1 hour later than the time before (1 of 14 offices).");
        await Assertions.Expect(page.Locator(".fair-words")).ToHaveTextAsync("Suva has the night every time.");

        await planner.PressAsync("publish");
        var published = page.Locator("[data-published]");
        await Assertions.Expect(published.Locator("[data-event]")).ToHaveCountAsync(10);
        var clicks = await planner.ClicksAsync();
        Assert.True(clicks <= 40, $"{clicks} clicks");

        var series = await Server.Host.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/series/{await published.GetAttributeAsync("data-published")}", UriKind.Relative));
        var starts = series.GetProperty("occurrences").EnumerateArray().Select(o => o.GetProperty("event")).ToList();
        Assert.Equal(["2027-03-09T14:00:00Z", "2027-03-16T13:00:00Z", "2027-03-23T13:00:00Z", "2027-03-30T13:00:00Z"], starts.Take(4).Select(e => e.GetProperty("start").GetProperty("instant").GetString()));
        Assert.All(starts, e => Assert.Equal("published", e.GetProperty("state").GetString()));
        Assert.Equal(["en", "fr", "ar"], starts[0].GetProperty("languages").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal(PlannerDriver.Fourteen, starts[0].GetProperty("offices").EnumerateArray().Select(o => o.GetProperty("name").GetString()));

        await planner.OpenAsync();   // published: nothing of it is left to be restored
        await Assertions.Expect(page.Locator("[data-restored]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#title")).ToHaveValueAsync("");
    }

    [Theory]
    [InlineData("en", 360, 740)]
    [InlineData("en", 1280, 800)]
    [InlineData("ar", 360, 740)]
    [InlineData("ar", 1280, 800)]
    public async Task The_planner_fits_and_is_accessible(string language, int width, int height)
    {
        var planner = await PlannerDriver.SignInAsync(Server, Browsers, language, width, height);
        var page = planner.Page;
        await planner.OpenAsync();
        await planner.PressAsync("publish");
        await page.Locator("[data-missing]").WaitForAsync();
        await page.LookAsync("planner-empty", language, width);

        await planner.TypeAsync("#title", language == "ar" ? "معًا للقضاء على شلل الأطفال" : "Ending polio, together");
        await planner.AddFourteenAsync();
        await planner.TypeAsync("#paste", "Regionalbüro für Gesundheitsförderung und Impfkampagnenkoordinationsangelegenheiten Südosteuropa, Vienna\nNowhereville");
        await planner.PressAsync("add-pasted");
        await page.Locator("[data-lost=true]").WaitForAsync();
        await planner.AnchorAsync();
        await page.Locator("[data-anchor-moved='America/New_York'] [data-action=keep-moment]").WaitForAsync();   // 09:00 UTC became 09:00 there, and that is said
        await planner.Office("Suva").Locator("[data-action=edit-office]").ClickAsync();
        await planner.Office("Suva").Locator("[data-action=add-quiet]").ClickAsync();
        await page.Locator("[data-occurrence='10']").WaitForAsync();
        await planner.Occurrence(2).ClickAsync();
        await page.Locator(".fairness").WaitForAsync();
        await planner.SettledAsync();
        await page.LookAsync("planner", language, width);
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce, ColorScheme = ColorScheme.Dark });
        await page.LookAsync("planner-dark", language, width);
    }

    [Fact]
    public async Task Offices_and_the_hour_are_chosen_with_the_keyboard_alone()
    {
        var planner = await PlannerDriver.SignInAsync(Server, Browsers);
        var page = planner.Page;
        await planner.OpenAsync();
        await planner.CountAsync();
        await page.Locator("#add-place").FocusAsync();
        foreach (var city in new[] { "Kathma", "Suva" })
        {
            await page.Keyboard.TypeAsync(city);
            await page.Locator("#add-place-list [role=option]").First.WaitForAsync();
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Keyboard.PressAsync("ArrowUp");
            await page.Keyboard.PressAsync("Enter");
        }
        await Assertions.Expect(page.Locator("[data-office]")).ToHaveCountAsync(2);
        Assert.Equal("Asia/Kathmandu", await planner.Office("Kathmandu").GetAttributeAsync("data-zone"));

        await page.Locator("#date").FillAsync("2027-03-09");
        await planner.SettledAsync();                                     // an hour is taken of the day that is asked for alone
        await page.Locator("[data-cell='0-0'][tabindex='0']").FocusAsync();
        foreach (var key in new[] { "End", "ArrowLeft", "ArrowDown", "Home", "ArrowRight", "ArrowRight", "ArrowRight", "Enter" }) await page.Keyboard.PressAsync(key);
        await Assertions.Expect(page.Locator("#time")).ToHaveValueAsync("03:00");
        await Assertions.Expect(page.Locator("[data-cell='1-3']")).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page.Locator("[data-cell='1-3']")).ToBeFocusedAsync();
        Assert.Equal("15:00, inside its day", await page.Locator("[data-cell='1-3'] .visually-hidden").TextContentAsync());
        Assert.Equal(0, await planner.ClicksAsync());
    }

    [Fact]
    public async Task A_time_that_clocks_skip_or_repeat_is_the_organiser_s_choice()
    {
        var planner = await PlannerDriver.SignInAsync(Server, Browsers);
        var page = planner.Page;
        await planner.OpenAsync();
        await planner.TypeAsync("#title", "At night");
        await planner.TypeAsync("#paste", "New York");
        await planner.PressAsync("add-pasted");
        await planner.ChooseAsync("#anchor", PlannerDriver.InNewYork);
        await planner.TypeAsync("#date", "2027-03-07");
        await planner.TypeAsync("#time", "02:30");

        var skipped = page.Locator("[data-choices=skipped]");
        await Assertions.Expect(skipped).ToContainTextAsync("On Sunday 14 March 2027 (number 2) clocks in New York jump over 02:30");
        await Assertions.Expect(skipped.Locator("[data-resolve=after-gap]")).ToContainTextAsync("03:30 in New York (UTC\u221204:00)");
        await planner.PressAsync("publish");
        Assert.Empty(await SeriesAsync());
        await skipped.Locator("[data-resolve=after-gap]").ClickAsync();
        await page.Locator("[data-occurrence='10']").WaitForAsync();

        await planner.TypeAsync("#date", "2027-11-07");
        await planner.TypeAsync("#time", "01:30");
        await page.Locator("[data-choices=doubled] [data-resolve=later]").ClickAsync();
        await planner.PressAsync("publish");
        await page.Locator("[data-published]").WaitForAsync();
        var first = page.Locator("[data-event]").First;
        await Assertions.Expect(first).ToContainTextAsync("Sunday 7 November 2027, 01:30 in New York (UTC\u221205:00)");
    }

    [Fact]
    public async Task What_was_typed_survives_errors_and_a_lost_answer_makes_no_second_series()
    {
        var planner = await PlannerDriver.SignInAsync(Server, Browsers);
        var page = planner.Page;
        await planner.OpenAsync();
        await planner.TypeAsync("#title", "Ending polio");
        await page.Context.SetOfflineAsync(true);
        await planner.TypeAsync("#paste", "Goma\nSuva");
        await planner.PressAsync("add-pasted");
        await page.Locator("[data-refused='0']").First.WaitForAsync();
        await Assertions.Expect(page.Locator("#paste")).ToHaveValueAsync("Goma\nSuva");
        await page.Context.SetOfflineAsync(false);

        await page.ReloadAsync();
        await page.Locator("[data-restored]").WaitForAsync();
        await Assertions.Expect(page.Locator("#title")).ToHaveValueAsync("Ending polio");
        await Assertions.Expect(page.Locator("#paste")).ToHaveValueAsync("Goma\nSuva");
        await page.RouteAsync("**/api/v1/schedule/hours", route => route.FulfillAsync(new() { Status = 500, Body = "" }));
        await planner.PressAsync("add-pasted");
        await page.Locator("[data-refused='500']").WaitForAsync();
        await page.UnrouteAsync("**/api/v1/schedule/hours");
        await page.Locator("[data-refused='500'] [data-action=again]").ClickAsync();
        await page.Locator("[data-verdict]").WaitForAsync();

        await planner.TypeAsync("#date", "2027-03-09");
        await planner.TypeAsync("#time", "10:00");
        await page.RouteAsync("**/api/v1/series", async route =>
        {
            if (route.Request.Method == "POST") await route.FetchAsync();
            await route.AbortAsync();
        });
        await planner.PressAsync("publish");
        await page.Locator(".publish [data-refused='0']").WaitForAsync();
        await page.UnrouteAsync("**/api/v1/series");
        await planner.PressAsync("publish");
        await page.Locator("[data-twin]").WaitForAsync();
        Assert.Single(await SeriesAsync());
        await planner.PressAsync("publish-again");
        await page.Locator("[data-published]").WaitForAsync();
        Assert.Equal(2, (await SeriesAsync()).Count);
    }

    [Fact]
    public async Task Offices_kept_once_are_chosen_the_next_time()
    {
        var planner = await PlannerDriver.SignInAsync(Server, Browsers);
        var page = planner.Page;
        await planner.OpenAsync();
        await planner.AddFourteenAsync();
        await planner.PressAsync("keep-all");
        await page.Locator(".saved").WaitForAsync();
        await page.EvaluateAsync("localStorage.clear()");

        await planner.OpenAsync();
        await page.Locator(".saved summary").ClickAsync();
        await planner.PressAsync("use-all");
        await Assertions.Expect(page.Locator("[data-office]")).ToHaveCountAsync(14);
        Assert.Equal("Africa/Lubumbashi", await planner.Office("Goma").GetAttributeAsync("data-zone"));
    }
}
