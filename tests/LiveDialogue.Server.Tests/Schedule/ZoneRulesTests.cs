using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Schedule.Rules;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Events.Calendar;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>A process has one set of zone rules: while these tests change it, no others run.</summary>
[CollectionDefinition("Zone rules", DisableParallelization = true)]
public sealed class ZoneRulesAlone;

[Collection("Zone rules")]
public sealed class ZoneRulesTests(ITestOutputHelper output)
{
    private const string Path = "/api/v1/zone-rules";

    /// <summary>A server that was built long ago: TZDB 2019c is in force.</summary>
    private static (TestServer Server, string File) OldServer(Dictionary<string, string>? settings = null)
    {
        var file = System.IO.Path.GetTempFileName();
        File.WriteAllBytes(file, OldRules.Old);
        return (TestServer.With(new(settings ?? [], StringComparer.Ordinal) { ["ZoneRules"] = file }), file);
    }

    private static Task<HttpResponseMessage> UploadAsync(TestServer server, byte[] file) => server.Host().PutAsync($"{Path}/pending", new ByteArrayContent(file));

    private static async Task<JsonElement> PlanAsync(TestServer server, string title, string zone, string start, string office = "Africa/Casablanca") =>
        await server.Host().PostAsJsonAsync("/api/v1/events", new { title, start, zone, offices = new[] { new { name = "Rabat", zone = office } } }).JsonAsync(HttpStatusCode.Created);

    [Fact]
    public async Task A_newer_tzdb_moves_nothing_until_the_organiser_decides()
    {
        var (server, file) = OldServer();
        using var _ = server;
        // Morocco and British Columbia have other clocks in 2026f than 2019c foresaw; New York's are the same.
        var rabat = await PlanAsync(server, "Rabat", "Africa/Casablanca", "2027-06-15T10:00");
        var vancouver = await PlanAsync(server, "Vancouver", "America/Vancouver", "2027-12-15T10:00", "America/New_York");
        var newYork = await PlanAsync(server, "New York", "America/New_York", "2027-06-15T09:00");
        var untouched = await PlanAsync(server, "Nairobi", "Africa/Nairobi", "2027-06-15T09:00", "Africa/Nairobi");

        var pending = await UploadAsync(server, OldRules.Present).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(("2019c", "2026f"), (pending.Text("inForce"), pending.Text("pending")));
        var events = pending.GetProperty("events").EnumerateArray().ToDictionary(e => e.Text("title"));
        output.WriteLine(pending.ToString());
        Assert.Equal(["New York", "Rabat", "Vancouver"], events.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([false, true, true], events.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Value.GetProperty("needsDecision").GetBoolean()));
        Assert.Equal(("2027-06-15T09:00:00Z", "2027-06-15T10:00:00Z"), (events["Rabat"].GetProperty("before").Text("instant"), events["Rabat"].GetProperty("wallClock").Text("instant")));
        Assert.Equal(("2027-06-15T09:00", "+00:00"), (events["Rabat"].GetProperty("instant").Text("local"), events["Rabat"].GetProperty("instant").Text("offset")));
        var office = events["New York"].GetProperty("offices")[0];
        Assert.Equal(("Tuesday 15 June, 14:00, Rabat (UTC+01:00)", "Tuesday 15 June, 13:00, Rabat (UTC+00:00)"), (office.Text("before"), office.Text("instant")));
        Assert.Equal("+01:00", (await server.Host().GetAsync($"/api/v1/events/{rabat.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("start").Text("offset"));

        var missing = await server.Host().PostAsJsonAsync($"{Path}/accept", new { decisions = new Dictionary<string, string> { [rabat.Text("id")] = "wall-clock" } }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(vancouver.Text("id"), missing.Text("event"));
        Assert.Equal(1, (await server.Host().GetAsync($"/api/v1/events/{rabat.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32());

        var decisions = new Dictionary<string, string> { [rabat.Text("id")] = "wall-clock", [vancouver.Text("id")] = "instant" };
        var accepted = await server.Host().PostAsJsonAsync($"{Path}/accept", new { decisions }).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("2026f", accepted.Text("inForce"));
        Assert.Empty(accepted.GetProperty("events").EnumerateArray());
        foreach (var restart in new[] { false, true })
        {
            if (restart) server.Restart();
            var moved = await server.Host().GetAsync($"/api/v1/events/{rabat.Text("id")}").JsonAsync(HttpStatusCode.OK);
            Assert.Equal(("2027-06-15T10:00", "2027-06-15T10:00:00Z", "+00:00"), (moved.GetProperty("start").Text("local"), moved.GetProperty("start").Text("instant"), moved.GetProperty("start").Text("offset")));
            var kept = await server.Host().GetAsync($"/api/v1/events/{vancouver.Text("id")}").JsonAsync(HttpStatusCode.OK);
            Assert.Equal(("2027-12-15T11:00", "2027-12-15T18:00:00Z", "-07:00"), (kept.GetProperty("start").Text("local"), kept.GetProperty("start").Text("instant"), kept.GetProperty("start").Text("offset")));
            Assert.Equal(1, (await server.Host().GetAsync($"/api/v1/events/{newYork.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32());
            Assert.Equal(1, (await server.Host().GetAsync($"/api/v1/events/{untouched.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32());
            using var calendar = await server.Anonymous().GetAsync($"/e/{rabat.Text("slug")}/calendar.ics");
            var bytes = await calendar.Content.ReadAsByteArrayAsync();
            Assert.Empty(StrictCalendar.Problems(bytes));
            Assert.Contains("SEQUENCE:1\r\n", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
            Assert.Equal("2026f", (await server.Host().GetAsync(Path).JsonAsync(HttpStatusCode.OK)).Text("inForce"));
        }
        File.Delete(file);
    }

    [Fact]
    public async Task Only_people_whose_local_time_changed_are_told()
    {
        using var mail = await MailServer.StartAsync();
        var (server, file) = OldServer(mail.Settings);
        using var _ = server;
        var e = await PlanAsync(server, "Voices", "America/New_York", "2027-06-15T09:00");
        foreach (var (name, zone) in new[] { ("Amina", "Africa/Casablanca"), ("Grace", "America/New_York") })
            await server.Host().PostAsJsonAsync($"/api/v1/events/{e.Text("id")}/invites", new { role = "speaker", name, zone, email = $"{name}@example.org" }).JsonAsync(HttpStatusCode.Created);
        await UploadAsync(server, OldRules.Present).JsonAsync(HttpStatusCode.OK);
        await server.Host().PostAsJsonAsync($"{Path}/accept", new { }).JsonAsync(HttpStatusCode.OK);

        server.Time.Advance(Duration.FromMinutes(1));
        var told = await mail.NextAsync("times-changed.2026f");
        var written = await server.Services.GetRequiredService<Db>().QueryAsync<string>("SELECT id FROM mails WHERE kind <> 'invited'", null, CancellationToken.None);

        Assert.Equal("Amina@example.org", told.GetProperty("to")[0].GetString());
        Assert.Contains("Your time: Tuesday 15 June, 13:00, Rabat (UTC+00:00)", told.Text("text"), StringComparison.Ordinal);
        Assert.Contains("It was: Tuesday 15 June, 14:00, Rabat (UTC+01:00)", told.Text("text"), StringComparison.Ordinal);
        Assert.Equal($"<{Assert.Single(written)}@example.org>", told.Text("id"));
        File.Delete(file);
    }

    // Rabat's clock goes back an hour by the newer rules, Vancouver's forward; New York's stays.
    [Theory]
    [InlineData("Africa/Casablanca", "2027-06-15T10:00", "wall-clock", "2027-06-15T10:00", "2027-06-15T10:00:00Z", "grace")]
    [InlineData("Africa/Casablanca", "2027-06-15T10:00", "instant", "2027-06-15T09:00", "2027-06-15T09:00:00Z", "there")]
    [InlineData("America/Vancouver", "2027-12-15T10:00", "wall-clock", "2027-12-15T10:00", "2027-12-15T17:00:00Z", "grace")]
    [InlineData("America/Vancouver", "2027-12-15T10:00", "instant", "2027-12-15T11:00", "2027-12-15T18:00:00Z", "there")]
    public async Task By_either_decision_the_sequence_grows_by_one_and_they_alone_are_told_whose_clock_shows_another_time(string zone, string start, string decision, string local, string instant, string told)
    {
        using var mail = await MailServer.StartAsync();
        var (server, file) = OldServer(mail.Settings);
        using var _ = server;
        var e = await PlanAsync(server, "Voices", zone, start, "America/New_York");
        foreach (var (name, where) in new[] { ("there", zone), ("grace", "America/New_York") })
            await server.Host().PostAsJsonAsync($"/api/v1/events/{e.Text("id")}/invites", new { role = "speaker", name, zone = where, email = $"{name}@example.org" }).JsonAsync(HttpStatusCode.Created);
        server.Time.Advance(Duration.FromMinutes(1));
        for (var i = 0; i < 2; i++) Assert.Contains("SEQUENCE:0\r\n", (await mail.NextAsync("invited")).Text("calendar"), StringComparison.Ordinal);

        await UploadAsync(server, OldRules.Present).JsonAsync(HttpStatusCode.OK);
        await server.Host().PostAsJsonAsync($"{Path}/accept", new { decisions = new Dictionary<string, string> { [e.Text("id")] = decision } }).JsonAsync(HttpStatusCode.OK);
        server.Time.Advance(Duration.FromMinutes(1));
        var got = await mail.NextAsync();

        var moved = (await server.Host().GetAsync($"/api/v1/events/{e.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("start");
        Assert.Equal((local, instant, "TZDB: 2026f"), (moved.Text("local"), moved.Text("instant"), moved.Text("tzdb")[..11]));
        Assert.Equal($"{told}@example.org", Assert.Single(got.GetProperty("to").EnumerateArray()).GetString());
        foreach (var calendar in new[] { got.Text("calendar"), await server.Anonymous().GetStringAsync($"/e/{e.Text("slug")}/calendar.ics"), await server.Anonymous().GetStringAsync("/calendar.ics") })
        {
            Assert.Empty(StrictCalendar.Problems(System.Text.Encoding.UTF8.GetBytes(calendar)));
            Assert.Contains($"UID:{e.Text("id")}@livedialogue\r\nSEQUENCE:1\r\n", calendar, StringComparison.Ordinal);
            Assert.Contains($"DTSTART;TZID={zone}:{local.Replace("-", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal)}00\r\n", calendar, StringComparison.Ordinal);
        }
        Assert.Equal(3, (await server.Services.GetRequiredService<Db>().QueryAsync<string>("SELECT id FROM mails", null, CancellationToken.None)).Count);
        File.Delete(file);
    }

    [Fact]
    public async Task Accepted_twice_at_once_they_are_in_force_once_and_nobody_is_told_twice()
    {
        using var mail = await MailServer.StartAsync();
        var (server, file) = OldServer(mail.Settings);
        using var _ = server;
        var e = await PlanAsync(server, "Voices", "Africa/Casablanca", "2027-06-15T10:00", "America/New_York");
        await server.Host().PostAsJsonAsync($"/api/v1/events/{e.Text("id")}/invites", new { role = "speaker", name = "grace", zone = "America/New_York", email = "grace@example.org" }).JsonAsync(HttpStatusCode.Created);
        await UploadAsync(server, OldRules.Present).JsonAsync(HttpStatusCode.OK);

        var decisions = new { decisions = new Dictionary<string, string> { [e.Text("id")] = "wall-clock" } };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Host().PostAsJsonAsync($"{Path}/accept", decisions)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var mails = await server.Services.GetRequiredService<Db>().QueryAsync<string>("SELECT kind FROM mails ORDER BY kind", null, CancellationToken.None);
        Assert.Equal(["invited", "times-changed.2026f"], mails);
        File.Delete(file);
    }

    [Fact]
    public async Task A_new_build_with_newer_rules_moves_nothing_until_the_organiser_decides_and_knows_every_clock_as_it_was()
    {
        using var mail = await MailServer.StartAsync();
        var (server, file) = OldServer(mail.Settings);
        using var _ = server;
        var rabat = await PlanAsync(server, "Rabat", "Africa/Casablanca", "2027-06-15T10:00");
        var newYork = await PlanAsync(server, "New York", "America/New_York", "2027-06-15T09:00");
        await server.Host().PostAsJsonAsync($"/api/v1/events/{newYork.Text("id")}/invites", new { role = "speaker", name = "amina", zone = "Africa/Casablanca", email = "amina@example.org" }).JsonAsync(HttpStatusCode.Created);
        server.StopForNow();
        await File.WriteAllBytesAsync(file, OldRules.Present);   // the build's own rules from now on
        server.Restart();

        var waits = await server.Host().GetAsync(Path).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("2019c", "2026f"), (waits.Text("inForce"), waits.Text("pending")));
        var events = waits.GetProperty("events").EnumerateArray().ToDictionary(e => e.Text("title"));
        Assert.Equal(["New York", "Rabat"], events.Keys.Order(StringComparer.Ordinal));
        var office = events["New York"].GetProperty("offices")[0];
        Assert.Equal(("Tuesday 15 June, 14:00, Rabat (UTC+01:00)", "Tuesday 15 June, 13:00, Rabat (UTC+00:00)"), (office.Text("before"), office.Text("instant")));
        Assert.Equal("+01:00", (await server.Host().GetAsync($"/api/v1/events/{rabat.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("start").Text("offset"));

        await server.Host().PostAsJsonAsync($"{Path}/accept", new { decisions = new Dictionary<string, string> { [rabat.Text("id")] = "wall-clock" } }).JsonAsync(HttpStatusCode.OK);
        server.Restart();
        Assert.False((await server.Host().GetAsync(Path).JsonAsync(HttpStatusCode.OK)).TryGetProperty("pending", out var _));
        Assert.Equal("2027-06-15T10:00:00Z", (await server.Host().GetAsync($"/api/v1/events/{rabat.Text("id")}").JsonAsync(HttpStatusCode.OK)).GetProperty("start").Text("instant"));
        server.Time.Advance(Duration.FromMinutes(1));
        Assert.Contains("It was: Tuesday 15 June, 14:00, Rabat (UTC+01:00)", (await mail.NextAsync("times-changed.2026f")).Text("text"), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Theory]
    [InlineData("America/New_York", "Africa/Nairobi", "2026f")]     // nothing to decide: in force at once
    [InlineData("America/New_York", "US/Pacific-New", "2019c")]    // a zone in use is gone
    public async Task A_new_build_decides_by_itself_only_where_there_is_nothing_to_decide_and_no_zone_is_lost(string zone, string office, string inForce)
    {
        var (server, file) = OldServer();
        using var _ = server;
        await PlanAsync(server, "Voices", zone, "2027-06-15T09:00", office);
        server.StopForNow();
        await File.WriteAllBytesAsync(file, OldRules.Present);
        server.Restart();

        var view = await server.Host().GetAsync(Path).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(inForce, view.Text("inForce"));
        Assert.False(view.TryGetProperty("pending", out var _));
        Assert.Equal(HttpStatusCode.OK, (await server.Anonymous().GetAsync("/")).StatusCode);
        File.Delete(file);
    }

    [Fact]
    public async Task A_zone_that_only_the_run_of_show_names_may_not_be_lost()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/events/{e.Id}/run-of-show")
        {
            Content = JsonContent.Create(new { segments = new[] { new { title = "Voices", duration = "PT5M", speakers = new[] { new { name = "Sereana", zone = "Pacific/Fiji" } } } } }),
        };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        await server.Host().SendAsync(request).JsonAsync(HttpStatusCode.OK);

        var zones = await server.Services.GetRequiredService<Db>().QueryAsync<string>(NewerRules.ZonesInUse, null, CancellationToken.None);
        Assert.Contains("Pacific/Fiji", zones);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Damaged_older_and_hostile_files_are_refused_and_nothing_is_stored(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new SeededRandom(seed);
        using var server = new TestServer();
        var files = new List<byte[]> { Array.Empty<byte>(), new byte[] { 0 }, new byte[100_000], OldRules.Old, OldRules.Present, new byte[RuleFile.MaxBytes + 1] };
        files.Add([0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]);              // a field of two gigabytes
        files.Add([0, 0, 0, 0, 0, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]);           // a pool of two thousand million strings
        files.Add([0, 0, 0, 0, 0, 2, 1, 1, 1, 7, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]);   // a zone of as many changes
        for (var i = 0; i < 8; i++) files.Add(OldRules.Present[..random.Next(OldRules.Present.Length)]);
        for (var i = 0; i < 20; i++)
        {
            var damaged = OldRules.Present.ToArray();
            for (var bit = 0; bit < 40; bit++) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            files.Add(damaged);
        }
        foreach (var file in files)
        {
            using var response = await UploadAsync(server, file);
            Assert.Contains(response.StatusCode, new[] { HttpStatusCode.UnprocessableEntity, HttpStatusCode.RequestEntityTooLarge });
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
        Assert.Equal(OldRules.Present, await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(server.DataFolder, "zones*"))));   // those in force
        Assert.False((await server.Host().GetAsync(Path).JsonAsync(HttpStatusCode.OK)).TryGetProperty("pending", out var _));
        using var stranger = await server.Anonymous().PutAsync($"{Path}/pending", new ByteArrayContent(OldRules.Present));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public void A_newer_file_that_lost_zones_is_refused_but_one_name_may_go()
    {
        var (old, _) = RuleFile.TryRead(OldRules.Old);
        Assert.Equal("2019c", old!.Version);
        var claimed = old with { Version = "2027a" };
        Assert.Contains("it isn't whole", claimed.WhyNotAfter(RuleFile.BuiltIn)!, StringComparison.Ordinal);
        Assert.Null(RuleFile.BuiltIn.Zones.GetZoneOrNull("US/Pacific-New"));
        Assert.Null(RuleFile.BuiltIn.WhyNotAfter(old));
    }

    [Fact]
    public async Task A_file_without_a_zone_that_is_in_use_is_refused()
    {
        var (server, file) = OldServer();
        using var _ = server;
        await PlanAsync(server, "Nowhere", "America/New_York", "2027-06-15T09:00", "US/Pacific-New");
        var problem = await UploadAsync(server, OldRules.Present).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("US/Pacific-New", problem.Text("detail"), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Theory]
    [InlineData("2026f", "2026g", -1)]
    [InlineData("2026f", "2027a", -1)]
    [InlineData("2026z", "2026za", -1)]
    [InlineData("2026f", "2026f", 0)]
    [InlineData("2026f", "2019c", 1)]
    public void Versions_have_an_order(string a, string b, int sign) => Assert.Equal(sign, Math.Sign(RuleFile.Compare(a, b)));
}
