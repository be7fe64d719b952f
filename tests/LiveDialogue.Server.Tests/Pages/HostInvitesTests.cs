using System.Net;
using System.Text.RegularExpressions;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Tests.Schedule;
using NodaTime;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>The host's plain forms about people, with and without mail.</summary>
public sealed class HostInvitesTests
{
    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string csrf, string path, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Append(("__csrf", csrf)).ToDictionary(f => f.Item1, f => f.Item2)) };
        request.Headers.TryAddWithoutValidation("Origin", "http://localhost");
        return browser.SendAsync(request);
    }

    private static (string, string)[] Guest(string email, string name = "Sereana", string role = "speaker") =>
        [("role", role), ("name", name), ("place", ""), ("zone", "Pacific/Fiji"), ("language", "en"), ("email", email)];

    [Fact]
    public async Task A_guest_with_an_address_is_mailed_and_the_page_says_what_became_of_it()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await server.AddEventAsync();
        var (browser, csrf) = await server.SignInAsync();
        var path = $"/host/events/{e.Slug}/invites";

        using (var invited = await PostAsync(browser, csrf, path, Guest("sereana@example.org"))) Assert.Equal(HttpStatusCode.Created, invited.StatusCode);
        Assert.Contains("data-mail=\"waiting\"", await browser.GetStringAsync(path), StringComparison.Ordinal);
        server.Time.Advance(Duration.FromMinutes(1));
        await mail.NextAsync("invited");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string page;
        while (!(page = await browser.GetStringAsync(path, patience.Token)).Contains("data-mail=\"sent\"", StringComparison.Ordinal)) patience.Token.ThrowIfCancellationRequested();   // marked after the server's word
        var send = Regex.Match(page, "action=\"(?<path>[^\"]+/send)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["path"].Value;

        using (var tooSoon = await PostAsync(browser, csrf, send)) Assert.Equal($"{path}?not-sent=1", tooSoon.Headers.Location?.OriginalString);
        server.Time.Advance(Duration.FromMinutes(11));
        using (var again = await PostAsync(browser, csrf, send)) Assert.Equal($"{path}?sent=1", again.Headers.Location?.OriginalString);
        Assert.Contains("The invitation is on its way.", await browser.GetStringAsync($"{path}?sent=1"), StringComparison.Ordinal);
        server.Time.Advance(Duration.FromMinutes(1));
        Assert.Contains(".invited.2@", (await mail.NextAsync("invited")).Text("id"), StringComparison.Ordinal);
        using (var forged = await PostAsync(browser, "wrong", send)) Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using (var stranger = await PostAsync(server.Anonymous(), csrf, send)) Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Theory]
    [InlineData("Sereana <a@b.c>", "Sereana", "speaker")]
    [InlineData("a@b.c, d@e.f", "Sereana", "speaker")]
    [InlineData("", "\u0007\r\n", "speaker")]
    [InlineData("", "Sereana", "99")]
    [InlineData("", "Sereana", "viewer")]
    public async Task What_is_no_invite_is_asked_for_again(string email, string name, string role)
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        var (browser, csrf) = await server.SignInAsync();
        using var refused = await PostAsync(browser, csrf, $"/host/events/{e.Slug}/invites", Guest(email, name, role));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task Without_mail_nobody_is_asked_for_an_address()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        var (browser, _) = await server.SignInAsync();
        Assert.DoesNotContain("name=\"email\"", await browser.GetStringAsync($"/host/events/{e.Slug}/invites"), StringComparison.Ordinal);
    }
}
