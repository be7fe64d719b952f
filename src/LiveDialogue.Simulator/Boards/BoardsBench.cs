using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using LiveDialogue.Simulator.Bench;

namespace LiveDialogue.Simulator.Boards;

/// <summary>
/// Thousands of viewers on the hub of one node, one change a second, against nats-server handing on the same bytes over as many
/// WebSockets, in turns. A delay is from the moderator's command to the viewer, the commit to the disk and this process's own scheduling in it.
/// </summary>
internal static class BoardsBench
{
    private const int FirstFew = 50;
    private const int AtOnce = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] words, CancellationToken ct)
    {
        var options = Options.Parse(words, ["--viewers", "--seconds", "--rounds", "--server"], out var problem);
        if (options is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return 2;
        }
        var (viewers, seconds, rounds) = (options.Number("--viewers", 5000), options.Number("--seconds", 20), options.Number("--rounds", 2));
        try
        {
            await using var server = await ServerUnderTest.StartAsync(options["--server"] ?? ServerUnderTest.BesideOurBuild(), port: null, ct);
            await using var nats = await NatsServer.StartAsync(ct);
            await MeasureAsync(server, nats, viewers, seconds, rounds, ct);
            return 0;
        }
        catch (Exception broken) when (broken is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(broken.Message);
            return 1;
        }
    }

    private static async Task MeasureAsync(ServerUnderTest server, NatsServer nats, int viewers, int seconds, int rounds, CancellationToken ct)
    {
        var (eventId, _) = await server.GoLiveAsync(ct);
        var hub = new IPEndPoint(IPAddress.Loopback, server.Url.Port);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (ours, theirs) = (new DeliveryWatch(), new DeliveryWatch());
        byte[]? sample = null;
        void Hear(ReadOnlyMemory<byte> message)
        {
            if (sample is null && message.Span.IndexOf("#n="u8) >= 0) sample = message.ToArray();
            ours.Heard(message);
        }
        async Task JoinAsync(int count) => await ConnectAsync(count, async () => (await HubViewer.JoinAsync(hub, eventId, null, ct)).ListenAsync(Hear, over.Token), ct);

        // The first few make the server compile and fill its pools: what a viewer costs is what the others add.
        await JoinAsync(FirstFew);
        await ChangeAsync(server, eventId, ours, 0, ct);
        await Task.Delay(Settle, TimeProvider.System, ct);
        var memoryBefore = server.MemoryBytes();
        await JoinAsync(viewers - FirstFew);
        await ConnectAsync(viewers, async () => (await NatsViewer.SubscribeAsync(nats.WebSocket, ct)).ListenAsync(theirs.Heard, over.Token), ct);
        Console.WriteLine($"{viewers} viewers on each.");
        await Task.Delay(Settle, TimeProvider.System, ct);
        if (sample is null) throw new InvalidOperationException("Nobody heard of the change.");

        var (ratios, slow) = (new List<double>(), new List<double>());
        var (number, memory) = (1, 0L);
        for (var round = 0; round < rounds; round++)
        {
            var (own, p99) = await WindowAsync("the hub", ours, server.CpuTime, seconds, viewers, () => ChangeAsync(server, eventId, ours, number++, ct), ct);
            memory = Math.Max(memory, server.MemoryBytes());
            var (floor, _) = await WindowAsync("nats-server", theirs, nats.CpuTime, seconds, viewers, () => PublishAsync(nats, sample, theirs, number++, ct), ct);
            ratios.Add(own / floor);
            slow.Add(p99);
        }
        Figure("vs-nats.cpu", Round.Median(ratios), "0.00", "ratio");
        Figure("p99", Round.Median(slow), "0", "ms");
        Figure("memory", (memory - memoryBefore) / 1024d / (viewers - FirstFew), "0.0", "KB");
        await over.CancelAsync();
    }

    /// <returns>Microseconds of CPU per delivered message, and the 99th percentile of the delays in milliseconds.</returns>
    private static async Task<(double Cpu, double Slow)> WindowAsync(
        string name, DeliveryWatch watch, Func<TimeSpan> cpuTime, int seconds, int viewers, Func<Task> change, CancellationToken ct)
    {
        watch.Restart();
        var before = cpuTime();
        using var timer = new PeriodicTimer(Pause, TimeProvider.System);
        for (var second = 0; second < seconds; second++)
        {
            await change();
            await timer.WaitForNextTickAsync(ct);
        }
        var since = TimeProvider.System.GetTimestamp();
        while (watch.Delivered < (long)seconds * viewers && TimeProvider.System.GetElapsedTime(since) < Settle) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        var cpu = cpuTime() - before;
        if (watch.Delivered == 0) throw new InvalidOperationException($"{name} delivered nothing.");
        var each = cpu.TotalMicroseconds / watch.Delivered;
        Console.WriteLine(FormattableString.Invariant(
            $"{name}: {watch.Delivered} of {(long)seconds * viewers} delivered, {cpu.TotalSeconds:0.00} s of CPU, {each:0.0} µs each; {watch.Delays}."));
        return (each, watch.Delays.Percentile(0.99));
    }

    // A question is asked and approved: the audience hears of the second.
    private static async Task ChangeAsync(ServerUnderTest server, string eventId, DeliveryWatch watch, int number, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var text = FormattableString.Invariant($"When will the schools in our district open again, and who tells us? {DeliveryWatch.Mark}{number:00000};");
        using var asked = await server.Host.PostAsJsonAsync($"/api/v1/events/{eventId}/questions", new { id, text, language = "en", name = "Zawadi", country = "CD" }, ct);
        asked.EnsureSuccessStatusCode();
        watch.Sent(number);
        using var approved = await server.Host.PostAsync($"/api/v1/events/{eventId}/questions/{id}/approve", null, ct);
        approved.EnsureSuccessStatusCode();
    }

    private static async Task PublishAsync(NatsServer nats, byte[] sample, DeliveryWatch watch, int number, CancellationToken ct)
    {
        var message = sample.ToArray();
        var at = message.AsSpan().IndexOf("#n="u8) + 3;
        System.Text.Encoding.ASCII.GetBytes(number.ToString("00000", CultureInfo.InvariantCulture)).CopyTo(message.AsSpan(at));
        watch.Sent(number);
        await nats.PublishAsync(message, ct);
    }

    private static async Task ConnectAsync(int count, Func<Task<Task>> connect, CancellationToken ct)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0 && !ct.IsCancellationRequested) await connect();
        }));
    }

    private static void Figure(string name, double value, string format, string unit) =>
        Console.WriteLine($"figure: boards.{name} {value.ToString(format, CultureInfo.InvariantCulture)} {unit}");
}
