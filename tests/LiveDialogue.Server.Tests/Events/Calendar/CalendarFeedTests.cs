using System.Net;
using System.Net.Http.Json;
using System.Text;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Events.Calendar;

/// <summary>The calendars that are subscribed to: the organisation's, and a person's by a link that can be withdrawn.</summary>
public sealed class CalendarFeedTests : IDisposable
{
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    private async Task<string> PlanAsync(string title, bool draft = false, string start = "2027-03-16T09:00") =>
        (await _server.Host().PostAsJsonAsync("/api/v1/events", new { title, start, zone = "America/New_York", draft }).JsonAsync(HttpStatusCode.Created)).Text("id");

    private async Task<string> InviteAsync(string eventId, string? email) =>
        (await _server.Host().PostAsJsonAsync($"/api/v1/events/{eventId}/invites", new { role = "speaker", name = "Amina", zone = "Africa/Nairobi", email }).JsonAsync(HttpStatusCode.Created)).Text("token");

    private async Task<string> LinkAsync(string email) =>
        new Uri((await _server.Host().PostAsJsonAsync("/api/v1/person-calendars", new { email }).JsonAsync(HttpStatusCode.OK)).Text("url")).AbsolutePath;

    private async Task<string> FileAsync(string path)
    {
        using var response = await _server.Anonymous().GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/calendar; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var file = await response.Content.ReadAsByteArrayAsync();
        Assert.Empty(StrictCalendar.Problems(file));
        return Encoding.UTF8.GetString(file).Replace("\r\n ", "", StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> TitlesAsync(string path)
    {
        var read = await OutsideReader.RunAsync("node", [OutsideReader.ReadWithNode], await FileAsync(path));
        return [.. read.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')[0]).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_person_s_calendar_follows_them_and_the_organisation_s_has_everything_public()
    {
        string[] ids = [await PlanAsync("First"), await PlanAsync("Second"), await PlanAsync("Elsewhere"), await PlanAsync("Secret", draft: true)];
        var first = await InviteAsync(ids[0], "amina@example.org");
        await InviteAsync(ids[1], "AMINA@example.org");
        await InviteAsync(ids[3], "amina@example.org");
        await InviteAsync(ids[2], "grace@example.org");

        Assert.Equal(["Elsewhere", "First", "Second"], await TitlesAsync("/calendar.ics"));
        var amina = await LinkAsync("Amina@Example.org");
        Assert.Equal(["First", "Second"], await TitlesAsync(amina));
        Assert.Equal(["First"], await TitlesAsync($"/join/{first}/calendar.ics"));   // an invite's token is no key to the person's other events
        Assert.Equal(["Elsewhere"], await TitlesAsync(await LinkAsync("grace@example.org")));
        Assert.Equal(amina, await LinkAsync("amina@example.org"));

        await _server.Host().PostAsync($"/api/v1/events/{ids[3]}/publish", null).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["First", "Second", "Secret"], await TitlesAsync(amina));
    }

    [Fact]
    public async Task A_calendar_file_that_is_passed_on_carries_no_way_in()
    {
        var token = await InviteAsync(await PlanAsync("First"), "amina@example.org");
        var person = await LinkAsync("amina@example.org");

        Assert.Contains("SOURCE;VALUE=URI:http://localhost/calendar.ics\r\n", await FileAsync("/calendar.ics"), StringComparison.Ordinal);
        foreach (var (path, secret) in new[] { ($"/join/{token}/calendar.ics", token), (person, person["/calendars/".Length..^".ics".Length]) })
        {
            var file = await FileAsync(path);
            Assert.DoesNotContain(secret, file, StringComparison.Ordinal);
            Assert.DoesNotContain("SOURCE", file, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task However_many_events_there_are_a_calendar_holds_the_five_hundred_nearest()
    {
        var first = await PlanAsync("First");
        // 600 more, one a day from its own on, behind the store's back.
        await Db.TransactionAsync(
            tx => tx.ExecuteAsync(
                """
                CREATE TEMP TABLE more AS SELECT * FROM events WHERE id = @first;
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
                INSERT INTO events (id, slug, title, description, state, stage, local, zone, resolve, instant, utc_offset, tzdb, duration, languages, offices, version, created_at, updated_at, revision, revised_at, published_at)
                SELECT substr(id, 1, 22) || printf('%04d', i), slug || '-' || i, 'Day ' || i, description, state, stage, local, zone, resolve, strftime('%Y-%m-%dT%H:%M:%S.000000Z', instant, '+' || i || ' days'),
                    utc_offset, tzdb, duration, languages, offices, version, created_at, updated_at, revision, revised_at, published_at FROM more, n;
                """,
                new { first }),
            CancellationToken.None);
        _server.Time.Advance(Duration.FromHours(1));

        var titles = await TitlesAsync("/calendar.ics");
        Assert.Equal(500, titles.Count);
        Assert.Contains("First", titles);
        Assert.Contains("Day 499", titles);
        Assert.DoesNotContain("Day 500", titles);
    }

    [Fact]
    public async Task The_organisation_s_calendar_is_written_once_between_changes()
    {
        var id = await PlanAsync("First");
        Assert.Equal(["First"], await TitlesAsync("/calendar.ics"));
        await Db.TransactionAsync(tx => tx.ExecuteAsync("UPDATE events SET title = 'Unheard' WHERE id = @id", new { id }), CancellationToken.None);   // no change that anybody is told of
        Assert.Equal(["First"], await TitlesAsync("/calendar.ics"));

        await PlanAsync("Second");
        Assert.Equal(["Second", "Unheard"], await TitlesAsync("/calendar.ics"));
    }

    private Db Db => _server.Services.GetRequiredService<Db>();

    [Fact]
    public async Task A_calendar_without_events_is_one_that_every_reader_takes()
    {
        Assert.Empty(await TitlesAsync("/calendar.ics"));
        const string Count = "import sys, icalendar; print(len(icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk('VEVENT')))";
        Assert.Equal("0", (await OutsideReader.RunAsync(OutsideReader.Python, ["-c", Count], await FileAsync("/calendar.ics"))).Trim());
    }

    [Fact]
    public async Task What_the_reader_has_already_is_not_sent_again_until_it_becomes_another()
    {
        var id = await PlanAsync("First");
        foreach (var path in new[] { "/calendar.ics", "/e/first/calendar.ics" })
        {
            using var first = await _server.Anonymous().GetAsync(path);
            var tag = first.Headers.ETag!;
            Assert.False(tag.IsWeak);
            Assert.True(first.Headers.CacheControl!.NoCache && first.Headers.CacheControl.Private);
            Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(path, $"\"other\", {tag}"));

            using var head = await _server.Anonymous().SendAsync(new(HttpMethod.Head, path));
            Assert.Equal((HttpStatusCode.OK, tag, 0), (head.StatusCode, head.Headers.ETag, (await head.Content.ReadAsByteArrayAsync()).Length));

            _server.Time.Advance(Duration.FromMinutes(1));
            await _server.Host().PatchAsync($"/api/v1/events/{id}", new { description = $"Read at {path}." }, "*").JsonAsync(HttpStatusCode.OK);
            Assert.Equal(HttpStatusCode.OK, await AgainAsync(path, tag.ToString()));
        }

        async Task<HttpStatusCode> AgainAsync(string path, string tags)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", tags);
            using var response = await _server.Anonymous().SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task What_is_called_off_says_so_for_ninety_days_and_what_nobody_knew_of_is_never_named()
    {
        string[] ids = [await PlanAsync("Kept", start: "2028-01-10T09:00"), await PlanAsync("Off", start: "2028-01-11T09:00"), await PlanAsync("Hushed", draft: true)];
        await _server.Host().PostAsync($"/api/v1/events/{ids[1]}/cancel", null).JsonAsync(HttpStatusCode.OK);
        await _server.Host().PostAsync($"/api/v1/events/{ids[2]}/cancel", null).JsonAsync(HttpStatusCode.OK);

        var file = await FileAsync("/calendar.ics");
        Assert.Equal(["Kept", "Off"], await TitlesAsync("/calendar.ics"));
        Assert.Contains("STATUS:CANCELLED", file[file.IndexOf(ids[1], StringComparison.Ordinal)..], StringComparison.Ordinal);
        foreach (var path in new[] { "/e/hushed/calendar.ics", "/api/v1/events/hushed", "/e/hushed" })
        {
            using var hidden = await _server.Anonymous().GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        }
        Assert.DoesNotContain("Hushed", await _server.Anonymous().GetStringAsync("/api/v1/events"), StringComparison.Ordinal);

        _server.Time.Advance(Duration.FromDays(91));
        Assert.Equal(["Kept"], await TitlesAsync("/calendar.ics"));
        _server.Time.Advance(Duration.FromDays(365));
        Assert.Empty(await TitlesAsync("/calendar.ics"));
    }

    [Fact]
    public async Task A_link_to_a_person_s_calendar_is_withdrawn_by_its_holder_or_the_host_and_the_next_is_another()
    {
        var id = await PlanAsync("First");
        var token = await InviteAsync(id, "amina@example.org");
        var first = await LinkAsync("amina@example.org");
        Assert.DoesNotContain("amina", await FileAsync(first), StringComparison.Ordinal);

        using (var ended = await _server.Anonymous().DeleteAsync(first)) Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await _server.Anonymous().GetAsync(first).ProblemAsync(HttpStatusCode.NotFound);
        await _server.Anonymous().DeleteAsync(first).ProblemAsync(HttpStatusCode.NotFound);
        var second = await LinkAsync("amina@example.org");
        Assert.NotEqual(first, second);
        await _server.Host().PostAsJsonAsync("/api/v1/person-calendars/withdraw", new { email = "AMINA@example.org" }).JsonAsync(HttpStatusCode.NoContent);
        await _server.Anonymous().GetAsync(second).ProblemAsync(HttpStatusCode.NotFound);

        foreach (var wrong in new[] { "x", token, second[11..^5] + "A", new string('0', 26) + ".x" }) await _server.Anonymous().GetAsync($"/calendars/{wrong}.ics").ProblemAsync(HttpStatusCode.NotFound);
        await _server.Host().PostAsJsonAsync("/api/v1/person-calendars", new { email = "nobody@example.org" }).ProblemAsync(HttpStatusCode.NotFound);
        await _server.Host().PostAsJsonAsync("/api/v1/person-calendars", new { }).ProblemAsync(HttpStatusCode.NotFound);
        await _server.As(token).PostAsJsonAsync("/api/v1/person-calendars", new { email = "amina@example.org" }).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Somebody_who_reads_all_the_time_is_told_to_wait()
    {
        for (var i = 0; i < 600; i++)
        {
            using var fine = await _server.Anonymous().SendAsync(new(HttpMethod.Head, "/join/x/calendar.ics"));
            Assert.Equal(HttpStatusCode.NotFound, fine.StatusCode);
        }
        using var tooMany = await _server.Anonymous().GetAsync("/calendar.ics");
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.NotNull(tooMany.Headers.RetryAfter);
    }
}
