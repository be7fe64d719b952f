using System.Net.Http.Json;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Events.Calendar;

/// <summary>The served file, read by three programs that are not ours: Debian's python3-icalendar and khal, and ical.js.</summary>
public sealed class CalendarReadersTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Title = "Kathmandu, 对话; und \"mehr\" — حوار مباشر mit vielen Worten, damit die Zeile gefaltet wird";

    private const string Read = """
        import sys, icalendar
        calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
        event = calendar.walk('VEVENT')[0]
        zone = calendar.walk('VTIMEZONE')[0].to_tz()
        local = event['DTSTART'].dt.replace(tzinfo=None)
        # By the file's own VTIMEZONE, not by what Python knows of a zone of that name.
        offset = zone.localize(local).utcoffset() if hasattr(zone, 'localize') else local.replace(tzinfo=zone).utcoffset()
        print(str(event['SUMMARY']), (local - offset).isoformat() + 'Z', event['DURATION'].dt, event['SEQUENCE'], sep='|')
        """;

    [Theory]
    [InlineData("Asia/Kathmandu", "2027-03-16T18:45", "2027-03-16T13:00:00")]
    [InlineData("America/New_York", "2027-03-16T09:00", "2027-03-16T13:00:00")]
    [InlineData("Europe/Dublin", "2027-03-30T14:00", "2027-03-30T13:00:00")]
    [InlineData("Africa/Casablanca", "2027-02-15T13:00", "2027-02-15T13:00:00")]
    [InlineData("Australia/Lord_Howe", "2027-03-16T23:30", "2027-03-16T12:30:00")]
    [InlineData("Africa/Cairo", "2027-05-04T16:00", "2027-05-04T13:00:00")]
    public async Task Python_khal_and_ical_js_read_what_we_wrote(string zone, string local, string utc)
    {
        var made = await server.Host().PostAsJsonAsync("/api/v1/events", new { title = Title, description = "Zeile eins\n\n- zwei, drei", start = local, zone, duration = "PT1H15M" })
            .JsonAsync(System.Net.HttpStatusCode.Created);
        using var response = await server.Anonymous().GetAsync($"/e/{made.Text("slug")}/calendar.ics");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var file = System.Text.Encoding.UTF8.GetString(bytes);

        Assert.Equal("text/calendar; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Empty(StrictCalendar.Problems(bytes));
        Assert.Equal($"{Title}|{utc}Z|1:15:00|0", (await OutsideReader.RunAsync(OutsideReader.Python, ["-c", Read], file)).Trim());
        Assert.Equal($"{Title}|{utc}.000Z|4500|0|PUBLISH|", (await OutsideReader.RunAsync("node", [OutsideReader.ReadWithNode], file)).Trim());
        var path = Path.Combine(server.DataFolder, "event.ics");
        await File.WriteAllTextAsync(path, file);
        // Imported into a calendar of khal's own, and listed from there, in the event's zone and in another.
        var folder = Directory.CreateTempSubdirectory("khal-").FullName;
        await OutsideReader.RunAsync("khal", ["-c", Configuration(folder, zone), "import", "--batch", path], "");
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "ours"), "*.ics"));
        foreach (var place in new[] { zone, "Pacific/Kiritimati" })
        {
            var there = NodaTime.Text.InstantPattern.ExtendedIso.Parse($"{utc}Z").Value.InZone(NodaTime.DateTimeZoneProviders.Tzdb[place]).LocalDateTime;
            var listed = await OutsideReader.RunAsync("khal", ["-c", Configuration(folder, place), "list", "--day-format", "", "--format", "{title}|{start-long}|{status}", $"{there:uuuu-MM-dd}", "1d"], "");
            Assert.Equal($"{Title}|{there:uuuu-MM-dd HH:mm}|CONFIRMED", listed.Trim().Split('\n')[^1].Trim());
        }
        Directory.Delete(folder, recursive: true);
    }

    private static string Configuration(string folder, string zone)
    {
        var path = Path.Combine(folder, "khal.conf");
        var calendar = Directory.CreateDirectory(Path.Combine(folder, "ours"));
        File.WriteAllText(path, $"""
            [calendars]
            [[ours]]
            path = {calendar.FullName}
            [locale]
            local_timezone = {zone}
            default_timezone = {zone}
            timeformat = %H:%M
            dateformat = %Y-%m-%d
            longdateformat = %Y-%m-%d
            datetimeformat = %Y-%m-%d %H:%M
            longdatetimeformat = %Y-%m-%d %H:%M
            [sqlite]
            path = {folder}/khal.db
            """);
        return path;
    }
}
