using System.Globalization;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Bench;

/// <summary>"Doors open": an audience that is there already, and many more who all come at once.</summary>
internal static class JoinStorm
{
    private const int Seated = 50;
    private const int KilobitsPerSecond = 300;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <exception cref="InvalidOperationException">Not everybody came in, or somebody was dropped.</exception>
    internal static async Task MeasureAsync(ServerUnderTest server, int joins, bool cutTrains, CancellationToken ct)
    {
        var (eventId, token) = await server.GoLiveAsync(ct);
        var clock = new MonoClock();
        using var factory = new OpenSslDtlsFactory();
        using var publishing = new PeerLoop("publisher", factory, clock, ConsentPace.Browser, measures: true);
        using var seats = new PeerLoop("seated", factory, clock, ConsentPace.Browser, measures: true, takesTrains: !cutTrains);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var meeting = new Meeting(Seated, KilobitsPerSecond, new(), new());
        var door = new Uri(server.Url, $"/whep/{eventId}");
        var publisher = OurServer.PublishAsync(publishing, http, new(server.Url, $"/whip/{eventId}"), token, meeting, over.Token);
        var seated = new Audience(seats, http, door, token: null, authenticateOneIn: 1, stamped: true, Console.WriteLine, meeting.Totals);
        var sitting = seated.RunAsync(Seated, over.Token);
        await Waiting.UntilAsync(() => meeting.Totals.Began == Seated, Patience, "The first of the audience didn't come in.", ct);
        await using var newcomers = await Newcomers.PrepareAsync(door, joins, cutTrains, ct);
        await Task.Delay(WarmUp, TimeProvider.System, ct);

        var before = await ReadAsync(server, ct);
        var ownBefore = GC.GetTotalPauseDuration();
        var start = clock.Now;
        seated.Count(start, Patience);
        var ended = await newcomers.ComeAsync(ct);
        var took = clock.Now - start;
        var dropped = ended + meeting.Totals.Lost;
        var (received, expected) = seated.Numbers();
        var after = await ReadAsync(server, ct);
        var own = GC.GetTotalPauseDuration() - ownBefore;
        await over.CancelAsync();
        await Task.WhenAll(publisher, sitting);

        var delays = meeting.Totals.Delays;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{joins} came in within {took.TotalSeconds:0.0} s, {dropped} connections were lost; of those there before, {expected - received} of {expected} packets missing."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The server allocated {(after.Allocated - before.Allocated) / joins / 1024:0} KB per join, collected {after.Collections - before.Collections:0} times and stood still for {(after.Paused - before.Paused) * 1000:0.0} ms in all; the simulator, whose pauses are in the delays, for {own.TotalMilliseconds:0.0} ms."));
        Console.WriteLine(TrainsTaken.Words(seats.Intake, seats.Intake.Counts));
        Figure($"joins-{joins}", took.TotalSeconds, "0.0", "s");
        Figure($"joins-{joins}.dropped", dropped, "0", "connections");
        Figure($"joins-{joins}.delay-p99", delays.Percentile(0.99).TotalMilliseconds, "0.00", "ms");
        Figure($"joins-{joins}.delay-worst", delays.Percentile(1).TotalMilliseconds, "0.00", "ms");
    }

    private static async Task<(double Allocated, double Collections, double Paused)> ReadAsync(ServerUnderTest server, CancellationToken ct) => (
        await server.MetricAsync("dotnet_gc_allocated_bytes_total", ct) ?? 0,
        await server.MetricAsync("""dotnet_gc_collections_total{generation="0"}""", ct) ?? 0,
        await server.MetricAsync("dotnet_gc_pause_seconds_total", ct) ?? 0);

    private static void Figure(string name, double value, string format, string unit) =>
        Console.WriteLine($"figure: sfu.{name} {value.ToString(format, CultureInfo.InvariantCulture)} {unit}");
}
