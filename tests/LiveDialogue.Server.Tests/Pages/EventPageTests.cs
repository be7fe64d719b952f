using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>The audience's page as a browser without script meets it.</summary>
public sealed class EventPageTests : IDisposable
{
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Without_a_zone_the_start_is_told_for_the_event_and_with_one_for_both()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();

        var unknown = await ReadAsync(browser, "/e/voices");
        Assert.Equal(["Tuesday 16 March 2027, 09:00 — New York (UTC−04:00)"], Whens(unknown));

        var chosen = await ReadAsync(browser, "/e/voices?zone=Asia/Katmandu");   // an old name, as browsers still say it
        Assert.Equal(["Tuesday 16 March 2027, 18:45 — Kathmandu (UTC+05:45)", "Tuesday 16 March 2027, 09:00 — New York (UTC−04:00)"], Whens(chosen));

        var remembered = await ReadAsync(browser, "/e/voices");
        Assert.Equal(Whens(chosen), Whens(remembered));
    }

    [Fact]
    public async Task A_city_is_enough_and_the_day_shift_stands_in_words()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();

        var suva = await ReadAsync(browser, "/e/voices?zone=suva&lang=fr");
        Assert.Equal(["mercredi 17 mars 2027, 01:00 — Suva (UTC+12:00), le lendemain", "mardi 16 mars 2027, 09:00 — New York (UTC−04:00)"], Whens(suva));

        var arabic = await ReadAsync(browser, "/e/voices?lang=ar");   // the same place, in the language that is read now
        Assert.StartsWith("الأربعاء 17 مارس 2027، 01:00 — سوفا", Whens(arabic).First().TrimStart('\u2068'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_office_is_called_by_its_own_name_and_not_by_its_zone_s_city()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        Assert.Equal("Tuesday 16 March 2027, 15:00 — Goma (UTC+02:00)", Whens(await ReadAsync(browser, "/e/voices?zone=Africa/Lubumbashi")).First());
        Assert.Equal("Tuesday 16 March 2027, 15:00 — Bukavu (UTC+02:00)", Whens(await ReadAsync(browser, "/e/voices?zone=Bukavu, RDC&lang=en")).First());
        var clocks = (await ReadAsync(browser, "/e/voices")).QuerySelectorAll(".clock .place").Select(p => p.TextContent);
        Assert.Equal(["Bukavu", "Goma", "Kathmandu", "New York"], clocks);
        var same = (await ReadAsync(browser, "/e/voices?zone=goma&lang=ar")).QuerySelectorAll(".clock .place").Select(p => p.TextContent);
        Assert.Equal(["غوما", "Kathmandu", "نيويورك"], same);
    }

    [Fact]
    public async Task A_place_we_do_not_know_is_said_back_with_what_it_may_mean()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        var page = await ReadAsync(browser, "/e/voices?zone=Congo");
        Assert.Equal("“Congo” is not certain. Perhaps one of these: Kinshasa, Congo - Kinshasa · Lubumbashi, Congo - Kinshasa · Brazzaville, Congo - Brazzaville · Goma, Congo - Kinshasa", page.GetElementById("zone-problem")!.TextContent);
        Assert.Equal("Congo", page.GetElementById("zone")!.GetAttribute("value"));
        Assert.Single(Whens(page));
    }

    [Fact]
    public async Task An_event_is_planned_and_a_guest_invited_by_city()
    {
        var (host, csrf) = await _server.SignInAsync();
        var form = new Dictionary<string, string>
        {
            ["__csrf"] = csrf,
            ["title"] = "By city",
            ["date"] = "2027-03-16",
            ["time"] = "09:00",
            ["zone"] = "new york",
            ["minutes"] = "60",
            ["languages"] = "en",
            ["stage"] = "moderated",
            ["offices"] = "Goma\nOur desk, Katmandou\nGenève, Suisse\nSuva, Pacific/Fiji",
        };
        using var made = await host.PostAsync("/host/events/new", new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var planned = await host.GetAsync("/api/v1/events/by-city").JsonAsync(HttpStatusCode.OK);
        Assert.Equal("America/New_York", planned.GetProperty("start").Text("zone"));
        Assert.Equal(
            [("Goma", "Africa/Lubumbashi"), ("Our desk", "Asia/Kathmandu"), ("Genève", "Europe/Zurich"), ("Suva", "Pacific/Fiji")],
            planned.GetProperty("offices").EnumerateArray().Select(o => (o.Text("name"), o.Text("zone"))));

        form["zone"] = "Atlantis";
        using var refused = await host.PostAsync("/host/events/new", new FormUrlEncodedContent(form));
        Assert.Equal("No place is called “Atlantis”.", (await ParseAsync(await refused.Content.ReadAsStringAsync())).QuerySelector("#zone-problem")!.TextContent);

        var guest = new Dictionary<string, string> { ["__csrf"] = csrf, ["role"] = "speaker", ["name"] = "Amina", ["place"] = "", ["zone"] = "Bukavu", ["language"] = "fr" };
        using var invited = await host.PostAsync("/host/events/by-city/invites", new FormUrlEncodedContent(guest));
        var card = (await ParseAsync(await invited.Content.ReadAsStringAsync())).QuerySelector("[data-invite] .when")!.TextContent;
        Assert.Equal("Tuesday 16 March 2027, 15:00 — Bukavu (UTC+02:00)", card);
    }

    [Fact]
    public async Task The_clock_strip_starts_with_the_reader_and_marks_the_night()
    {
        await _server.AddEventAsync();   // noon of UTC: 17:45 in Kathmandu, 14:00 in Goma, 07:00 in New York
        using var browser = _server.Anonymous();

        var page = await ReadAsync(browser, "/e/voices?zone=Pacific/Fiji");
        var clocks = page.QuerySelectorAll(".clock").Select(c => $"{c.QuerySelector(".place")!.TextContent} {c.QuerySelector("time")!.TextContent} {c.GetAttribute("data-night")} {c.QuerySelector(".shift")!.TextContent}".Trim());
        Assert.Equal(["Fiji 00:00 true", "Goma 14:00 false yesterday", "Kathmandu 17:45 false yesterday", "New York 07:00 false yesterday"], clocks);
    }

    [Fact]
    public async Task A_question_is_asked_and_its_card_is_seen_by_its_asker_alone()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        var page = await ReadAsync(browser, "/e/voices");
        var id = page.QuerySelector("[data-ask-form] [name=id]")!.GetAttribute("value")!;
        var form = new Dictionary<string, string> { ["id"] = id, ["text"] = "How many <children>?", ["language"] = "en", ["name"] = "Zoë" };

        for (var sent = 0; sent < 2; sent++)   // a double tap is one question
        {
            using var answer = await browser.PostAsync("/e/voices/ask", new FormUrlEncodedContent(form));
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal($"/e/voices?asked={id}#mine", answer.Headers.Location?.OriginalString);
        }

        var mine = (await ReadAsync(browser, $"/e/voices?asked={id}")).QuerySelector($".mine-card[data-question='{id}']");
        Assert.Equal("received", mine?.GetAttribute("data-state"));
        Assert.Equal("How many <children>?", mine!.QuerySelector(".question-text")!.TextContent);

        using var stranger = _server.Anonymous();
        Assert.Null((await ReadAsync(stranger, $"/e/voices?asked={id}")).QuerySelector(".mine-card"));
    }

    [Fact]
    public async Task The_form_is_limited_as_the_interface_is()
    {
        await _server.AddEventAsync();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 80; i++)
        {
            using var browser = _server.Anonymous();    // a device each: what holds is the address's limit
            using var answer = await browser.PostAsync("/e/voices/ask", new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = Guid.NewGuid().ToString(), ["text"] = "Again?" }));
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(60, answers.Count(answer => answer == HttpStatusCode.Redirect));
        Assert.Equal(20, answers.Count(answer => answer == HttpStatusCode.TooManyRequests));
    }

    [Theory]
    [InlineData("text/plain", "text=x")]
    [InlineData("multipart/form-data; boundary=abc", "garbage")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("application/x-www-form-urlencoded", null)]
    public async Task What_is_no_form_is_refused_without_an_error_of_ours(string type, string? body)
    {
        await _server.AddEventAsync();
        body ??= string.Concat(Enumerable.Range(0, 3000).Select(i => $"a{i}=1&"));
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var browser = _server.Anonymous();
        using var answer = await browser.PostAsync("/e/voices/ask", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("", "Please write your question first.")]
    [InlineData("  \u200b ", "Please write your question first.")]
    [InlineData(null, "The question is longer than 280 characters. Please shorten it.")]
    public async Task A_question_that_cannot_be_taken_comes_back_with_its_words(string? text, string problem)
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        text ??= new string('x', 281);

        using var answer = await browser.PostAsync("/e/voices/ask", new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = Guid.NewGuid().ToString(), ["text"] = text, ["name"] = "Zoë" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await ParseAsync(await answer.Content.ReadAsStringAsync());
        Assert.Equal(problem, page.QuerySelector(".problem")!.TextContent);
        Assert.Equal(text.Trim(), page.QuerySelector("textarea")!.TextContent.Trim());
        Assert.Equal("Zoë", page.QuerySelector("[name=name]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_form_from_another_site_is_refused()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/e/voices/ask") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = Guid.NewGuid().ToString(), ["text"] = "x" }) };
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Arabic_runs_from_right_to_left_and_is_remembered()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        await ReadAsync(browser, "/e/voices?lang=ar");
        var page = await ReadAsync(browser, "/");
        Assert.Equal("ar", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("rtl", page.DocumentElement.GetAttribute("dir"));
        Assert.Equal("حوارات مباشرة", page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task No_page_has_inline_script_or_style()
    {
        var e = await _server.AddEventAsync();
        var (_, token) = await _server.AddInviteAsync(e.Id, Role.Speaker);
        var (_, moderator) = await _server.AddInviteAsync(e.Id, Role.Moderator);
        using var browser = _server.Anonymous();
        foreach (var url in new[] { "/", "/e/voices", $"/join/{token}", $"/join/{moderator}", "/host", "/nothing" })
        {
            var page = await ReadAsync(browser, url);
            Assert.Empty(page.QuerySelectorAll("style, [style]"));
            Assert.DoesNotContain(page.All, element => element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal)));
            Assert.All(page.QuerySelectorAll("script:not([src])"), script => Assert.Contains(script.GetAttribute("type"), new[] { "application/json", "application/ld+json" }));
        }
    }

    [Fact]
    public async Task A_title_cannot_break_out_of_the_page_or_of_its_data()
    {
        await _server.AddEventAsync(title: "</script><script>alert(1)</script>&\"'");
        using var browser = _server.Anonymous();
        var page = await ReadAsync(browser, "/e/voices");
        Assert.Equal("</script><script>alert(1)</script>&\"'", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain(page.QuerySelectorAll("script"), s => s.TextContent.StartsWith("alert", StringComparison.Ordinal));
        var boot = System.Text.Json.JsonDocument.Parse(page.GetElementById("boot")!.TextContent);
        Assert.Equal("</script><script>alert(1)</script>&\"'", boot.RootElement.GetProperty("event").GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_draft_is_nobodys_business()
    {
        await _server.AddEventAsync(EventState.Draft);
        using var browser = _server.Anonymous();
        using var answer = await browser.GetAsync("/e/voices");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty((await ReadAsync(browser, "/")).QuerySelectorAll(".card"));
    }

    [Fact]
    public async Task An_invite_page_names_the_guest_in_their_language_and_is_kept_nowhere()
    {
        var e = await _server.AddEventAsync();
        var (invite, token) = await _server.AddInviteAsync(e.Id, Role.Speaker, "أمينة");
        using var browser = _server.Anonymous();
        using var answer = await browser.GetAsync($"/join/{token}");
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        var boot = System.Text.Json.JsonDocument.Parse((await ParseAsync(await answer.Content.ReadAsStringAsync())).GetElementById("boot")!.TextContent).RootElement;
        Assert.Equal(invite.Id.Value, boot.GetProperty("invite").GetProperty("id").GetString());
        Assert.Equal("أمينة", boot.GetProperty("invite").GetProperty("name").GetString());

        using var wrong = await browser.GetAsync("/join/nothing");
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
    }

    private static IEnumerable<string> Whens(IDocument page) => page.QuerySelectorAll(".about .when").Select(w => w.TextContent);

    private static async Task<IDocument> ReadAsync(HttpClient browser, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await browser.SendAsync(request);
        return await ParseAsync(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<IDocument> ParseAsync(string html) => await BrowsingContext.New().OpenAsync(r => r.Content(html));
}
