using System.Globalization;
using System.Text;
using LiveDialogue.Server.Events.Calendar;
using LiveDialogue.Testing;
using NodaTime;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Events.Calendar;

/// <summary>Our VTIMEZONE, expanded by python3-icalendar, against NodaTime: 2024 to 2030, every zone and alias of the TZDB.</summary>
public sealed class ZoneComponentTests(ITestOutputHelper output)
{
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;
    private static readonly Instant From = Instant.FromUtc(2024, 1, 1, 0, 0), To = Instant.FromUtc(2031, 1, 1, 0, 0);

    [Theory]
    [InlineData(1)]
    [InlineData(20270316)]
    public async Task Every_zone_read_through_its_vtimezone_has_nodatime_s_offsets(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new SeededRandom(seed);
        await CompareAsync(Zones.Ids, From, To, random);
    }

    [Theory]
    [InlineData(3, 1995)]
    [InlineData(4, 2034)]
    public async Task Other_years_come_out_right_too(int seed, int year)
    {
        output.WriteLine($"seed {seed}");
        await CompareAsync(Zones.Ids, Instant.FromUtc(year, 1, 1, 0, 0), Instant.FromUtc(year + 2, 1, 1, 0, 0), new SeededRandom(seed));
    }

    /// <summary>Where Python's tables end, by the letter of the standard; and far years through the file of a near one.</summary>
    [Theory]
    [InlineData(5, 2027, 2027)]
    [InlineData(6, 2085, 2085)]
    [InlineData(7, 2098, 2098)]
    [InlineData(8, 1901, 1901)]
    public void Read_by_the_letter_every_year_comes_out_right(int seed, int from, int to)
    {
        output.WriteLine($"seed {seed}");
        var random = new SeededRandom(seed);
        var (first, last) = (Instant.FromUtc(from, 1, 1, 0, 0), Instant.FromUtc(to + 1, 1, 1, 0, 0));
        foreach (var id in Zones.Ids)
        {
            var text = Read(id, first, last);
            foreach (var instant in Instants(Zones[id], first, last, random)) Assert.Equal((id, instant, Zones[id].GetUtcOffset(instant)), (id, instant, ZoneExpansion.OffsetAt(text, instant)));
        }
    }

    [Fact]
    public void A_rule_written_for_one_year_holds_for_all_that_follow()
    {
        var text = Read("America/New_York", From, From);
        foreach (var instant in Instants(Zones["America/New_York"], From, Instant.FromUtc(2099, 12, 31, 0, 0), new SeededRandom(9)))
            Assert.Equal(Zones["America/New_York"].GetUtcOffset(instant), ZoneExpansion.OffsetAt(text, instant));
    }

    [Theory]
    [InlineData("Asia/Kolkata", "half an hour", 0)]
    [InlineData("Asia/Kathmandu", "45 minutes", 0)]
    [InlineData("Pacific/Chatham", "45 minutes, with summer time", 2)]
    [InlineData("Australia/Lord_Howe", "summer time of 30 minutes", 2)]
    [InlineData("Pacific/Apia", "moved over the date line", 0)]
    [InlineData("Pacific/Kiritimati", "the first to see a day", 0)]
    [InlineData("Etc/GMT+12", "the last to see it, and without rules", 0)]
    [InlineData("Africa/Abidjan", "no rules", 0)]
    [InlineData("Europe/Dublin", "negative summer time", 2)]
    [InlineData("America/New_York", "two Sundays", 2)]
    [InlineData("America/Nuuk", "the day before the last Sunday", 2)]
    [InlineData("Antarctica/Troll", "two hours at once", 2)]
    [InlineData("Africa/Cairo", "after the last Thursday, which may be in the next month", null)]
    [InlineData("Africa/Casablanca", "suspended in Ramadan", null)]
    [InlineData("Africa/El_Aaiun", "suspended in Ramadan", null)]
    [InlineData("Asia/Gaza", "suspended in Ramadan", null)]
    [InlineData("Asia/Hebron", "suspended in Ramadan", null)]
    public async Task A_zone_that_is_hard_in_its_way_comes_out_right(string zone, string because, int? rules)
    {
        output.WriteLine(because);
        await CompareAsync([zone], From, To, new SeededRandom(17));
        var text = Read(zone, Instant.FromUtc(2027, 3, 1, 0, 0), Instant.FromUtc(2027, 4, 1, 0, 0));
        // By rule, standing still (one observance), or as single changes.
        Assert.Equal(rules ?? 0, Count(text, "RRULE:"));
        if (rules == 0) Assert.Equal(1, Count(text, "TZOFFSETTO:"));
        if (rules is null) Assert.True(Count(text, "TZOFFSETTO:") >= 4, text);
    }

    [Theory]
    [InlineData("Pacific/Apia", 2011, "DTSTART:20111230T000000")]   // 30 December 2011 was left out
    [InlineData("Asia/Manila", 1990, "TZOFFSETTO:+0800")]
    [InlineData("Africa/Cairo", 2010, "TZOFFSETTO:+0300")]          // Ramadan suspended summer time in 2010
    [InlineData("Africa/Monrovia", 1971, "TZOFFSETFROM:-004430")]   // an offset with seconds
    public async Task A_change_of_the_past_is_told_as_it_was(string zone, int year, string line)
    {
        var (from, to) = (Instant.FromUtc(year, 1, 1, 0, 0), Instant.FromUtc(year + 2, 1, 1, 0, 0));
        Assert.Contains(line, Read(zone, from, to), StringComparison.Ordinal);
        if (year != 1971) await CompareAsync([zone], from, to, new SeededRandom(23));   // Python rounds to minutes
    }

    [Theory]
    [InlineData("America/New_York", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU")]
    [InlineData("Europe/Zurich", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")]
    [InlineData("Asia/Jerusalem", "FREQ=YEARLY;BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")]
    public void A_regular_zone_is_written_as_yearly_rules(string zone, string spring, string autumn)
    {
        var text = Read(zone, From, To);
        Assert.Contains($"RRULE:{spring}\r\n", text, StringComparison.Ordinal);
        Assert.Contains($"RRULE:{autumn}\r\n", text, StringComparison.Ordinal);
        Assert.Equal(1, Count(text, "BEGIN:DAYLIGHT"));
        Assert.Equal(1, Count(text, "BEGIN:STANDARD"));
    }

    private async Task CompareAsync(IEnumerable<string> ids, Instant from, Instant to, SeededRandom random)
    {
        var questions = new StringBuilder();
        var expected = new List<string>();
        foreach (var id in ids)
        {
            var instants = Instants(Zones[id], from, to, random).ToList();
            var text = Read(id, from, to).Replace("\r\n", "\\n", StringComparison.Ordinal);
            questions.Append(CultureInfo.InvariantCulture, $"{id}\t{text}\t{string.Join(',', instants.Select(i => i.ToUnixTimeSeconds()))}\n");
            expected.Add($"{id}\t{string.Join(',', instants.Select(i => Zones[id].GetUtcOffset(i).Seconds))}");
        }

        var answers = (await OutsideReader.RunAsync(OutsideReader.Python, [Path.Combine(OutsideReader.Folder(), "expand_zones.py")], questions.ToString())).TrimEnd('\n').Split('\n');

        Assert.Equal(expected.Count, answers.Length);
        var wrong = expected.Zip(answers).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Split('\t')[0]).ToList();
        output.WriteLine($"{expected.Count} zones");
        Assert.Empty(wrong);
    }

    /// <summary>Both sides of every change, and moments at random.</summary>
    private static IEnumerable<Instant> Instants(DateTimeZone zone, Instant from, Instant to, SeededRandom random)
    {
        foreach (var interval in zone.GetZoneIntervals(from, to).Where(i => i.HasStart && i.Start > from))
        {
            yield return interval.Start - Duration.FromSeconds(1);
            yield return interval.Start;
        }
        var seconds = (to - from).TotalSeconds;
        for (var i = 0; i < 24; i++) yield return from + Duration.FromSeconds((long)(random.NextFraction() * seconds));
    }

    private static string Read(string zone, Instant from, Instant to)
    {
        var lines = new ContentLines();
        ZoneComponent.Write(lines, Zones[zone], from, to);
        return Encoding.UTF8.GetString(lines.ToBytes());
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
