using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Bench;

/// <summary>
/// Many who all come at once, in a process of their own: what they allocate would stop those who measure, by tens of milliseconds that would be taken
/// for the server's.
/// </summary>
internal sealed class Newcomers : IAsyncDisposable
{
    private const int JoinsAtOnce = 64;
    private const string Ready = "ready", Go = "go", AllIn = "all in, lost:";
    private const string NotAll = "Not everybody came in.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    private Newcomers(Process process) => _process = process;

    /// <summary>Starts the process; nobody comes yet.</summary>
    internal static async Task<Newcomers> PrepareAsync(Uri door, int viewers, bool cutTrains, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] words = [Path.Combine(AppContext.BaseDirectory, "LiveDialogue.Simulator.dll"), "bench", "sfu", "--door", door.ToString(), "--viewers", viewers.ToString(CultureInfo.InvariantCulture)];
        foreach (var word in words) start.ArgumentList.Add(word);
        if (cutTrains) start.ArgumentList.Add("--cut-trains");
        var newcomers = new Newcomers(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
        await newcomers.HearAsync(Ready, ct);
        return newcomers;
    }

    /// <summary>They come.</summary>
    /// <returns>When all are in and see something: how many connections ended meanwhile.</returns>
    /// <exception cref="InvalidOperationException">Not everybody came in.</exception>
    internal async Task<long> ComeAsync(CancellationToken ct)
    {
        await _process.StandardInput.WriteLineAsync(Go.AsMemory(), ct);
        await _process.StandardInput.FlushAsync(ct);
        return long.Parse(await HearAsync(AllIn, ct), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    /// <summary>What the process does: they stay until the standard input ends.</summary>
    internal static async Task<int> RunAsync(Uri door, int viewers, bool cutTrains, CancellationToken ct)
    {
        using var factory = new OpenSslDtlsFactory();
        using var loop = new PeerLoop("joining", factory, new MonoClock(), ConsentPace.Browser, takesTrains: !cutTrains);
        using var http = FromManyAddresses();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Console.WriteLine(Ready);
        if (await Console.In.ReadLineAsync(ct) != Go) return 1;

        var audience = new Audience(loop, http, door, token: null, authenticateOneIn: 50, stamped: false, Console.Error.WriteLine, joinsAtOnce: JoinsAtOnce);
        var coming = audience.RunAsync(viewers, over.Token);
        await Waiting.UntilAsync(() => audience.Totals.Began >= viewers, Patience, NotAll, ct);
        Console.WriteLine($"{AllIn} {audience.Totals.Lost}");
        await Console.In.ReadLineAsync(ct);
        await over.CancelAsync();
        await coming;
        return 0;
    }

    /// <returns>The rest of the line that begins so.</returns>
    private async Task<string> HearAsync(string word, CancellationToken ct)
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(Patience, TimeProvider.System, ct) is { } line)
                if (line.StartsWith(word, StringComparison.Ordinal)) return line[word.Length..];
        }
        catch (TimeoutException)
        {
            // said below
        }
        throw new InvalidOperationException(NotAll);
    }

    /// <summary>The server lets one address open 600 sessions a minute: a thousand people have many.</summary>
    private static HttpClient FromManyAddresses()
    {
        var next = 0;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (Interlocked.Increment(ref next) % 200))]), 0));
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new(handler) { Timeout = TimeSpan.FromSeconds(30) };
    }
}
