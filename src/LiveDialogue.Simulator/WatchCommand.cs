using System.Globalization;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator;

/// <summary>Viewers who count, for a while or until they are stopped.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    internal static async Task<int> RunAsync(string[] words, CancellationToken ct)
    {
        var options = Options.Parse(words, ["--url", "--token", "--viewers", "--seconds", "--authenticate-one-in", "--joins-at-once"], out var problem);
        if (options?["--url"] is not { } url)
        {
            await Console.Error.WriteLineAsync(problem ?? "watch needs --url.");
            return 2;
        }
        var oneIn = options.Number("--authenticate-one-in", 1);
        if (oneIn > 1) Console.WriteLine($"Only one packet in {oneIn} is authenticated and decrypted; the others are counted by their headers.");

        using var timed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (options["--seconds"] is not null) timed.CancelAfter(TimeSpan.FromSeconds(options.Number("--seconds", 10)));
        using var factory = new OpenSslDtlsFactory();
        using var loop = new PeerLoop("viewers", factory, new MonoClock());
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var audience = new Audience(loop, http, new(url), options["--token"], oneIn, stamped: false, Console.WriteLine, joinsAtOnce: options.Number("--joins-at-once", 16));
        var watching = audience.RunAsync(options.Number("--viewers", 1), timed.Token);
        while (!watching.IsCompleted)
        {
            await Task.WhenAny(watching, Task.Delay(Between, TimeProvider.System, CancellationToken.None));
            Print(audience);
        }
        return 0;
    }

    private static void Print(Audience audience)
    {
        var (received, expected) = audience.Numbers();
        var loss = expected == 0 ? 0 : 100d * (expected - received) / expected;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{audience.Totals.Connected} connected, {received} packets, {loss:0.000} % missing, {audience.Totals.Bytes / 1024} KB"));
    }
}
