using System.Globalization;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>
/// The whole mixer, workers included, in real time: its processor time against one hand-written ffmpeg that does the same from files, in alternating rounds;
/// its ticks against those of a bare sleeping thread; and how long a picture takes from RTP to RTP.
/// </summary>
internal static class ProgramBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <param name="words">--offices N, --seconds N, --rounds N, --no-floor.</param>
    internal static async Task<int> RunAsync(string[] words, CancellationToken ct)
    {
        var (offices, seconds, rounds) = (Number(words, "--offices", 12), Number(words, "--seconds", 20), Number(words, "--rounds", 2));
        var clips = await BenchClip.AllAsync(ct);
        var (mixer, floor) = (new List<MixerRound>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            mixer.Add(await MixerAsync(clips, offices, seconds, ct));
            Console.WriteLine(mixer[^1]);
            if (words.Contains("--no-floor")) continue;
            floor.Add(await FloorAsync(clips, offices, seconds, ct));
            Console.WriteLine($"floor: {Tools.Number(floor[^1], "0.000")} cores");
        }

        var cores = Median(mixer.Select(m => m.Cores));
        if (floor.Count > 0)
        {
            Tools.Figure("floor.cpu", Median(floor), "0.000", "cores");
            Tools.Figure("vs-floor.cpu", cores / Median(floor), "0.00", "ratio");
        }
        Tools.Figure("cpu", cores, "0.000", "cores");
        Tools.Figure("headroom", Environment.ProcessorCount / cores, "0.0", "times");
        Tools.Figure("late-frames", mixer.Sum(m => m.Late), "0", "frames");
        Tools.Figure("late-frames-of-a-sleeper", mixer.Sum(m => m.SleeperLate), "0", "frames");
        Tools.Figure("lost-frames", mixer.Sum(m => m.Missing), "0", "frames");
        Tools.Figure("rtp-to-rtp-p50", Median(mixer.Select(m => m.Delay50)), "0.0", "ms");
        Tools.Figure("rtp-to-rtp-p99", Median(mixer.Select(m => m.Delay99)), "0.0", "ms");
        return 0;
    }

    private sealed record MixerRound(double Cores, double OwnCores, double Allocated, long Ticks, long Late, long SleeperLate, double Worst, long Missing, double Delay50, double Delay99, int FramesPerSecond)
    {
        public override string ToString() => FormattableString.Invariant(
            $"mixer: {Cores:0.000} cores (own process {OwnCores:0.000}), {Allocated / 1024:0} KB allocated a second, {Late} of {Ticks} ticks late (bare sleeper {SleeperLate}), the worst {Worst:0.0} ms, {Missing} pictures missing, RTP to RTP {Delay50:0.0} ms, 99 % within {Delay99:0.0} ms, {FramesPerSecond} pictures a second{(FramesPerSecond < BenchClip.FramesPerSecond ? ": LOWERED, since the machine was too busy; these figures say nothing" : "")}");
    }

    private static async Task<MixerRound> MixerAsync(IReadOnlyList<BenchClip> clips, int offices, int seconds, CancellationToken ct)
    {
        await using var run = new MixerRun(clips, offices);
        await Wait(WarmUp, ct);
        using var sleeper = new BareSleeper();
        run.Probe.Keeps = true;
        var (counters, missing) = (run.Mixer.Counters, run.Mixer.Loop.Missed + run.Mixer.Encoder.Feed.Dropped);
        var (tree, own, allocated) = (ProcessorTime.OfTree(Environment.ProcessId), ProcessorTime.OfOne(Environment.ProcessId), GC.GetTotalAllocatedBytes());
        var since = TimeProvider.System.GetTimestamp();
        await Wait(TimeSpan.FromSeconds(seconds), ct);
        var elapsed = TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        (tree, own, allocated) = (ProcessorTime.OfTree(Environment.ProcessId) - tree, ProcessorTime.OfOne(Environment.ProcessId) - own, GC.GetTotalAllocatedBytes() - allocated);
        var after = run.Mixer.Counters;
        run.Probe.Keeps = false;
        missing = run.Mixer.Loop.Missed + run.Mixer.Encoder.Feed.Dropped - missing;
        var sleeperLate = sleeper.Lateness.Late;
        var rate = run.Mixer.Status.FramesPerSecond;
        var delays = await run.DelaysAsync(offices, ct);
        return new(
            tree.TotalSeconds / elapsed, own.TotalSeconds / elapsed, allocated / elapsed, after.Ticks - counters.Ticks, after.LateTicks - counters.LateTicks, sleeperLate,
            run.Mixer.Loop.Lateness.Worst.TotalMilliseconds, missing, Percentile(delays, 0.5), Percentile(delays, 0.99), rate);
    }

    private static async Task<double> FloorAsync(IReadOnlyList<BenchClip> clips, int offices, int seconds, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("ldfloor").FullName;
        using var process = Tools.Start(["-nostdin", .. FloorCommand.For(clips, MixerRun.TilesOf(offices), (int)WarmUp.TotalSeconds + seconds + 10, folder)]);
        var words = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await Wait(WarmUp, ct);
            if (process.HasExited) throw new InvalidOperationException($"The floor ended: {await words}");
            var since = TimeProvider.System.GetTimestamp();
            var before = ProcessorTime.OfTree(process.Id);
            await Wait(TimeSpan.FromSeconds(seconds), ct);
            if (process.HasExited) throw new InvalidOperationException($"The floor ended: {await words}");
            return (ProcessorTime.OfTree(process.Id) - before).TotalSeconds / TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Percentile(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static int Number(string[] words, string name, int otherwise) =>
        Array.IndexOf(words, name) is >= 0 and var at && at + 1 < words.Length ? int.Parse(words[at + 1], CultureInfo.InvariantCulture) : otherwise;

    private static Task Wait(TimeSpan span, CancellationToken ct) => Task.Delay(span, TimeProvider.System, ct);
}
