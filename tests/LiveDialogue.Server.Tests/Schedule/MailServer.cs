using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LiveDialogue.Server.Tests.Events.Calendar;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>A real SMTP server of its own on a port the system chose, and what it was given.</summary>
internal sealed class MailServer : IDisposable
{
    /// <summary>Real time: a mail that hasn't come by then doesn't.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private MailServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <param name="refuse">How many messages it puts off first.</param>
    /// <param name="unknown">Addresses that begin so are refused.</param>
    /// <param name="answer">How they are.</param>
    /// <param name="hold">The first message waits for <see cref="Release"/>.</param>
    public static async Task<MailServer> StartAsync(int refuse = 0, string? unknown = null, string answer = "550 no such mailbox", bool hold = false)
    {
        var start = new ProcessStartInfo(OutsideReader.Python) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(OutsideReader.Folder(), "mail_server.py"));
        start.ArgumentList.Add(refuse.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(unknown ?? "");
        start.ArgumentList.Add(answer);
        if (hold) start.ArgumentList.Add("hold");
        var process = Process.Start(start)!;   // throws where Python is missing
        return new(process, int.Parse((await LineAsync(process))!, CultureInfo.InvariantCulture));
    }

    /// <summary>Settings of a server that sends its mail here.</summary>
    public Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Mail:StartTls"] = "false",
        ["Mail:From"] = "dialogue@example.org",
    };

    /// <summary>How many messages were taken, of those that were looked at.</summary>
    public int Taken { get; private set; }

    /// <summary>The next message, when it has come.</summary>
    public async Task<JsonElement> NextAsync()
    {
        var next = JsonDocument.Parse((await LineAsync(_process))!).RootElement.Clone();
        if (next.TryGetProperty("id", out _)) Taken++;
        return next;
    }

    /// <summary>Lets the message that is held go.</summary>
    public void Release() => _process.StandardInput.WriteLine();

    /// <summary>The next message of a kind, those before it left aside.</summary>
    /// <param name="kind">As in its Message-ID: <c>day</c>, <c>invited</c>, …</param>
    public async Task<JsonElement> NextAsync(string kind)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.TryGetProperty("id", out var id) && id.GetString()!.Contains($".{kind}.", StringComparison.Ordinal)) return next;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static async Task<string?> LineAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await process.StandardOutput.ReadLineAsync(patience.Token);
    }
}
