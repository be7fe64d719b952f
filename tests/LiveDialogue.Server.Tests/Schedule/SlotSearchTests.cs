using LiveDialogue.Server.Schedule.Slots;
using LiveDialogue.Testing;
using NodaTime;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Schedule;

public sealed class SlotSearchTests(ITestOutputHelper output)
{
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;

    [Fact]
    public void Of_the_fourteen_offices_thirteen_are_inside_their_day_at_best_and_Suva_always_pays()
    {
        var question = new SlotQuestion(Fixtures.Fourteen, new(2027, 3, 9), 1, Duration.FromHours(1));
        var grid = SlotGrid.Of(question, Zones);

        var answer = SlotSearch.Best(grid, 10);

        var best = answer.Slots[0];
        Assert.Equal((13, Convenience.Night), (best.Inside, best.Worst));
        Assert.Equal((Instant.FromUtc(2027, 3, 9, 12, 0), Instant.FromUtc(2027, 3, 9, 13, 0)), (question.StartOf(best.First), question.StartOf(best.Last)));
        var verdict = Assert.IsType<SlotVerdict.SomeAtNight>(answer.Verdict);
        Assert.Equal(13, verdict.Inside);
        Assert.Equal(["Suva"], verdict.Always);
    }

    [Fact]
    public void Offices_near_each_other_all_fit_and_the_verdict_says_so()
    {
        var grid = SlotGrid.Of(new([Fixtures.Office("Goma", "Africa/Lubumbashi"), Fixtures.Office("Nairobi", "Africa/Nairobi")], new(2027, 3, 9), 7, Duration.FromHours(1)), Zones);
        Assert.IsType<SlotVerdict.Everybody>(SlotSearch.Best(grid, 3).Verdict);
    }

    [Fact]
    public void Two_that_are_never_both_in_their_day_are_told_who_pays_or_that_it_can_go_round()
    {
        PlanningOffice At(string name, string zone) => Fixtures.Office(name, zone) with { DayFromMinute = 9 * 60, DayToMinute = 17 * 60 };
        var grid = SlotGrid.Of(new([At("Nairobi", "Africa/Nairobi"), At("Panama", "America/Panama")], new(2027, 3, 9), 2, Duration.FromHours(1)), Zones);
        var verdict = Assert.IsType<SlotVerdict.SomeOutside>(SlotSearch.Best(grid, 3).Verdict);
        Assert.Equal(1, verdict.Inside);
        Assert.Empty(verdict.Always);
    }

    [Theory]
    [InlineData(1, 3, 5, 60)]
    [InlineData(2, 8, 4, 15)]
    [InlineData(3, 14, 3, 15)]
    [InlineData(4, 5, 3, 30)]
    [InlineData(5, 2, 9, 5)]
    public void The_fast_search_answers_as_the_plain_loop_does(int seed, int offices, int days, int step)
    {
        output.WriteLine($"seed {seed}");
        var random = new SeededRandom(seed);
        for (var round = 0; round < 4; round++)
        {
            // Around clock changes of many zones, and once before zones had whole minutes.
            var from = new[] { new LocalDate(2027, 3, 12), new(2027, 10, 29), new(2026, 9, 18), new(1912, 3, 1) }[round];
            var old = round == 3;
            var question = new SlotQuestion(Fixtures.Random(random, old ? 2 : offices, from, minutes: 1), from, old ? 1 : days, Duration.FromMinutes(5 + random.Next(180)), step);
            var grid = SlotGrid.Of(question, Zones);
            var every = Duration.FromSeconds(old ? 1 : 60);

            var plain = PlainSlotSearch.Best(question, Zones, every, 25);

            var fast = SlotSearch.Best(grid, 25).Slots;
            Assert.Equal(plain.Select(p => p.Slot), fast);
            foreach (var (slot, expected) in plain)
                for (var office = 0; office < expected.Length; office++) Assert.Equal(expected[office], grid.At(office, slot.First));
        }
    }

    [Theory]
    [InlineData("America/New_York", "2027-03-14", 6, 45)]    // 01:45 and on: 02:00 to 03:00 isn't there
    [InlineData("Australia/Lord_Howe", "2027-04-03", 14, 45)]
    [InlineData("Pacific/Apia", "2011-12-30", 9, 30)]         // the day that was left out
    public void Across_a_clock_change_each_minute_counts_as_its_own_clock_says(string zone, string date, int hour, int minute)
    {
        var from = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        var office = Fixtures.Office("There", zone) with { Quiet = [new(60, 121, []), new(1430, 20, [from.DayOfWeek])] };
        var question = new SlotQuestion([office], from, 2, Duration.FromMinutes(50), 15);
        var grid = SlotGrid.Of(question, Zones);
        for (var slot = 0; slot < question.Slots; slot++)
            Assert.Equal(PlainSlotSearch.At(office, Zones[zone], question.StartOf(slot), question.Length, Duration.FromMinutes(1)), grid.At(0, slot));
        Assert.True(question.StartOf(((hour * 60) + minute) / 15) > question.Start);
    }

    [Fact]
    public void Who_had_the_night_last_time_is_spared_where_the_score_is_equal()
    {
        // Either one of them has the night or the other: twelve hours apart, three hours each, no hour for both.
        PlanningOffice At(string name, string zone, int nights) => Fixtures.Office(name, zone) with { DayFromMinute = 10 * 60, DayToMinute = 17 * 60, Nights = nights };
        var question = new SlotQuestion([At("Here", "Etc/GMT", 2), At("There", "Etc/GMT+12", 1)], new(2027, 3, 9), 1, Duration.FromHours(6));
        var grid = SlotGrid.Of(question, Zones);
        var best = SlotSearch.Best(grid, 1).Slots[0];
        Assert.NotEqual(Convenience.Night, grid.At(0, best.First));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Fairness_never_lets_one_office_have_every_night_while_an_equal_choice_spares_it(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new SeededRandom(seed);
        var spared = 0;
        for (var round = 0; round < 12; round++)
        {
            var offices = Fixtures.Random(random, 2 + random.Next(6), new(2027, 3, 1), 15).Select(o => o with { Nights = 0, WorkingDays = Enum.GetValues<IsoDayOfWeek>()[1..] }).ToList();
            var question = new SlotQuestion(offices, new(2027, 3, 1), 7 * (offices.Count + 2), Duration.FromHours(1 + random.Next(3)));
            var grid = SlotGrid.Of(question, Zones);
            var chosen = SlotSearch.Rotate(grid, 7, concession: 0);
            spared += CheckFair(grid, chosen, 7 * 96);
        }
        Assert.True(spared > 0, "no round had a choice to make: the test shows nothing");
    }

    /// <returns>How often an office that had had every night was spared.</returns>
    private static int CheckFair(SlotGrid grid, IReadOnlyList<Slot> chosen, int perPeriod)
    {
        var count = grid.Question.Offices.Count;
        var every = Enumerable.Range(0, count).Where(o => IsNight(o, chosen[0].First)).ToList();
        var (spared, alwaysAChoice) = (0, every.ToDictionary(o => o, _ => true));
        for (var k = 1; k < chosen.Count; k++)
        {
            var equal = Enumerable.Range(k * perPeriod, perPeriod).Where(s => grid.Inside(s) == chosen[k].Inside && grid.Worst(s) == chosen[k].Worst).ToList();
            var again = every.Where(o => IsNight(o, chosen[k].First)).ToList();
            // Of those who had every night, as few as any choice of equal score allows have it again.
            Assert.Equal(equal.Min(s => every.Count(o => IsNight(o, s))), again.Count);
            foreach (var office in every) alwaysAChoice[office] &= equal.Any(s => !IsNight(office, s));
            spared += every.Count - again.Count;
            every = again;
        }
        // More occurrences than offices: whoever could always have been spared has not had every night.
        Assert.DoesNotContain(every, office => alwaysAChoice[office]);
        return spared;

        bool IsNight(int office, int slot) => grid.At(office, slot) is Convenience.Night;
    }

    [Fact]
    public void With_a_concession_the_night_goes_round_even_from_the_office_that_always_has_it()
    {
        var grid = SlotGrid.Of(new(Fixtures.Fourteen, new(2027, 3, 8), 8 * 7, Duration.FromHours(1)), Zones);
        int SuvasNights(int concession) => SlotSearch.Rotate(grid, 7, concession).Count(s => grid.At(13, s.First) is Convenience.Night);
        Assert.Equal(8, SuvasNights(0));
        Assert.InRange(SuvasNights(4), 0, 4);
    }
}
