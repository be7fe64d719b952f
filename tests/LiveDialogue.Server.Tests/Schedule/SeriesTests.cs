using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Series;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Texts;
using LiveDialogue.Testing;
using NodaTime;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Schedule;

public sealed class SeriesTests(ITestOutputHelper output)
{
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;
    private static readonly IClock Clock = new FakeClock(new FakeTime(TestServer.Start));

    private static SeriesRequest Tuesdays(string start = "2027-03-09T09:00", string zone = "America/New_York", int count = 4, RepeatRequest? repeat = null) => new()
    {
        Event = new() { Title = "Voices", Start = start, Zone = zone, Offices = [.. Fixtures.Fourteen.Select(o => new OfficeRequest(o.Name, o.Zone))] },
        Repeat = repeat ?? new("week", null, null, null, count, null),
    };

    private static SeriesDrafted Draft(SeriesRequest request) => SeriesDraft.Apply(request, () => PlanEvent.Blank(Clock, draft: false), Zones);

    private static IReadOnlyList<LiveEvent> Planned(SeriesRequest request) => Assert.IsType<SeriesDrafted.Good>(Draft(request)).Events;

    [Fact]
    public void Tuesdays_at_nine_in_New_York_keep_their_wall_clock()
    {
        var starts = Planned(Tuesdays()).Select(e => e.Start.At);
        Assert.Equal([Instant.FromUtc(2027, 3, 9, 14, 0), Instant.FromUtc(2027, 3, 16, 13, 0), Instant.FromUtc(2027, 3, 23, 13, 0), Instant.FromUtc(2027, 3, 30, 13, 0)], starts);
    }

    [Theory]
    [InlineData("en", 0, "On Tuesday 9 March 2027 the series begins at 09:00 in New York (UTC−05:00).")]
    [InlineData("en", 1, "On Tuesday 16 March 2027, 13 of 14 offices meet 1 hour earlier than the time before: all but New York.")]
    [InlineData("en", 2, "On Tuesday 23 March 2027 every office meets at the same hour as the time before.")]
    [InlineData("en", 3, "On Tuesday 30 March 2027, only Geneva meets 1 hour later than the time before (1 of 14 offices).")]
    [InlineData("fr", 1, "Le mardi 16 mars 2027, 13 bureaux sur 14 se réunissent 1 heure plus tôt que la fois précédente : tous sauf New York.")]
    [InlineData("fr", 3, "Le mardi 30 mars 2027, seul Geneva se réunit 1 heure plus tard que la fois précédente (1 bureau sur 14).")]
    [InlineData("ar", 1, "الثلاثاء 16 مارس 2027: 13 من 14 مكاتب تجتمع أبكر من المرة السابقة بفارق ساعة واحدة: الكل عدا \u2068New York\u2069.")]
    [InlineData("ar", 3, "الثلاثاء 30 مارس 2027: يجتمع \u2068Geneva\u2069 وحده أكثر تأخرًا من المرة السابقة بفارق ساعة واحدة (1 من 14 مكاتب).")]
    public void The_panel_says_what_the_clock_changes_do(string language, int occurrence, string sentence)
    {
        var events = Planned(Tuesdays());
        Assert.Equal(sentence, ClockShifts.Say(Wording.For(language), occurrence == 0 ? null : events[occurrence - 1].Start, events[occurrence].Start, events[occurrence].Offices, Zones));
    }

    [Fact]
    public void The_panel_says_why()
    {
        var events = Planned(Tuesdays());
        IReadOnlyList<string> Why(int i) => ClockShifts.Reasons(Wording.For("en"), events[i - 1].Start, events[i].Start, events[i].Offices, Zones);
        Assert.Equal(["Clocks in New York go forward by 1 hour on Sunday 14 March 2027."], Why(1));
        Assert.Empty(Why(2));
        Assert.Equal(["Clocks in Geneva go forward by 1 hour on Sunday 28 March 2027."], Why(3));
    }

    [Fact]
    public void Anchored_in_utc_only_those_whose_clocks_change_are_named()
    {
        var events = Planned(Tuesdays("2027-03-09T13:00", "UTC"));
        Assert.Equal(
            "On Tuesday 16 March 2027, only New York meets 1 hour later than the time before (1 of 14 offices).",
            ClockShifts.Say(Wording.For("en"), events[0].Start, events[1].Start, events[1].Offices, Zones));
    }

    [Fact]
    public void Half_an_hour_and_a_move_over_the_date_line_are_told_as_they_are()
    {
        var half = Planned(Tuesdays("2027-03-31T09:00", "UTC", 2) with { Event = Tuesdays().Event! with { Start = "2027-03-31T09:00", Zone = "UTC", Offices = [new("Lord Howe", "Australia/Lord_Howe"), new("Goma", "Africa/Lubumbashi")] } });
        Assert.Equal(
            "On Wednesday 7 April 2027, only Lord Howe meets 30 minutes earlier than the time before (1 of 2 offices).",
            ClockShifts.Say(Wording.For("en"), half[0].Start, half[1].Start, half[1].Offices, Zones));
        var line = Planned(Tuesdays() with { Event = new() { Title = "Moved", Start = "2011-12-27T09:00", Zone = "UTC", Offices = [new("Apia", "Pacific/Apia"), new("Goma", "Africa/Lubumbashi")] } });
        Assert.Equal(24 * 60, ClockShifts.Between(line[0].Start, line[1].Start, line[1].Offices, Zones)[0].Minutes);
    }

    // Moved in the week in which New York's clocks change: the others' hour is the same by both together.
    [Theory]
    [InlineData("10:00", "On Tuesday 16 March 2027, only New York meets 1 hour later than the time before (1 of 14 offices). That hour was chosen: 10:00 in New York (UTC−04:00).")]
    [InlineData("08:30", "On Tuesday 16 March 2027, 13 of 14 offices meet 1 hour and 30 minutes earlier than the time before: all but New York. On Tuesday 16 March 2027, only New York meets 30 minutes earlier than the time before (1 of 14 offices). That hour was chosen: 08:30 in New York (UTC−04:00).")]
    public void Of_an_hour_that_was_chosen_the_panel_says_what_each_clock_shows_and_that_it_was_meant(string time, string sentence)
    {
        var events = Planned(Tuesdays() with { Times = ["09:00", time] });
        Assert.Equal(sentence, ClockShifts.Say(Wording.For("en"), events[0].Start, events[1].Start, events[1].Offices, Zones));
        Assert.Equal(-60, ClockShifts.Between(events[0].Start, events[1].Start, events[1].Offices, Zones)[13].Minutes);   // clocks alone
    }

    [Theory]
    [InlineData("Africa/Nairobi")]
    [InlineData("Pacific/Fiji")]   // where it is the next day
    public void A_new_anchor_at_the_same_moment_moves_nobody(string zone)
    {
        var events = Planned(Tuesdays());
        var elsewhere = ScheduledStart.Fixed(events[2].Start.At, Zones[zone], Zones.VersionId);
        Assert.StartsWith("On ", ClockShifts.Say(Wording.For("en"), events[1].Start, elsewhere, events[2].Offices, Zones), StringComparison.Ordinal);
        Assert.Contains("every office meets at the same hour as the time before. That hour was chosen: ", ClockShifts.Say(Wording.For("en"), events[1].Start, elsewhere, events[2].Offices, Zones), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("week", 2, null, null, "2027-03-09 2027-03-23 2027-04-06")]
    [InlineData("month", 1, null, null, "2027-03-09 2027-04-13 2027-05-11")]
    [InlineData("month", 1, -1, null, "2027-03-30 2027-04-27 2027-05-25")]
    [InlineData("month", 3, 4, null, "2027-03-23 2027-06-22 2027-09-28")]
    [InlineData("week", 1, null, "monday thursday", "2027-03-11 2027-03-15 2027-03-18")]
    public void A_rule_gives_its_dates(string every, int interval, int? nth, string? days, string dates)
    {
        var events = Planned(Tuesdays(repeat: new(every, interval, days?.Split(' '), nth, 3, null)));
        Assert.Equal(dates.Split(' '), events.Select(e => NodaTime.Text.LocalDatePattern.Iso.Format(e.Start.Meant.Local.Date)));
    }

    [Fact]
    public void Times_take_turns()
    {
        var events = Planned(Tuesdays() with { Times = ["09:00", "17:00", "23:00"] });
        Assert.Equal(["09:00", "17:00", "23:00", "09:00"], events.Select(e => DateWords.Hour(e.Start.Meant.Local.TimeOfDay)));
        Assert.All(ClockShifts.Between(events[1].Start, events[2].Start, events[2].Offices, Zones), shift => Assert.Equal(0, shift.Minutes));   // meant, not shifted
    }

    [Fact]
    public void A_skipped_occurrence_asks_unless_the_organiser_chose()
    {
        var request = Tuesdays("2027-03-07T02:30", count: 3);
        var refused = Assert.IsType<SeriesDrafted.Refused>(Draft(request));
        Assert.Equal(2, refused.Number);
        Assert.IsType<StartResolution.Skipped>(Assert.IsType<Drafted.MustChoose>(refused.Why).Resolution);

        var events = Planned(request with { Gap = "after-gap" });
        Assert.Equal(Instant.FromUtc(2027, 3, 14, 7, 30), events[1].Start.At);
        Assert.Equal(new LocalDateTime(2027, 3, 14, 2, 30), events[1].Start.Meant.Local);   // what was meant is kept
        Assert.IsType<SeriesDrafted.Refused>(Draft(Tuesdays("2027-10-31T01:30", count: 3) with { Gap = "after-gap" }));
        Assert.Equal("later", Planned(Tuesdays("2027-10-31T01:30", count: 3) with { Overlap = "later" })[1].Start.Choice);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_the_zone_recurrence_keeps_the_wall_clock(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new SeededRandom(seed);
        foreach (var zone in Zones.Ids.Where(_ => random.Chance(0.25)))
        {
            var start = new LocalDateTime(2024 + random.Next(7), 1 + random.Next(12), 1 + random.Next(28), random.Next(24), 15 * random.Next(4));
            var request = Tuesdays(TimeText.Local(start), zone, 30) with { Gap = "after-gap", Overlap = "earlier" };
            foreach (var e in Planned(request))
            {
                Assert.Equal(start.TimeOfDay, e.Start.Meant.Local.TimeOfDay);
                var back = e.Start.At.InZone(Zones[zone]);   // resolve, render, and resolve again
                Assert.Equal(e.Start.Offset, back.Offset);
                if (e.Start.Choice is null) Assert.Equal(e.Start.Meant.Local, back.LocalDateTime);
                Assert.Equal(e.Start.At, e.Start.Meant.Resolve(Zones).Choose(e.Start.Choice)!.Value.ToInstant());
            }
        }
    }
}
