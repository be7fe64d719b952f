using System.Diagnostics;
using System.Globalization;
using LiveDialogue.Server.Schedule.Slots;
using LiveDialogue.Server.Tests.Schedule;
using LiveDialogue.Testing;
using NodaTime;

namespace LiveDialogue.Benchmarks.Schedule;

/// <summary>
/// The slot search against a plain loop over NodaTime that looks at each office's clock every quarter of an hour, which is exact for the offices
/// measured here. Both answer the same question in one process, whole: grid, merging, ranking. Different answers end the run.
/// </summary>
internal static class ScheduleBench
{
    private const int Limit = 20;
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;

    public static int Run(string[] args)
    {
        var rounds = args is ["--rounds", var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 5;
        var from = new LocalDate(2027, 3, 1);
        var fourteen = new SlotQuestion(Fixtures.Fourteen, from, 90, Duration.FromHours(1));
        var sixty = new SlotQuestion(Fixtures.Random(new SeededRandom(60), 60, from, minutes: 15), from, 120, Duration.FromHours(1));
        if (!AreSame(fourteen) || !AreSame(sixty)) return 1;

        var (ours14, loop14) = Measure(fourteen, rounds);
        var (ours60, loop60) = Measure(sixty, rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"14 offices, 90 days: {ours14:F2} ms, the loop {loop14:F0} ms; 60 offices, 120 days: {ours60:F2} ms, the loop {loop60:F0} ms; medians of {rounds}"));
        Figure("schedule.vs-loop", Math.Min(loop14 / ours14, loop60 / ours60), "ratio");
        Figure("schedule.slots-14", ours14, "ms");
        Figure("schedule.slots-60", ours60, "ms");
        return 0;
    }

    private static bool AreSame(SlotQuestion question)
    {
        var (ours, loop) = (Ours(question), Loop(question));
        if (ours.SequenceEqual(loop)) return true;
        Console.Error.WriteLine($"bench: the search and the loop answer differently for {question.Offices.Count} offices");
        return false;
    }

    // In turns, so that a busy moment of the machine meets both.
    private static (double Ours, double Loop) Measure(SlotQuestion question, int rounds)
    {
        var (ours, loop) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Time(() => Ours(question)));
            loop.Add(Time(() => Loop(question)));
        }
        return (Median(ours), Median(loop));
    }

    private static IReadOnlyList<Slot> Ours(SlotQuestion question) => SlotSearch.Best(SlotGrid.Of(question, Zones), Limit).Slots;

    private static IReadOnlyList<Slot> Loop(SlotQuestion question) => [.. PlainSlotSearch.Best(question, Zones, Duration.FromMinutes(15), Limit).Select(s => s.Slot)];

    private static double Time(Func<IReadOnlyList<Slot>> answer)
    {
        var start = Stopwatch.GetTimestamp();
        GC.KeepAlive(answer());
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Figure(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure: {name} {value:0.##} {unit}"));
}
