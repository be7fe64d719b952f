using System.Globalization;
using LiveDialogue.Mixer;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>
/// The whole mixer, workers included, in real time: its processor time against one hand-written ffmpeg that does the same from files, in alternating rounds;
/// its ticks against those of a bare sleeping thread; and how long a picture takes from RTP to RTP.
/// </summary>
internal static class ProgramBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DelayWindow = TimeSpan.FromSeconds(10);

    /// <summary>After which a picture waits for no sound any more: see <see cref="LiveDialogue.Mixer.Inputs.LipSync"/>.</summary>
    private static readonly TimeSpan ToForgetSound = TimeSpan.FromSeconds(5);

    /// <summary>From this length on the sound is compared with the picture at the start and at the end.</summary>
    private const int SecondsForDrift = 120;

    private const int DriftWindow = 40;

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
        Tools.Figure("missing-in-recording", mixer.Sum(m => m.MissingInRecording), "0", "frames");
        Tools.Figure("rtp-to-rtp-p50", Median(mixer.Select(m => m.Beyond.P50)), "0.0", "ms");
        Tools.Figure("rtp-to-rtp-p99", Median(mixer.Select(m => m.Beyond.P99)), "0.0", "ms");
        Tools.Figure("with-lip-sync-p50", Median(mixer.Select(m => m.Whole.P50)), "0.0", "ms");
        Tools.Figure("with-lip-sync-p99", Median(mixer.Select(m => m.Whole.P99)), "0.0", "ms");
        if (mixer.All(m => m.Drift is not null)) Tools.Figure("drift", mixer.Max(m => Math.Abs(m.Drift!.Value)), "0.0", "ms");
        return 0;
    }

    private sealed record Delay(double P50, double P99)
    {
        internal static Delay Of(List<double> sorted) => new(Percentile(sorted, 0.5), Percentile(sorted, 0.99));
    }

    /// <param name="Whole">Of a picture with sound: the wait for its sound is in it.</param>
    /// <param name="Beyond">Of a picture without sound.</param>
    /// <param name="Drift">How much later the sound is at the end than at the start, milliseconds; null when the round was too short.</param>
    private sealed record MixerRound(
        double Cores, double OwnCores, double Allocated, long Ticks, long Late, long SleeperLate, double Worst, long Missing, int MissingInRecording, Delay Whole, Delay Beyond, double? Drift, int FramesPerSecond)
    {
        public override string ToString() => FormattableString.Invariant(
            $"mixer: {Cores:0.000} cores (own process {OwnCores:0.000}), {Allocated / 1024:0} KB allocated a second, {Late} of {Ticks} ticks late (bare sleeper {SleeperLate}), the worst {Worst:0.0} ms, {Missing} pictures missing, {MissingInRecording} in the recording, RTP to RTP {Beyond.P50:0.0} ms, 99 % within {Beyond.P99:0.0} ms, with lip sync {Whole.P50:0.0} and {Whole.P99:0.0} ms{(Drift is { } drift ? FormattableString.Invariant($", drift {drift:0.0} ms") : "")}, {FramesPerSecond} pictures a second{(FramesPerSecond < BenchClip.FramesPerSecond ? ": LOWERED, since the machine was too busy; these figures say nothing" : "")}");
    }

    private static async Task<MixerRound> MixerAsync(IReadOnlyList<BenchClip> clips, int offices, int seconds, CancellationToken ct)
    {
        await using var run = new MixerRun(clips, offices);
        await Wait(WarmUp, ct);
        using var sleeper = new BareSleeper();
        var (counters, missing) = (run.Mixer.Counters, Missing(run));
        var (tree, own, allocated) = (run.ProcessorTime, ProcessorTime.OfOne(Environment.ProcessId), GC.GetTotalAllocatedBytes());
        var since = TimeProvider.System.GetTimestamp();
        await Wait(TimeSpan.FromSeconds(seconds), ct);
        var elapsed = TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        (tree, own, allocated) = (run.ProcessorTime - tree, ProcessorTime.OfOne(Environment.ProcessId) - own, GC.GetTotalAllocatedBytes() - allocated);
        var after = run.Mixer.Counters;
        var (sleeperLate, worst, rate) = (sleeper.Lateness.Late, run.Mixer.Loop.Lateness.Worst, run.Mixer.Status.FramesPerSecond);
        missing = Missing(run) - missing;
        if (run.Mixer.Status.Outputs.FirstOrDefault(o => o.State != OutputState.Running) is { } idle) throw new InvalidOperationException($"The output {idle.Id} is {idle.State}: what was measured is not the whole work.");

        var whole = await DelayAsync(run, offices, ct);
        run.FirstIsSilent = true;
        await Wait(ToForgetSound, ct);
        var beyond = await DelayAsync(run, offices, ct);
        var tile = MixerRun.TilesOf(offices)[0];
        double? drift = null;
        if (seconds >= SecondsForDrift)
        {
            var start = await SyncProbe.SoundAfterPictureAsync(run.Recording, (int)WarmUp.TotalSeconds, DriftWindow, tile, ct);
            var end = await SyncProbe.SoundAfterPictureAsync(run.Recording, seconds - DriftWindow, DriftWindow, tile, ct);
            Console.WriteLine(FormattableString.Invariant($"sound after picture: {start:0.0} ms at the start, {end:0.0} ms at the end"));
            drift = end - start;
        }
        var holes = await SyncProbe.MissingAsync(run.Recording, ct);
        foreach (var hole in holes)
            Console.WriteLine(FormattableString.Invariant($"{hole.Missing} pictures missing in the recording between {hole.From:0.0} and {hole.To:0.0} s"));
        foreach (var (at, status) in run.Statuses) Console.WriteLine(FormattableString.Invariant($"after {at.TotalSeconds:0.0} s: {status.FramesPerSecond} pictures a second, {status.Degraded}"));
        return new(
            tree.TotalSeconds / elapsed, own.TotalSeconds / elapsed, allocated / elapsed, after.Ticks - counters.Ticks, after.LateTicks - counters.LateTicks, sleeperLate,
            worst.TotalMilliseconds, missing, holes.Sum(hole => hole.Missing), whole, beyond, drift, rate);
    }

    private static long Missing(MixerRun run) => run.Mixer.Loop.Missed + run.Mixer.Encoder.Feed.Dropped;

    private static async Task<Delay> DelayAsync(MixerRun run, int offices, CancellationToken ct)
    {
        run.Probe.Begin();
        await Wait(DelayWindow, ct);
        return Delay.Of(await run.DelaysAsync(offices, ct));
    }

    private static async Task<double> FloorAsync(IReadOnlyList<BenchClip> clips, int offices, int seconds, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("ldfloor").FullName;
        await using var listener = new PushListener();
        using var process = Tools.Start(["-nostdin", .. FloorCommand.For(clips, MixerRun.TilesOf(offices), (int)WarmUp.TotalSeconds + seconds + 10, folder, listener.Url)]);
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
