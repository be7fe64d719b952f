using System.Text;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Events.Calendar;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;

namespace LiveDialogue.Server.Tests.Events;

public sealed class CalendarFileTests
{
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;

    private static LiveEvent Event(string zone = "America/New_York", string local = "2027-03-16T09:00:00", string? choice = null, string title = "Voices", string description = "")
    {
        var meant = new EventStart(NodaTime.Text.LocalDateTimePattern.ExtendedIso.Parse(local).Value, zone);
        var at = meant.Resolve(Zones).Choose(choice)!.Value;
        return PlanEvent.Blank(new FakeClock(new FakeTime(TestServer.Start)), draft: false) with
        {
            Id = new("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            Title = title,
            Description = description,
            Start = new(meant, choice, at.ToInstant(), at.Offset, Zones.VersionId),
            Version = 3,
        };
    }

    private static string Write(LiveEvent e) => Encoding.UTF8.GetString(CalendarFile.Write(e, new Uri("http://localhost/e/voices"), Zones));

    private static string[] Unfolded(string file) => file.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void An_event_says_what_a_calendar_needs()
    {
        var lines = Unfolded(Write(Event()));

        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Equal("END:VCALENDAR", lines[^1]);
        foreach (var line in new[]
        {
            "VERSION:2.0", "METHOD:PUBLISH", "UID:01ARZ3NDEKTSV4RRFFQ69G5FAV@livedialogue", "SEQUENCE:2", "DTSTAMP:20270301T120000Z",
            "DTSTART;TZID=America/New_York:20270316T090000", "DURATION:PT1H", "SUMMARY;LANGUAGE=en:Voices", "URL:http://localhost/e/voices", "STATUS:CONFIRMED",
        })
            Assert.Contains(line, lines);
        Assert.Contains("STATUS:CANCELLED", Unfolded(Write(Event() with { State = EventState.Cancelled })));
    }

    [Fact]
    public void Text_is_escaped_and_lines_are_folded_between_characters()
    {
        var title = string.Concat(Enumerable.Repeat("Ünïcödé 对话 حوار 🎉, ", 12)) + "a\\b;c";
        var file = Write(Event(title: title, description: "First\r\nsecond, third\u0007"));

        foreach (var line in file.Split("\r\n")) Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75);
        Assert.DoesNotContain('\uFFFD', file);
        Assert.DoesNotContain('\n', file.Replace("\r\n", "", StringComparison.Ordinal));
        var summary = Unfolded(file).Single(l => l.StartsWith("SUMMARY", StringComparison.Ordinal));
        Assert.Equal("SUMMARY;LANGUAGE=en:" + title.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal), summary);
        Assert.Contains("DESCRIPTION;LANGUAGE=en:First\\nsecond\\, third\\n\\nhttp://localhost/e/voices", Unfolded(file));
    }

    [Fact]
    public void The_second_of_two_equal_local_times_is_given_in_utc()
    {
        Assert.Contains("DTSTART;TZID=America/New_York:20271107T013000", Unfolded(Write(Event(local: "2027-11-07T01:30:00", choice: "earlier"))));
        var later = Unfolded(Write(Event(local: "2027-11-07T01:30:00", choice: "later")));
        Assert.Contains("DTSTART:20271107T063000Z", later);
        Assert.DoesNotContain("BEGIN:VTIMEZONE", later);
    }

    [Fact]
    public void Every_zone_s_component_read_by_its_own_rules_gives_nodatime_s_offsets()
    {
        foreach (var zone in Zones.Ids)
            foreach (var month in new[] { 1, 3, 6, 11 })
            {
                var e = Event(zone, new LocalDateTime(2027, month, 18, 12, 0).ToString("uuuu-MM-ddTHH:mm:ss", null));
                var start = e.Start.At.InZone(Zones[zone]);
                var lines = Unfolded(Write(e));
                if (start.Zone.Id == "UTC") continue;
                Assert.Equal((zone, start.Offset), (zone, OffsetByFile(lines, start.LocalDateTime)));
            }
    }

    /// <summary>RFC 5545 §3.6.5: the observance with the latest onset at or before the local time.</summary>
    private static Offset OffsetByFile(string[] lines, LocalDateTime local)
    {
        var onset = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("'DTSTART:'uuuuMMdd'T'HHmmss");
        var offset = NodaTime.Text.OffsetPattern.CreateWithInvariantCulture("'TZOFFSETTO:'+HHmm");
        var observances = lines.TakeWhile(l => l != "END:VTIMEZONE").ToList();
        var onsets = observances.Where(l => l.StartsWith("DTSTART:", StringComparison.Ordinal)).Select(l => onset.Parse(l).Value);
        var offsets = observances.Where(l => l.StartsWith("TZOFFSETTO:", StringComparison.Ordinal)).Select(l => offset.Parse(l).Value);
        return onsets.Zip(offsets).Where(o => o.First <= local).MaxBy(o => o.First).Second;
    }
}
