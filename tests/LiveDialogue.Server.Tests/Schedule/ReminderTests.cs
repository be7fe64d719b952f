using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Events.Calendar;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>Reminders over a real SMTP server, in fake time.</summary>
public sealed class ReminderTests
{
    private static readonly Instant Start = Instant.FromUtc(2027, 3, 2, 13, 0);

    private static async Task<EventId> PlanAsync(TestServer server, params (string Name, string Zone, string Language, string? Email)[] people)
    {
        var made = await server.Host().PostAsJsonAsync("/api/v1/events", new { title = "Voices from the field", start = "2027-03-02T08:00", zone = "America/New_York" }).JsonAsync(HttpStatusCode.Created);
        var id = new EventId(made.Text("id"));
        foreach (var (name, zone, language, email) in people)
            await server.Host().PostAsJsonAsync($"/api/v1/events/{id}/invites", new { role = "speaker", name, zone, language, email }).JsonAsync(HttpStatusCode.Created);
        return id;
    }

    private static async Task<IReadOnlyList<JsonElement>> ThreeAsync(MailServer mail, TestServer server, string kind)
    {
        try
        {
            return [await mail.NextAsync(kind), await mail.NextAsync(kind), await mail.NextAsync(kind)];
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"At {server.Time.Now} the mails are {string.Join(", ", await MailsAsync(server))}.\n{string.Join('\n', server.Log.Lines.Where(line => line.Contains("Schedule", StringComparison.Ordinal)))}");
            throw;
        }
    }

    // A mail on its way has twelve minutes: nobody jumps over them. What is due is sent, then the rest of the way is gone, at last a step in which something comes due.
    private static async Task GoToAsync(TestServer server, Instant moment)
    {
        server.Time.Advance(Duration.FromSeconds(20));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await server.Services.GetRequiredService<MailStore>().CountAsync(patience.Token) > 0) patience.Token.ThrowIfCancellationRequested();
        server.Time.Advance(moment - server.Time.Now - Duration.FromMinutes(5));
        server.Time.Advance(moment - server.Time.Now);
    }

    private static void Restart(TestServer server)
    {
        server.Restart();
        Assert.NotNull(server.Services);   // it starts now, not with the first request
    }

    private static async Task<IReadOnlyList<(string Id, int Attempts, bool Sent)>> MailsAsync(TestServer server) =>
        await server.Services.GetRequiredService<Db>().QueryAsync<(string, int, bool)>("SELECT id, attempts, sent_at IS NOT NULL FROM mails ORDER BY id", null, CancellationToken.None);

    [Fact]
    public async Task A_plan_reminds_a_day_and_an_hour_before_and_not_of_what_is_past_or_off()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        var start = e.Start.At;
        Assert.Equal([new("day", start - Duration.FromHours(24)), new("hour", start - Duration.FromHours(1))], ReminderPlan.For(e, start - Duration.FromDays(3)));
        Assert.Equal(["hour"], ReminderPlan.For(e, start - Duration.FromHours(2)).Select(r => r.Kind));
        foreach (var state in new[] { EventState.Draft, EventState.Live, EventState.Ended, EventState.Cancelled }) Assert.Empty(ReminderPlan.For(e with { State = state }, start - Duration.FromDays(3)));
    }

    [Fact]
    public async Task Each_person_is_reminded_once_in_their_language_with_both_times_and_the_calendar_whatever_restarts_in_between()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        await PlanAsync(server, ("Sereana", "Pacific/Fiji", "en", "sereana@example.org"), ("Élodie", "Africa/Kinshasa", "fr", "elodie@example.org"), ("أمينة", "Africa/Cairo", "ar", "amina@example.org"), ("Nobody", "UTC", "en", null));

        Restart(server);
        await GoToAsync(server, Start - Duration.FromHours(24) + Duration.FromMinutes(1));
        var first = (await ThreeAsync(mail, server, "day")).ToDictionary(m => m.GetProperty("to")[0].GetString()!);
        Restart(server);
        await GoToAsync(server, Start - Duration.FromHours(1) + Duration.FromMinutes(1));
        var second = await ThreeAsync(mail, server, "hour");

        var english = first["sereana@example.org"];
        Assert.Equal("Voices from the field: in 24 hours", english.Text("subject"));
        Assert.Contains("Your time: Wednesday 3 March, 01:00, Fiji (UTC+12:00), next day", english.Text("text"), StringComparison.Ordinal);
        Assert.Contains("The event's own: Tuesday 2 March, 08:00, New York (UTC−05:00)", english.Text("text"), StringComparison.Ordinal);
        Assert.Contains("http://localhost/join/", english.Text("text"), StringComparison.Ordinal);
        Assert.Contains("mardi 2 mars, 14:00, Kinshasa (UTC+01:00)", first["elodie@example.org"].Text("text"), StringComparison.Ordinal);
        Assert.Contains("الثلاثاء 2 مارس، 15:00", first["amina@example.org"].Text("text"), StringComparison.Ordinal);
        Assert.Equal("ar", first["amina@example.org"].Text("language"));
        Assert.Equal("REQUEST", english.Text("method"));
        Assert.Empty(StrictCalendar.Problems(Encoding.UTF8.GetBytes(english.Text("calendar").ReplaceLineEndings("\r\n"))));
        Assert.All(second, m => Assert.EndsWith(".hour." + Start.ToUnixTimeSeconds() + "@example.org>", m.Text("id"), StringComparison.Ordinal));
        Assert.Equal(6, first.Values.Concat(second).Select(m => m.Text("id")).Distinct().Count());
        Restart(server);
        var id = (await server.Host().GetAsync("/api/v1/events/voices-from-the-field").JsonAsync(HttpStatusCode.OK)).Text("id");
        await server.Host().PostAsJsonAsync($"/api/v1/events/{id}/invites", new { role = "speaker", name = "Last", zone = "UTC", email = "last@example.org" }).JsonAsync(HttpStatusCode.Created);
        server.Time.Advance(Duration.FromMinutes(5));
        Assert.Equal("last@example.org", (await mail.NextAsync()).GetProperty("to")[0].GetString());   // and nothing before it, which would go first
        Assert.Equal(10, mail.Taken);   // with the invitations
        Assert.Equal(10, (await MailsAsync(server)).Count);
    }

    [Fact]
    public async Task What_came_due_while_the_server_was_away_is_sent_by_the_next_one()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        await PlanAsync(server, ("Sereana", "Pacific/Fiji", "en", "sereana@example.org"));
        server.StopForNow();
        server.Time.Advance(Start - Duration.FromHours(20) - server.Time.Now);
        Restart(server);
        Assert.Equal("Voices from the field: Wednesday 3 March, 01:00, Fiji (UTC+12:00), next day", (await mail.NextAsync("day")).Text("subject"));
    }

    [Fact]
    public async Task Who_was_away_until_shortly_before_sends_one_reminder_which_says_when()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        await PlanAsync(server, ("Sereana", "Pacific/Fiji", "en", "sereana@example.org"));
        server.Time.Advance(Duration.FromSeconds(20));
        await mail.NextAsync("invited");
        server.StopForNow();
        server.Time.Advance(Start - Duration.FromMinutes(30) - server.Time.Now);
        Restart(server);

        var got = await mail.NextAsync();
        Assert.Contains(".hour.", got.Text("id"), StringComparison.Ordinal);
        Assert.Equal("Voices from the field: Wednesday 3 March, 01:00, Fiji (UTC+12:00), next day", got.Text("subject"));
        Assert.False((await MailsAsync(server)).Single(m => m.Id.Contains(".day.", StringComparison.Ordinal)).Sent);
    }

    [Fact]
    public async Task A_reminder_of_a_start_that_moved_is_dropped()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        var invite = (await server.AddInviteAsync(e.Id, LiveDialogue.Server.People.Role.Speaker)).Invite with { Email = "a@example.org" };
        var (told, now) = (new Told(null, false, false), e.Start.At - Duration.FromMinutes(59));
        var mail = new Mail { Kind = ReminderPlan.Hour, About = e.Start.At.ToUnixTimeSeconds() };

        Assert.True(mail.IsTrue(e, invite, told, now));
        Assert.False(mail.IsTrue(e with { Start = e.Start with { At = e.Start.At + Duration.FromHours(3) } }, invite, told, now));
        Assert.False((mail with { Kind = ReminderPlan.Day }).IsTrue(e, invite, told, now));
        Assert.True((mail with { Kind = ReminderPlan.Day }).IsTrue(e, invite, told, now - Duration.FromHours(2)));
    }

    [Fact]
    public async Task What_comes_due_while_mails_are_sent_goes_before_those_that_can_wait()
    {
        using var mail = await MailServer.StartAsync(hold: true);
        using var server = TestServer.With(mail.Settings);
        server.Time.Advance(Start - Duration.FromHours(24) - Duration.FromMinutes(5) - server.Time.Now);
        await PlanAsync(server, ("Sereana", "Pacific/Fiji", "en", "sereana@example.org"), ("Grace", "Africa/Nairobi", "en", "grace@example.org"));
        server.Time.Advance(Duration.FromSeconds(20));
        Assert.True((await mail.NextAsync()).TryGetProperty("held", out _));
        server.Time.Advance(Start - Duration.FromHours(24) - server.Time.Now + Duration.FromMinutes(1));
        mail.Release();

        var kinds = new List<string>();
        for (var i = 0; i < 4; i++) kinds.Add((await mail.NextAsync()).Text("id").Split('.')[1]);
        Assert.Equal(["invited", "day", "day", "invited"], kinds);
    }

    [Fact]
    public async Task Reminders_of_what_began_while_the_server_was_away_are_counted_in_the_log()
    {
        using var mail = await MailServer.StartAsync();
        using var server = TestServer.With(mail.Settings);
        await PlanAsync(server, ("Sereana", "Pacific/Fiji", "en", "sereana@example.org"), ("Nobody", "UTC", "en", null));
        server.Time.Advance(Duration.FromSeconds(20));
        await mail.NextAsync("invited");
        server.StopForNow();
        server.Time.Advance(Start + Duration.FromMinutes(1) - server.Time.Now);
        Restart(server);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (server.Log.Lines.Count(line => line.Contains("1 people were not reminded", StringComparison.Ordinal)) < 2) patience.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task A_server_that_puts_mail_off_is_asked_again_later()
    {
        using var mail = await MailServer.StartAsync(refuse: 1);
        using var server = TestServer.With(mail.Settings);
        await PlanAsync(server, ("Sereana", "Pacific/Fiji", "en", "sereana@example.org"));
        server.Time.Advance(Duration.FromSeconds(20));
        Assert.Equal("sereana@example.org", (await mail.NextAsync()).GetProperty("refused")[0].GetString());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await MailsAsync(server))[0].Attempts == 0) patience.Token.ThrowIfCancellationRequested();   // the refusal is noted after the answer has come
        server.Time.Advance(Duration.FromMinutes(2));
        Assert.Equal("sereana@example.org", (await mail.NextAsync("invited")).GetProperty("to")[0].GetString());
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left_after_twelve_minutes_and_asked_again_later()
    {
        using var mail = await MailServer.StartAsync(hold: true);
        using var server = TestServer.With(mail.Settings);
        await PlanAsync(server, ("Sereana", "Pacific/Fiji", "en", "sereana@example.org"));
        server.Time.Advance(Duration.FromSeconds(20));
        Assert.True((await mail.NextAsync()).TryGetProperty("held", out _));
        server.Time.Advance(Duration.FromMinutes(11));
        Assert.Equal(0, (await MailsAsync(server))[0].Attempts);   // a server has ten to answer

        server.Time.Advance(Duration.FromMinutes(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await MailsAsync(server))[0].Attempts == 0) patience.Token.ThrowIfCancellationRequested();
        Assert.Contains(server.Log.Lines, line => line.Contains("could not be sent (attempt 1: ", StringComparison.Ordinal));
        Assert.True(server.Time.Now < await server.Services.GetRequiredService<Db>().FirstAsync<Instant>("SELECT next_at FROM mails", null, CancellationToken.None));

        mail.Release();   // too late: its line is gone
        server.Time.Advance(Duration.FromMinutes(2));
        var got = await mail.NextAsync("invited");
        Assert.Equal("sereana@example.org", got.GetProperty("to")[0].GetString());
    }

    [Fact]
    public async Task Reminders_follow_a_start_that_moves_and_go_with_an_event_that_is_off()
    {
        using var server = new TestServer();
        var id = await PlanAsync(server);
        async Task<IReadOnlyList<Instant>> DueAsync() => await server.Services.GetRequiredService<Db>().QueryAsync<Instant>("SELECT due FROM reminders WHERE event = @id ORDER BY due", new { id }, CancellationToken.None);
        Assert.Equal([Start - Duration.FromHours(24), Start - Duration.FromHours(1)], await DueAsync());

        await server.Host().PatchAsync($"/api/v1/events/{id}", new { start = "2027-03-18T10:00" }, "*").JsonAsync(HttpStatusCode.OK);
        Assert.Equal([Instant.FromUtc(2027, 3, 17, 14, 0), Instant.FromUtc(2027, 3, 18, 13, 0)], await DueAsync());
        await server.Host().PostAsync($"/api/v1/events/{id}/cancel", null).JsonAsync(HttpStatusCode.OK);
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task An_edit_takes_away_no_reminder_that_is_due_but_not_yet_written()
    {
        using var server = new TestServer();   // without a mail server: nothing is ever written
        var id = await PlanAsync(server);
        server.Time.Advance(Start - Duration.FromHours(2) - server.Time.Now);
        await server.Host().PatchAsync($"/api/v1/events/{id}", new { title = "Another title" }, "*").JsonAsync(HttpStatusCode.OK);

        var kinds = await server.Services.GetRequiredService<Db>().QueryAsync<string>("SELECT kind FROM reminders WHERE event = @id ORDER BY due", new { id }, CancellationToken.None);
        Assert.Equal(["day", "hour"], kinds);
    }
}
