using System.Globalization;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Simulator.Publishing;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Bench;

/// <summary>
/// One publisher, many viewers, the real server in its own process. Every packet is authenticated by every viewer, and delays are from the
/// publisher's send to the viewer's receive by one clock, so the simulator's own scheduling is in them.
/// </summary>
internal static class SfuBench
{
    private const int FirstFew = 10;
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stragglers = TimeSpan.FromSeconds(1);

    internal static async Task<int> RunAsync(string[] words, CancellationToken ct)
    {
        var options = Options.Parse(words, ["--viewers", "--seconds", "--kbps", "--rounds", "--server", "--port", "--vs", "--floor", "--joins", "--door"], out var problem, "--cut-trains");
        if (options is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return 2;
        }
        try
        {
            if (options["--door"] is { } door) return await Newcomers.RunAsync(new(door), options.Number("--viewers", 1000), options.Has("--cut-trains"), ct);
            var plan = new Plan(options.Number("--viewers", options["--vs"] is null ? 100 : 0), TimeSpan.FromSeconds(options.Number("--seconds", 20)), options.Number("--kbps", 1500), options.Number("--rounds", 1), options.Has("--cut-trains"));
            Console.WriteLine(TrainsTaken.Manner(plan.CutTrains));
            var library = options["--server"] ?? ServerUnderTest.BesideOurBuild();
            switch (options["--vs"])
            {
                case "janus":
                    await SideBySide.AgainstJanusAsync(library, plan, ct);
                    return 0;
                case "floor":
                    await SideBySide.AgainstFloorAsync(library, options["--floor"] ?? throw new InvalidOperationException("--vs floor needs --floor PROGRAM."), plan, ct);
                    return 0;
                case { } other:
                    throw new InvalidOperationException($"There is nothing named {other} to measure against.");
            }
            await using var server = await ServerUnderTest.StartAsync(library, options["--port"] is null ? null : options.Number("--port", 5090), ct);
            if (options["--joins"] is not null) await JoinStorm.MeasureAsync(server, options.Number("--joins", 1000), plan.CutTrains, ct);
            else await MeasureAsync(server, plan, ct);
            return 0;
        }
        catch (InvalidOperationException broken)
        {
            await Console.Error.WriteLineAsync(broken.Message);
            return 1;
        }
    }

    private static async Task MeasureAsync(ServerUnderTest server, Plan plan, CancellationToken ct)
    {
        var (eventId, token) = await server.GoLiveAsync(ct);
        var clock = new MonoClock();
        using var factory = new OpenSslDtlsFactory();
        using var publishers = new PeerLoop("publisher", factory, clock, ConsentPace.Browser, measures: true);
        using var viewers = new PeerLoop("viewers", factory, clock, ConsentPace.Browser, measures: true, takesTrains: !plan.CutTrains);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sent = new SentPackets();
        var publishing = PublishAsync(publishers, http, new(server.Url, $"/whip/{eventId}"), token, plan.KilobitsPerSecond, sent, over.Token);
        await Waiting.UntilAsync(() => sent.Total > 0, JoinPatience, "The publisher didn't connect.", ct);
        var audience = new Audience(viewers, http, new(server.Url, $"/whep/{eventId}"), token: null, authenticateOneIn: 1, stamped: true, Console.WriteLine);
        // The first few make the server compile and fill its pools: what a viewer costs is what the others add.
        var firstFew = Math.Min(FirstFew, plan.Viewers / 2);
        var watching = audience.RunAsync(firstFew, over.Token);
        await Waiting.UntilAsync(() => audience.Totals.Began >= firstFew, JoinPatience, "The first viewers didn't connect.", ct);
        await Wait(WarmUp, ct);
        var memoryBefore = server.MemoryBytes();
        watching = Task.WhenAll(watching, audience.RunAsync(plan.Viewers - firstFew, over.Token));
        await Waiting.UntilAsync(() => audience.Totals.Connected == plan.Viewers && audience.Totals.Packets > plan.Viewers * 100L, JoinPatience, "Not all viewers connected and saw packets.", ct);
        Console.WriteLine($"{plan.Viewers} viewers connected; warming up for {WarmUp.TotalSeconds} s.");
        await Wait(WarmUp, ct);

        var rounds = new List<Round>();
        for (var i = 0; i < plan.Rounds; i++) rounds.Add(await RoundAsync(server, plan, publishers, viewers, audience, sent, clock, ct));
        var memoryPerViewer = (server.MemoryBytes() - memoryBefore) / 1024d / (plan.Viewers - firstFew);
        var (received, expected) = audience.Numbers();
        Console.WriteLine(Invariant($"By the viewers' sequence numbers, since they came: {expected - received} of {expected} packets missing."));
        await over.CancelAsync();
        await Task.WhenAll(publishing, watching);
        Print(rounds, memoryPerViewer);
    }

    private static async Task<Round> RoundAsync(
        ServerUnderTest server, Plan plan, PeerLoop publishers, PeerLoop viewers, Audience audience, SentPackets sent, MonoClock clock, CancellationToken ct)
    {
        var from = clock.Now + TimeSpan.FromMilliseconds(200); // both loops know of it by then
        audience.Count(from, plan.Window);
        publishers.Post(_ => sent.Count(from, from + plan.Window));
        var (datagramsBefore, batchesBefore) = (await server.MetricAsync("sfu_packets_received_total", ct), await server.MetricAsync("sfu_batches_received_total", ct));
        var allocatedBefore = await server.MetricAsync("sfu_media_threads_allocated_bytes_total", ct);
        await Wait(from - clock.Now, ct);
        var (cpuBefore, takenBefore, own) = (server.CpuTime(), viewers.Intake.Counts, OwnCost.Begin());
        await Wait(from + plan.Window - clock.Now, ct);
        var (cpu, taken, spent) = (server.CpuTime() - cpuBefore, viewers.Intake.Counts - takenBefore, own.Words());
        var allocated = await server.MetricAsync("sfu_media_threads_allocated_bytes_total", ct) - allocatedBefore;
        var datagrams = await server.MetricAsync("sfu_packets_received_total", ct) - datagramsBefore;
        var batches = await server.MetricAsync("sfu_batches_received_total", ct) - batchesBefore;
        await Wait(Stragglers, ct);

        var totals = audience.Totals;
        var round = new Round(sent.InWindow, totals.InWindow, plan.Viewers, cpu, allocated, totals.Delays.Percentile(0.5), totals.Delays.Percentile(0.99), totals.Delays.Percentile(0.999));
        Console.WriteLine(Invariant(
            $"{round.Sent} packets sent, {round.Delivered} delivered to {plan.Viewers} viewers ({round.LossPercent:0.0000} % lost), {cpu.TotalSeconds:0.00} s of the server's CPU in {plan.Window.TotalSeconds:0} s; it received {datagrams:0} datagrams in {batches:0} batches."));
        Console.WriteLine($"{TrainsTaken.Words(viewers.Intake, taken)} {spent}");
        Console.WriteLine(Invariant(
            $"At the viewers' sockets packets were after p50 {totals.SocketDelays.Percentile(0.5).TotalMilliseconds:0.00}, p99 {totals.SocketDelays.Percentile(0.99).TotalMilliseconds:0.00} and p999 {totals.SocketDelays.Percentile(0.999).TotalMilliseconds:0.00} ms; what the figures have more is the simulator's own reading."));
        return round;
    }

    private static Task PublishAsync(PeerLoop loop, HttpClient http, Uri door, string token, int kilobitsPerSecond, SentPackets sent, CancellationToken ct)
    {
        var ssrcs = PublisherSsrcs.New();
        return Reconnecting.RunAsync(
            loop,
            new(http, door, token),
            ice => Offer.ForPublisher(ice, loop.Factory.Fingerprint.Span, ssrcs),
            (answer, ended) => new Publisher(
                answer, ssrcs, SyntheticVideo.Create(kilobitsPerSecond * 1000), new SyntheticAudio(), stamps: sent, loop.Clock, () => { }, ended),
            Console.WriteLine,
            ct);
    }

    private static void Print(List<Round> rounds, double memoryPerViewer)
    {
        Figure("packets-per-cpu-second", Round.Median(rounds.Select(r => r.PacketsPerCpuSecond)), "0", "packets");
        if (rounds.All(r => r.AllocatedPerPacket is not null))
            Figure("allocated-per-packet", Round.Median(rounds.Select(r => r.AllocatedPerPacket ?? 0)), "0.00", "bytes");
        Figure("loss", Round.Median(rounds.Select(r => r.LossPercent)), "0.0000", "percent");
        Figure("delay-p50", Round.Median(rounds.Select(r => r.MedianDelay.TotalMilliseconds)), "0.00", "ms");
        Figure("delay-p99", Round.Median(rounds.Select(r => r.SlowDelay.TotalMilliseconds)), "0.00", "ms");
        Figure("delay-p999", Round.Median(rounds.Select(r => r.SlowestDelay.TotalMilliseconds)), "0.00", "ms");
        Figure("memory-per-viewer", memoryPerViewer, "0", "KB");
    }

    private static void Figure(string name, double value, string format, string unit) =>
        Console.WriteLine($"figure: sfu.{name} {value.ToString(format, CultureInfo.InvariantCulture)} {unit}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static Task Wait(TimeSpan span, CancellationToken ct) => span > TimeSpan.Zero ? Task.Delay(span, TimeProvider.System, ct) : Task.CompletedTask;
}
