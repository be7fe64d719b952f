using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Events.Calendar;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>Invitations by mail over a real SMTP server, read by Python's email and icalendar packages.</summary>
public sealed class InvitationTests
{
    private const string Path = "/api/v1/events";

    /// <summary>What icalendar finds in a mail's calendar.</summary>
    private const string ReadCalendar = """
        import sys, icalendar
        calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
        for event in calendar.walk('VEVENT'):
            print(calendar['METHOD'], event['UID'], event['SEQUENCE'], event.get('STATUS'), event['ATTENDEE'], event['ATTENDEE'].params['CN'], event['ORGANIZER'], event['SUMMARY'], sep='|')
        """;

    private static async Task<string> PlanAsync(TestServer server, bool draft = false, string title = "Voices") =>
        (await server.Host().PostAsJsonAsync(Path, new { title, start = "2027-03-16T09:00", zone = "America/New_York", draft }).JsonAsync(HttpStatusCode.Created)).Text("id");

    private static async Task<string> InviteAsync(TestServer server, string e, string name = "Sereana", string zone = "Pacific/Fiji", string language = "en", string? email = "sereana@example.org", HttpStatusCode expected = HttpStatusCode.Created)
    {
        var made = await server.Host().PostAsJsonAsync($"{Path}/{e}/invites", new { role = "speaker", name, zone, language, email }).JsonAsync(expected);
        return expected is HttpStatusCode.Created ? made.Text("id") : made.ToString();
    }

    private static Task<JsonElement> EditAsync(TestServer server, string e, object change) => server.Host().PatchAsync($"{Path}/{e}", change, "*").JsonAsync(HttpStatusCode.OK);

    private static async Task<IReadOnlyList<(string Kind, bool Waiting, bool Sent)>> MailsAsync(TestServer server) =>
        [.. (await server.Services.GetRequiredService<Db>().QueryAsync<(string, bool, bool)>("SELECT kind, next_at IS NOT NULL, sent_at IS NOT NULL FROM mails ORDER BY created_at, id", null, CancellationToken.None))];

    /// <summary>A look at the outbox, and its end: nothing waits any more that is due.</summary>
    private static async Task LookAsync(TestServer server, Duration? after = null)
    {
        server.Time.Advance(after ?? Duration.FromSeconds(20));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var db = server.Services.GetRequiredService<Db>();
        while (await db.FirstAsync<int>("SELECT count(*) FROM mails WHERE next_at <= @now", new { now = server.Time.Now }, patience.Token) > 0) patience.Token.ThrowIfCancellationRequested();
    }

    private static async Task<string> CalendarAsync(JsonElement mail)
    {
        Assert.Empty(StrictCalendar.Problems(Encoding.UTF8.GetBytes(mail.Text("calendar"))));
        return (await OutsideReader.RunAsync(OutsideReader.Python, ["-c", ReadCalendar], mail.Text("calendar"))).Trim();
    }

    [Fact]
    public async Task Somebody_who_is_invited_gets_a_mail_with_both_times_the_way_in_and_a_request()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        var invite = await InviteAsync(server, e);

        await LookAsync(server);
        var got = await mail.NextAsync();

        Assert.Equal("Invitation: Voices", got.Text("subject"));
        Assert.Equal($"<{invite}.invited.1@example.org>", got.Text("id"));
        Assert.Equal(("multipart/alternative", "REQUEST"), (got.Text("type"), got.Text("method")));
        Assert.Equal("text/plain text/calendar", string.Join(' ', got.GetProperty("parts").EnumerateArray()));
        Assert.Equal("utf-8 utf-8", string.Join(' ', got.GetProperty("charsets").EnumerateArray()));
        var text = got.Text("text");
        foreach (var line in new[]
        {
            "Your time: Wednesday 17 March, 01:00, Fiji (UTC+12:00), next day", "The event's own: Tuesday 16 March, 09:00, New York (UTC−04:00)", "Your part: Speaker", "http://localhost/join/", "http://localhost/e/voices", "http://localhost/calendars/",
        })
            Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.Equal($"REQUEST|{e}@livedialogue|0|CONFIRMED|mailto:sereana@example.org|Sereana|mailto:dialogue@example.org|Voices", await CalendarAsync(got));
        Assert.DoesNotContain("/join/", got.Text("calendar").Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        var feed = new Uri(text.Split('\n').Single(line => line.Contains("/calendars/", StringComparison.Ordinal)).Trim()).AbsolutePath;
        Assert.Contains($"UID:{e}@livedialogue", await server.Anonymous().GetStringAsync(feed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_words_the_mail_is_plain_ascii_in_short_lines_and_comes_out_as_it_went_in()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var title = string.Concat(Enumerable.Repeat("حوار مباشر 对话 🎉 Ünïcödé, ", 7)).TrimEnd(' ', ',');
        var e = await PlanAsync(server, title: title);
        await InviteAsync(server, e, name: "أمينة \"الميدان\", <a@b.c>", zone: "Africa/Cairo", language: "ar", email: "amina.o+field@example.org");

        await LookAsync(server);
        var got = await mail.NextAsync();

        Assert.True(got.GetProperty("ascii").GetBoolean());
        Assert.InRange(got.GetProperty("longest").GetInt32(), 20, 998);   // RFC 5322 §2.1.1
        Assert.Empty(got.GetProperty("defects").EnumerateArray());
        Assert.Contains(title, got.Text("subject"), StringComparison.Ordinal);
        Assert.Equal("أمينة \"الميدان\", <a@b.c>|amina.o+field@example.org", string.Join('|', Assert.Single(got.GetProperty("toHeader").EnumerateArray()).EnumerateArray()));
        Assert.Contains("الثلاثاء 16 مارس، 15:00", got.Text("text"), StringComparison.Ordinal);
        Assert.EndsWith($"|{title}", await CalendarAsync(got), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_name_beside_it_there_is_one_address_and_the_name_comes_out_as_it_went_in()
    {
        var names = new[]
        {
            "Amina", "Amina\" <victim@example.org>, \"x", "Amina\\", "\\\" <victim@example.org>", "\"Amina\"", "أمينة محمود", "أمينة\" <victim@example.org>, \"x", string.Concat(Enumerable.Repeat("对话", 20)), "🏴󠁧󠁢󠁷󠁬󠁳󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿",
            "=?utf-8?B?WA==?=",
        };
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        for (var i = 0; i < names.Length; i++) await InviteAsync(server, e, names[i], email: $"n{i}@example.org");
        await LookAsync(server);

        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var got = await mail.NextAsync();
            Assert.Empty(got.GetProperty("toDefects").EnumerateArray());
            var address = Assert.Single(got.GetProperty("addresses").EnumerateArray()).GetString()!;
            var to = Assert.Single(got.GetProperty("toHeader").EnumerateArray());
            Assert.Equal((address, address), (to[1].GetString(), Assert.Single(got.GetProperty("to").EnumerateArray()).GetString()));
            read.Add(address, to[0].GetString()!);
        }
        Assert.Equal(names.SkipLast(1).Append("= ?utf-8?B?WA== ?="), Enumerable.Range(0, names.Length).Select(i => read[$"n{i}@example.org"]));
    }

    [Fact]
    public async Task No_name_or_title_adds_a_header_or_a_recipient()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server, title: "Voices\r\nBcc: victim@example.org\r\n\r\nBody");
        await InviteAsync(server, e, name: "S\r\nBcc: victim@example.org\u2028X-Evil: 1");
        foreach (var address in new[] { "a@b.c, victim@example.org", "Sereana <a@b.c>", "a@b.c\r\nBcc: x@y.z", "\"a b\"@c.d", "a@b.c>", "(x)a@b.c", "a", "a@", " @b.c", "a;b@c.d" })
            Assert.Contains("\"email\"", await InviteAsync(server, e, email: address, expected: HttpStatusCode.BadRequest), StringComparison.Ordinal);

        await LookAsync(server);
        var got = await mail.NextAsync();

        Assert.Equal("Invitation: VoicesBcc: victim@example.orgBody", got.Text("subject"));
        Assert.Equal(["sereana@example.org"], got.GetProperty("to").EnumerateArray().Select(to => to.GetString()));
        Assert.Equal(
            ["auto-submitted", "content-language", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"],
            got.GetProperty("headers").EnumerateArray().Select(name => name.GetString()));
        Assert.Single(got.GetProperty("toHeader").EnumerateArray());
    }

    [Fact]
    public async Task A_move_and_a_new_title_shortly_after_are_one_request_with_a_higher_sequence_and_what_does_not_concern_people_is_none()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        var invite = await InviteAsync(server, e);
        await LookAsync(server);
        await mail.NextAsync("invited");

        await EditAsync(server, e, new { start = "2027-03-17T09:00" });
        server.Time.Advance(Duration.FromSeconds(40));
        await EditAsync(server, e, new { title = "Voices again" });
        await EditAsync(server, e, new { description = "Nobody needs a mail of this." });
        await EditAsync(server, e, new { zone = "America/Toronto", keep = "instant" });
        await LookAsync(server, Duration.FromMinutes(3));

        var got = await mail.NextAsync("updated");
        Assert.Equal("Changed: Voices again", got.Text("subject"));
        Assert.Contains("Thursday 18 March, 01:00, Fiji", got.Text("text"), StringComparison.Ordinal);
        Assert.StartsWith($"REQUEST|{e}@livedialogue|3|CONFIRMED|", await CalendarAsync(got), StringComparison.Ordinal);
        Assert.Equal([("invited", false, true), ("updated", false, true), ("updated", false, false)], await MailsAsync(server));
        Assert.Equal($"<{invite}.updated.1@example.org>", got.Text("id"));
    }

    [Fact]
    public async Task An_event_that_is_off_and_an_invite_that_is_revoked_take_the_entry_back_under_the_same_uid()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        var first = await InviteAsync(server, e);
        await InviteAsync(server, e, "Élodie", "Africa/Kinshasa", "fr", "elodie@example.org");
        await LookAsync(server);

        await server.Host().DeleteAsync($"{Path}/{e}/invites/{first}").JsonAsync(HttpStatusCode.NoContent);
        await LookAsync(server);
        var withdrawn = await mail.NextAsync("withdrawn");
        await server.Host().PostAsync($"{Path}/{e}/cancel", null).JsonAsync(HttpStatusCode.OK);
        await LookAsync(server);
        var cancelled = await mail.NextAsync("cancelled");

        Assert.Equal(("CANCEL", "No longer expected: Voices"), (withdrawn.Text("method"), withdrawn.Text("subject")));
        Assert.StartsWith($"CANCEL|{e}@livedialogue|1|None|mailto:sereana@example.org|", await CalendarAsync(withdrawn), StringComparison.Ordinal);
        Assert.Equal(("CANCEL", "Annulation : Voices"), (cancelled.Text("method"), cancelled.Text("subject")));
        Assert.StartsWith($"CANCEL|{e}@livedialogue|2|CANCELLED|mailto:elodie@example.org|", await CalendarAsync(cancelled), StringComparison.Ordinal);
        foreach (var got in new[] { withdrawn, cancelled }) Assert.DoesNotContain("/join/", got.Text("text"), StringComparison.Ordinal);
        Assert.Equal(4, (await MailsAsync(server)).Count);
    }

    [Fact]
    public async Task Who_was_never_reached_is_not_told_that_it_is_off_and_who_is_invited_twice_keeps_the_entry()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var (off, on) = (await PlanAsync(server), await PlanAsync(server));
        await InviteAsync(server, off);
        await server.Host().PostAsync($"{Path}/{off}/cancel", null).JsonAsync(HttpStatusCode.OK);   // before the first look
        var twice = await InviteAsync(server, on);
        await InviteAsync(server, on, email: "SEREANA@example.org");
        await LookAsync(server);
        await server.Host().DeleteAsync($"{Path}/{on}/invites/{twice}").JsonAsync(HttpStatusCode.NoContent);
        await LookAsync(server);

        Assert.Equal([("cancelled", false, false), ("invited", false, false), ("invited", false, true), ("invited", false, true), ("withdrawn", false, false)], (await MailsAsync(server)).Order());
    }

    [Fact]
    public async Task A_draft_s_invitations_go_out_when_it_is_published()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server, draft: true);
        await InviteAsync(server, e);
        Assert.Equal("draft", await StateAsync(server, e));
        Assert.Empty(await MailsAsync(server));

        await server.Host().PostAsync($"{Path}/{e}/publish", null).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("waiting", await StateAsync(server, e));
        await LookAsync(server);
        Assert.Equal("sereana@example.org", (await mail.NextAsync()).GetProperty("to")[0].GetString());
        Assert.Equal("sent", await StateAsync(server, e));
    }

    [Fact]
    public async Task Killed_between_the_server_s_word_and_our_mark_the_same_mail_goes_again_under_its_own_id_and_no_other()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        await InviteAsync(server, e);
        server.Restart();
        Assert.NotNull(server.Services);
        await LookAsync(server);
        var first = await mail.NextAsync();
        // As a crash leaves it: taken by the server, not marked by us.
        await server.Services.GetRequiredService<Db>().TransactionAsync(tx => tx.ExecuteAsync("UPDATE mails SET sent_at = NULL, revision = NULL, attempts = 0, next_at = created_at"), CancellationToken.None);

        server.Restart();
        Assert.NotNull(server.Services);
        await LookAsync(server);
        var again = await mail.NextAsync();
        server.Restart();
        Assert.NotNull(server.Services);
        await InviteAsync(server, e, "Last", email: "last@example.org");   // goes after whatever would go again
        await LookAsync(server);

        Assert.Equal((first.Text("id"), first.Text("calendar")), (again.Text("id"), again.Text("calendar")));
        Assert.Equal("last@example.org", (await mail.NextAsync()).GetProperty("to")[0].GetString());
        Assert.Equal(3, mail.Taken);
        Assert.Equal([("invited", false, true), ("invited", false, true)], await MailsAsync(server));
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_given_up_at_once_and_the_host_sees_it()
    {
        using var mail = await MailServer.StartAsync(unknown: "nobody");
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        await InviteAsync(server, e, email: "nobody-of-ours@example.org");
        await LookAsync(server);

        Assert.Equal("nobody-of-ours@example.org", (await mail.NextAsync()).Text("unknown"));
        Assert.Equal("refused", await StateAsync(server, e));
        Assert.Equal([("invited", false, false)], await MailsAsync(server));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("nobody-of-ours", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("551 moved", "refused")]
    [InlineData("553 no such name", "refused")]
    [InlineData("554 relay access denied", "waiting")]   // our own credentials may be wrong
    public async Task Only_what_a_server_says_of_the_mailbox_itself_is_final(string answer, string state)
    {
        using var mail = await MailServer.StartAsync(unknown: "nobody", answer: answer);
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        await InviteAsync(server, e, email: "nobody-of-ours@example.org");
        await LookAsync(server);
        await mail.NextAsync();
        Assert.Equal(state, await StateAsync(server, e));
    }

    [Fact]
    public async Task One_address_gets_ten_invitations_a_day_and_one_mail_of_each_change_however_many_invites_have_it()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server, draft: true);
        for (var i = 0; i < 12; i++) await InviteAsync(server, e, email: i % 2 == 0 ? "sereana@example.org" : "SEREANA@example.org");
        await server.Host().PostAsync($"{Path}/{e}/publish", null).JsonAsync(HttpStatusCode.OK);
        await LookAsync(server);
        Assert.Equal(10, (await MailsAsync(server)).Count);
        for (var i = 0; i < 10; i++) await mail.NextAsync("invited");

        for (var i = 1; i <= 11; i++)
        {
            await EditAsync(server, e, new { title = $"Voices {i}" });
            await LookAsync(server, Duration.FromMinutes(3));
            if (i <= 10) Assert.Equal($"Changed: Voices {i}", (await mail.NextAsync()).Text("subject"));
        }
        Assert.Equal(("updated", true, false), (await MailsAsync(server))[^1]);   // told tomorrow

        await LookAsync(server, Duration.FromDays(1));
        Assert.Equal("Changed: Voices 11", (await mail.NextAsync()).Text("subject"));
        Assert.Equal(21, mail.Taken);
    }

    [Fact]
    public async Task A_change_reaches_the_address_though_the_invite_that_it_was_written_to_is_revoked()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        var first = await InviteAsync(server, e);
        await InviteAsync(server, e, name: "Sereana's office");
        await LookAsync(server);
        await EditAsync(server, e, new { title = "Voices again" });
        await server.Host().DeleteAsync($"{Path}/{e}/invites/{first}").JsonAsync(HttpStatusCode.NoContent);
        await LookAsync(server, Duration.FromMinutes(3));

        Assert.Equal("Sereana's office", (await mail.NextAsync("updated")).GetProperty("toHeader")[0][0].GetString());
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_tried_with_one_mail_a_look()
    {
        var gone = await MailServer.StartAsync();
        gone.Dispose();
        using var server = TestServer.With(gone.Settings);
        var e = await PlanAsync(server);
        for (var i = 0; i < 3; i++) await InviteAsync(server, e, email: $"n{i}@example.org");
        server.Time.Advance(Duration.FromSeconds(20));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!server.Log.Lines.Any(line => line.Contains("2 mails wait for the next look", StringComparison.Ordinal))) patience.Token.ThrowIfCancellationRequested();
        Assert.Equal([0, 0, 1], (await server.Services.GetRequiredService<Db>().QueryAsync<int>("SELECT attempts FROM mails ORDER BY attempts", null, CancellationToken.None)));
    }

    [Fact]
    public async Task The_host_sends_an_invitation_again_but_not_all_the_time()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        var (invite, silent) = (await InviteAsync(server, e), await InviteAsync(server, e, email: null));
        await LookAsync(server);
        await mail.NextAsync();
        var send = $"{Path}/{e}/invites/{invite}/send";

        using (var soon = await server.Host().PostAsync(send, null)) Assert.Equal((HttpStatusCode.TooManyRequests, true), (soon.StatusCode, soon.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        server.Time.Advance(Duration.FromMinutes(11));
        Assert.Equal("waiting", (await server.Host().PostAsync(send, null).JsonAsync(HttpStatusCode.Accepted)).Text("mail"));
        await LookAsync(server);
        Assert.Equal($"<{invite}.invited.2@example.org>", (await mail.NextAsync()).Text("id"));
        for (var i = 3; i <= 10; i++)
        {
            server.Time.Advance(Duration.FromMinutes(11));
            await server.Host().PostAsync(send, null).JsonAsync(HttpStatusCode.Accepted);
        }
        server.Time.Advance(Duration.FromMinutes(11));
        await server.Host().PostAsync(send, null).ProblemAsync(HttpStatusCode.TooManyRequests);

        Assert.Equal("no-address", (await server.Host().PostAsync($"{Path}/{e}/invites/{silent}/send", null).ProblemAsync(HttpStatusCode.Conflict)).Text("mail"));
        await server.Host().PostAsync($"{Path}/{e}/invites/nobody/send", null).ProblemAsync(HttpStatusCode.NotFound);
        await server.Host().PostAsync($"{Path}/{await PlanAsync(server)}/invites/{invite}/send", null).ProblemAsync(HttpStatusCode.NotFound);
        await server.Anonymous().PostAsync(send, null).ProblemAsync(HttpStatusCode.Unauthorized);
        await server.As((await server.AddInviteAsync(new(e), Role.Moderator)).Token).PostAsync(send, null).ProblemAsync(HttpStatusCode.Forbidden);
        await server.Host().PostAsync($"{Path}/{e}/cancel", null).JsonAsync(HttpStatusCode.OK);
        server.Time.Advance(Duration.FromDays(2));
        Assert.Equal("cancelled", (await server.Host().PostAsync(send, null).ProblemAsync(HttpStatusCode.Conflict)).Text("state"));
    }

    [Fact]
    public async Task A_server_without_mail_says_so_and_writes_none()
    {
        using var server = new TestServer();
        var e = await PlanAsync(server);
        var invite = await InviteAsync(server, e);
        await EditAsync(server, e, new { title = "Another" });

        var list = await server.Host().GetAsync($"{Path}/{e}/invites").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("off", "off"), (list.Text("mail"), list.GetProperty("invites")[0].Text("mail")));
        Assert.Equal("off", (await server.Host().PostAsync($"{Path}/{e}/invites/{invite}/send", null).ProblemAsync(HttpStatusCode.Conflict)).Text("mail"));
        await server.Host().DeleteAsync($"{Path}/{e}/invites/{invite}").JsonAsync(HttpStatusCode.NoContent);
        Assert.Empty(await MailsAsync(server));
    }

    [Fact]
    public async Task No_token_and_no_address_is_ever_logged()
    {
        using var mail = await MailServer.StartAsync(refuse: 1);
        using var server = TestServer.With(mail.Settings);
        var e = await PlanAsync(server);
        var made = await server.Host().PostAsJsonAsync($"{Path}/{e}/invites", new { role = "speaker", name = "Sereana", zone = "Pacific/Fiji", email = "sereana@example.org" }).JsonAsync(HttpStatusCode.Created);
        server.Time.Advance(Duration.FromSeconds(20));
        await mail.NextAsync();
        await server.Log.UntilAsync(line => line.Contains("could not be sent", StringComparison.Ordinal));
        await LookAsync(server, Duration.FromMinutes(3));
        await mail.NextAsync("invited");
        using var feed = await server.Anonymous().GetAsync(new Uri((await server.Host().PostAsJsonAsync("/api/v1/person-calendars", new { email = "sereana@example.org" }).JsonAsync(HttpStatusCode.OK)).Text("url")).AbsolutePath);

        var secrets = new[] { made.Text("token").Split('.')[1], "sereana@", feed.RequestMessage!.RequestUri!.AbsolutePath.Split('.')[1] };
        Assert.DoesNotContain(server.Log.Lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<string> StateAsync(TestServer server, string e) =>
        (await server.Host().GetAsync($"{Path}/{e}/invites").JsonAsync(HttpStatusCode.OK)).GetProperty("invites")[0].Text("mail");
}
