using System.Globalization;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Bench;

/// <summary>
/// The server against others, in turns on the same machine within the same minutes: the same publisher, the same viewers, each of them
/// authenticating every packet, at three sizes. Ratios are of packets per second of CPU of the forwarder's process, round by round.
/// </summary>
internal static class SideBySide
{
    private static readonly int[] AllSizes = [100, 200, 400];
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Stragglers = TimeSpan.FromSeconds(1);

    /// <summary>Our server's methods are compiled again while it runs: it is measured as it is after a minute, as the others are after a second.</summary>
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(60);

    internal static async Task AgainstJanusAsync(string server, Plan plan, CancellationToken ct)
    {
        await using var ours = await OurServer.StartAsync(server, ct);
        await using var plain = await JanusServer.StartAsync(eventLoops: 0, ct);
        await using var looped = await JanusServer.StartAsync(Environment.ProcessorCount, ct);
        var ratios = await RunAsync([ours, plain, looped], plan, ct);
        Figure("vs-janus-default.packets-per-cpu-second", ratios[1].Min());
        Figure("vs-janus.packets-per-cpu-second", ratios[2].Min());
    }

    internal static async Task AgainstFloorAsync(string server, string floor, Plan plan, CancellationToken ct)
    {
        await using var ours = await OurServer.StartAsync(server, ct);
        await using var least = new FloorProgram(floor);
        var ratios = await RunAsync([ours, least], plan, ct);
        Figure("vs-floor.cpu", 1 / ratios[1].Min());
    }

    /// <returns>Of each forwarder, by size: how many times its packets per CPU second the first one's are (the median of the rounds).</returns>
    private static async Task<List<double>[]> RunAsync(IReadOnlyList<IForwarder> forwarders, Plan plan, CancellationToken ct)
    {
        await MeasureAsync(forwarders[0], plan.Viewers > 0 ? plan.Viewers : AllSizes[1], plan, FirstWarmUp, ct);
        var ratios = forwarders.Select(_ => new List<double>()).ToArray();
        foreach (var size in plan.Viewers > 0 ? [plan.Viewers] : AllSizes)
        {
            var rounds = forwarders.Select(_ => new List<Round>()).ToArray();
            for (var i = 0; i < plan.Rounds; i++)
            {
                for (var f = 0; f < forwarders.Count; f++) rounds[f].Add(await MeasureAsync(forwarders[f], size, plan, WarmUp, ct));
            }
            for (var f = 0; f < forwarders.Count; f++)
            {
                ratios[f].Add(Round.Median(rounds[0].Zip(rounds[f], (ours, theirs) => ours.PacketsPerCpuSecond / theirs.PacketsPerCpuSecond)));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{size} viewers, {forwarders[f].Name}: {Round.Median(rounds[f].Select(r => r.PacketsPerCpuSecond)):0} packets per CPU second, {Round.Median(rounds[f].Select(r => r.LossPercent)):0.0000} % lost, delay p50 {Round.Median(rounds[f].Select(r => r.MedianDelay.TotalMilliseconds)):0.00} p99 {Round.Median(rounds[f].Select(r => r.SlowDelay.TotalMilliseconds)):0.00} ms; ours is {ratios[f][^1]:0.00} times that."));
            }
        }
        return ratios;
    }

    private static async Task<Round> MeasureAsync(IForwarder forwarder, int viewers, Plan plan, TimeSpan warmUp, CancellationToken ct)
    {
        var clock = new MonoClock();
        using var factory = new OpenSslDtlsFactory();
        using var publishing = new PeerLoop("publisher", factory, clock, ConsentPace.Browser, measures: true);
        using var watching = new PeerLoop("viewers", factory, clock, ConsentPace.Browser, measures: true, takesTrains: !plan.CutTrains);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var meeting = new Meeting(viewers, plan.KilobitsPerSecond, new(), new ViewerTotals());
        var running = forwarder.MeetAsync(publishing, watching, meeting, over.Token);
        await UntilAsync(() => running.IsCompleted || (meeting.Totals.Connected == viewers && meeting.Totals.Packets > viewers * 100L), forwarder, ct);
        if (running.IsCompleted) await running;    // it says why
        await WaitAsync(warmUp, ct);

        var from = clock.Now + TimeSpan.FromMilliseconds(200);    // both loops know of it by then
        watching.Post(_ => meeting.Totals.Count(from, from + plan.Window));
        publishing.Post(_ => meeting.Sent.Count(from, from + plan.Window));
        await WaitAsync(from - clock.Now, ct);
        var (cpuBefore, takenBefore) = (forwarder.CpuTime(), watching.Intake.Counts);
        await WaitAsync(from + plan.Window - clock.Now, ct);
        var (cpu, taken) = (forwarder.CpuTime() - cpuBefore, watching.Intake.Counts - takenBefore);
        await WaitAsync(Stragglers, ct);

        var totals = meeting.Totals;
        var round = new Round(meeting.Sent.InWindow, totals.InWindow, viewers, cpu, null, totals.Delays.Percentile(0.5), totals.Delays.Percentile(0.99), totals.Delays.Percentile(0.999));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {forwarder.Name}, {viewers} viewers: {round.Delivered} packets of {round.Sent * viewers}, {cpu.TotalSeconds:0.00} s of CPU in {plan.Window.TotalSeconds:0} s. {TrainsTaken.Words(watching.Intake, taken)}"));
        await over.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // it was told to stop
        }
        return round;
    }

    private static async Task UntilAsync(Func<bool> holds, IForwarder forwarder, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(since) > JoinPatience) throw new InvalidOperationException($"Not all viewers connected to {forwarder.Name} and saw packets.");
            await WaitAsync(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    private static void Figure(string name, double ratio) =>
        Console.WriteLine($"figure: sfu.{name} {ratio.ToString("0.00", CultureInfo.InvariantCulture)} ratio");

    private static Task WaitAsync(TimeSpan span, CancellationToken ct) => span > TimeSpan.Zero ? Task.Delay(span, TimeProvider.System, ct) : Task.CompletedTask;
}

/// <summary>How a measurement is made.</summary>
/// <param name="Viewers">0: as many as usual.</param>
/// <param name="CutTrains">The viewers take single datagrams alone.</param>
internal sealed record Plan(int Viewers, TimeSpan Window, int KilobitsPerSecond, int Rounds, bool CutTrains);
