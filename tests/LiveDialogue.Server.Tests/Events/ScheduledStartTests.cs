using System.Text;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Events.Calendar;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Events.Calendar;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Texts;
using LiveDialogue.Testing;
using NodaTime;
using NodaTime.Text;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Events;

/// <summary>A moment in a place, mapped to what was meant there, resolved again, stored, printed and written into a calendar, is the same moment.</summary>
public sealed class ScheduledStartTests(ITestOutputHelper output)
{
    private const int Pairs = 10_000;

    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;
    private static readonly IClock Clock = new FakeClock(new FakeTime(TestServer.Start));

    [Theory]
    [InlineData(20240101, 2024, 2031)]
    [InlineData(4, 1900, 2100)]
    [InlineData(5, 1970, 2038)]
    public void What_was_meant_comes_to_the_same_moment_again(int seed, int from, int to)
    {
        output.WriteLine($"seed {seed}");
        var (twice, second) = (0, 0);
        foreach (var (zone, at) in Random(seed, from, to))
        {
            var start = ScheduledStart.Fixed(at, zone, Zones.VersionId);

            var resolution = start.Meant.Resolve(Zones);
            Assert.Equal((zone.Id, at), (zone.Id, resolution.Choose(start.Choice)?.ToInstant()));
            Assert.Equal(resolution is StartResolution.HappensTwice, start.Choice is not null);
            Assert.IsNotType<StartResolution.Skipped>(resolution);
            Assert.Equal(start, EventRow.Of(At(start)).ToEvent().Start);
            // As it is printed, to people and to programs, it is certain: a time with its offset.
            var view = StartView.Of(start);
            Assert.Equal(at, InstantPattern.ExtendedIso.Parse(view.Instant).Value);
            if (start.Offset.Seconds % 60 == 0) Assert.Equal(at, OffsetDateTimePattern.Rfc3339.Parse($"{view.Local}{(view.Local.Length == 16 ? ":00" : "")}{view.Offset}").Value.ToInstant());
            var words = LocalTimes.Say(Wording.For("en"), at.InZone(zone), "There", 0);
            Assert.EndsWith($"{DateWords.Hour(start.Meant.Local.TimeOfDay)}, There (UTC{DateWords.Offset(start.Offset)})", words, StringComparison.Ordinal);

            if (resolution is StartResolution.HappensTwice) twice++;
            if (start.Choice == "later") second++;
        }
        output.WriteLine($"{twice} of {Pairs} happen twice, {second} were the second");
        Assert.True(twice > 100 && second > 50, "hardly a doubled hour among them: the test shows too little");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20270316)]
    public async Task Another_program_reads_the_same_moment_from_our_calendars(int seed)
    {
        output.WriteLine($"seed {seed}");
        var (files, expected) = (new StringBuilder(), new List<string>());
        foreach (var zone in Random(seed, 2024, 2031).GroupBy(pair => pair.Zone.Id, StringComparer.Ordinal))
        {
            var entries = zone.Select(pair => new CalendarEntry(At(ScheduledStart.Fixed(pair.At, pair.Zone, Zones.VersionId)), new Uri("http://localhost/e/voices"))).ToList();
            var file = CalendarFile.Write(new CalendarMessage.Publish(new("LiveDialogue", "dialogue@example.org")), entries, Zones);
            Assert.Empty(StrictCalendar.Problems(file));
            files.Append(files.Length == 0 ? "" : "---\n").Append(Encoding.UTF8.GetString(file).ReplaceLineEndings("\n"));
            expected.AddRange(entries.Select(entry => FormattableString.Invariant($"{zone.Key} {entry.Event.Id}@livedialogue\t{entry.Event.Start.At.ToUnixTimeSeconds()}")));
        }

        var answers = (await OutsideReader.RunAsync(OutsideReader.Python, [Path.Combine(OutsideReader.Folder(), "Calendar", "read_starts.py")], files.ToString())).TrimEnd('\n').Split('\n');

        Assert.Equal(Pairs, answers.Length);
        Assert.Empty(expected.Where((line, i) => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..] != answers[i]).Take(10));
    }

    private static LiveEvent At(ScheduledStart start) => PlanEvent.Blank(Clock, draft: false) with { Id = new(Ulid.New(Clock)), Slug = "voices", Title = "Voices", Start = start };

    /// <summary>Zones and whole minutes at random; every other one within two hours of one of the zone's clock changes, where it has any.</summary>
    private static IEnumerable<(DateTimeZone Zone, Instant At)> Random(int seed, int from, int to)
    {
        var random = new SeededRandom(seed);
        var (first, last) = (Instant.FromUtc(from, 1, 2, 0, 0), Instant.FromUtc(to, 1, 1, 0, 0) - Duration.FromDays(2));
        var changes = new Dictionary<string, List<Instant>>(StringComparer.Ordinal);
        for (var i = 0; i < Pairs; i++)
        {
            var zone = Zones[Zones.Ids[random.Next(Zones.Ids.Count)]];
            if (!changes.TryGetValue(zone.Id, out var own)) changes[zone.Id] = own = [.. zone.GetZoneIntervals(first, last).Where(interval => interval.HasStart && interval.Start > first).Select(interval => interval.Start)];
            var at = i % 2 == 0 && own.Count > 0
                ? own[random.Next(own.Count)] + Duration.FromMinutes(random.Next(240) - 120)
                : first + Duration.FromMinutes((long)(random.NextFraction() * (last - first).TotalMinutes));
            yield return (zone, Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds()));
        }
    }
}
