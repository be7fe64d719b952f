using System.Text;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Events.Calendar;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Testing;
using NodaTime;

namespace LiveDialogue.Server.Tests.Events.Calendar;

public sealed class CalendarFileTests
{
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;

    private static readonly CalendarParty Organizer = new("LiveDialogue", "dialogue@example.org");
    private static readonly Uri Page = new("http://localhost/e/voices");

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
            Revision = 2,
        };
    }

    private static string Write(LiveEvent e) => Encoding.UTF8.GetString(CalendarFile.Write(e, Organizer, Page, Zones));

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
        Assert.DoesNotContain(lines, line => line.StartsWith("ATTENDEE", StringComparison.Ordinal));
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

    [Theory]
    [InlineData("a plain event", "America/New_York", "2027-03-16T09:00:00", null)]
    [InlineData("no changes", "Asia/Kathmandu", "2027-03-16T18:45:00", null)]
    [InlineData("negative summer time", "Europe/Dublin", "2027-07-01T10:00:00", null)]
    [InlineData("suspended in Ramadan", "Asia/Gaza", "2027-02-15T10:00:00", null)]
    [InlineData("half an hour of summer time", "Australia/Lord_Howe", "2027-03-16T10:00:00", null)]
    [InlineData("the second of two", "America/New_York", "2027-11-07T01:30:00", "later")]
    public void A_published_file_is_as_agreed_and_strictly_valid(string name, string zone, string local, string? choice)
    {
        var e = Event(zone, local, choice, "Voices; \"من غوما\", 对话", "One hour.\n\nFour offices.");
        Agreed(CalendarFile.Write(e, Organizer, Page, Zones), name);
    }

    [Fact]
    public void A_request_and_its_cancellation_are_as_agreed_and_strictly_valid()
    {
        var (organizer, attendee) = (Organizer, new CalendarParty("Amina \"the\" Ouédraogo; من غوما", "amina@example.org"));
        var written = TestServer.Start + Duration.FromHours(2);
        Agreed(CalendarFile.Write(new CalendarMessage.Request(organizer, attendee, written), [new(Event(), Page)], Zones), "request");
        Agreed(CalendarFile.Write(new CalendarMessage.Cancel(organizer, attendee, written), [new(Event() with { Revision = 3, State = EventState.Cancelled }, Page)], Zones), "cancel");
        Agreed(CalendarFile.Write(new CalendarMessage.Cancel(organizer, attendee, written), [new(Event() with { Revision = 3 }, Page)], Zones), "cancel of one person");
    }

    [Fact]
    public void A_feed_tells_its_name_and_each_zone_once()
    {
        var second = Event("Europe/Zurich", "2028-06-01T10:00:00") with { Id = new("01BX5ZZKBKACTAV9WEVGEMMVRZ") };
        var third = Event("America/New_York", "2029-06-01T10:00:00") with { Id = new("01BX5ZZKBKACTAV9WEVGEMMVS0") };
        Agreed(CalendarFile.Write(new CalendarMessage.Publish(Organizer), [new(Event(), Page), new(second, Page), new(third, Page)], Zones, new("Dialogues", new Uri("http://localhost/calendar.ics"))), "feed");
    }

    [Fact]
    public void No_input_begins_a_line_of_its_own()
    {
        var file = CalendarFile.Write(new CalendarMessage.Request(new("A\r\nATTENDEE:mailto:x@y", "a@example.org"), new("B\u0000\n", "\"b\r\n;x,\"@example.org"), TestServer.Start), [new(Event(title: "x\r\nBEGIN:VALARM\u2028"), Page)], Zones);
        Assert.Empty(StrictCalendar.Problems(file));
        Assert.DoesNotContain(Unfolded(Encoding.UTF8.GetString(file)), line => line.StartsWith("BEGIN:VALARM", StringComparison.Ordinal) || line.StartsWith("ATTENDEE:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_feed_without_events_is_still_a_calendar()
    {
        var file = CalendarFile.Write(new CalendarMessage.Publish(Organizer), [], Zones, new("Dialogues", new Uri("http://localhost/calendar.ics")));
        Agreed(file, "empty feed");
        Assert.DoesNotContain("METHOD", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_no_plain_one_stays_one_value()
    {
        Assert.Equal("mailto:amina.o+field@example.org", new CalendarParty("", "amina.o+field@example.org").Address);
        Assert.Equal("mailto:%22a%20b%22@example.org", new CalendarParty("", "\"a b\"@example.org").Address);
        Assert.Equal("mailto:a%0D%0Ab%3Fcc=x@%C3%BC.example".Replace("=", "%3D", StringComparison.Ordinal), new CalendarParty("", "a\r\nb?cc=x@ü.example").Address);
    }

    [Theory]
    [InlineData("\r\nUID:01", "\r\nUIE:01")]
    [InlineData("DTSTART;TZID=America/New_York", "DTSTART;TZID=America/Nowhere")]
    [InlineData("DTSTART;TZID=America/New_York:2027", "DTSTART:2027")]
    [InlineData("20270316T090000", "20270231T090000")]
    [InlineData("METHOD:PUBLISH", "METHOD:REQUEST")]
    [InlineData("SUMMARY;LANGUAGE=en:Voices", "SUMMARY;LANGUAGE=en:Voi,ces")]
    [InlineData("SEQUENCE:2\r\n", "")]
    [InlineData("DTSTAMP:20270301T120000Z\r\n", "")]
    [InlineData("ORGANIZER;CN=\"LiveDialogue\":mailto:dialogue@example.org\r\n", "")]
    [InlineData("LAST-MODIFIED:20270301T120000Z", "LAST-MODIFIED:20270301T120001Z")]
    [InlineData("VERSION:2.0\r\nPRODID:-//LiveDialogue//LiveDialogue//EN\r\n", "PRODID:-//LiveDialogue//LiveDialogue//EN\r\nVERSION:2.0\r\n\r\n")]
    [InlineData("METHOD:PUBLISH\r\n", "")]
    [InlineData("END:VEVENT\r\n", "")]
    [InlineData("END:STANDARD\r\n", "END:STANDARD\n")]
    [InlineData("BYDAY=1SU", "BYDAY=FIRST")]
    [InlineData("TZOFFSETTO:-0400", "TZOFFSETTO:-4")]
    [InlineData("STATUS:CONFIRMED", "STATUS:CONFIRMED AND THIS LINE IS LONGER THAN SEVENTY-FIVE OCTETS, WHICH NONE MAY BE")]
    public void The_strict_reader_finds_what_is_wrong(string good, string bad)
    {
        var file = Write(Event());
        Assert.Contains(good, file, StringComparison.Ordinal);
        Assert.NotEmpty(StrictCalendar.Problems(Encoding.UTF8.GetBytes(file.Replace(good, bad, StringComparison.Ordinal))));
    }

    private static void Agreed(byte[] file, string name)
    {
        Assert.Empty(StrictCalendar.Problems(file));
        Snapshot.Verify(Encoding.UTF8.GetString(file), name.Replace(' ', '-'), "ics");
    }
}
