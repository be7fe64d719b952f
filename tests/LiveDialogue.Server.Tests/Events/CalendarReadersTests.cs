using System.Diagnostics;
using System.Net.Http.Json;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Events;

/// <summary>The served file, read by two programs that are not ours: Debian's python3-icalendar and khal.</summary>
public sealed class CalendarReadersTests(TestServer server) : IClassFixture<TestServer>
{
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

    [Fact]
    public async Task Python_and_khal_read_what_we_wrote()
    {
        var made = await server.Host().PostAsJsonAsync("/api/v1/events", new
        {
            title = "Kathmandu, 对话; und \"mehr\" — حوار مباشر mit vielen Worten, damit die Zeile gefaltet wird",
            description = "Zeile eins\n\n- zwei, drei",
            start = "2027-03-16T18:45",
            zone = "Asia/Kathmandu",
            duration = "PT1H15M",
        }).JsonAsync(System.Net.HttpStatusCode.Created);
        using var response = await server.Anonymous().GetAsync($"/e/{made.Text("slug")}/calendar.ics");
        var file = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/calendar; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal($"{made.Text("title")}|2027-03-16T13:00:00Z|1:15:00|0", (await RunAsync("/usr/bin/python3", ["-c", Read], file)).Trim());
        var path = Path.Combine(server.DataFolder, "event.ics");
        await File.WriteAllTextAsync(path, file);
        Assert.Equal($"{made.Text("title")}|2027-03-16 18:45", (await RunAsync("khal", ["-c", Configuration(), "printics", "--format", "{title}|{start-long}", path], "")).Split('\n')[^2].Trim());
    }

    private string Configuration()
    {
        var path = Path.Combine(server.DataFolder, "khal.conf");
        var calendar = Directory.CreateDirectory(Path.Combine(server.DataFolder, "khal"));
        File.WriteAllText(path, $"""
            [calendars]
            [[ours]]
            path = {calendar.FullName}
            [locale]
            local_timezone = Asia/Kathmandu
            default_timezone = Asia/Kathmandu
            timeformat = %H:%M
            dateformat = %Y-%m-%d
            longdateformat = %Y-%m-%d
            datetimeformat = %Y-%m-%d %H:%M
            longdatetimeformat = %Y-%m-%d %H:%M
            [sqlite]
            path = {calendar.FullName}/khal.db
            """);
        return path;
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;   // throws where the program is missing
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
        return await output;
    }
}
