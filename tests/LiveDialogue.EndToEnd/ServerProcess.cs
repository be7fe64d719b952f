using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LiveDialogue.EndToEnd;

/// <summary>The real server as its own process on loopback, with a data folder of its own, so that it can be killed and started again.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string HostToken = "host-token-for-the-end-to-end-tests-0123456789";
    private readonly StringBuilder _log = new();
    private readonly string[] _switches;
    private Process? _process;

    private ServerProcess(int port, int mediaPort, string data, string[] switches)
    {
        _switches = switches;
        (Port, MediaPort, Data) = (port, mediaPort, data);
        Url = $"http://localhost:{port}";
        Host = new HttpClient { BaseAddress = new Uri(Url) };
        Host.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", HostToken);
        Anyone = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public int Port { get; }
    public int MediaPort { get; }
    public string Data { get; }
    public string Url { get; }

    /// <summary>While it runs.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Speaks with the host's token.</summary>
    public HttpClient Host { get; }

    /// <summary>Speaks without any credentials.</summary>
    public HttpClient Anyone { get; }

    public string Log { get { lock (_log) return _log.ToString(); } }

    /// <param name="switches">Further words of the command line.</param>
    public static async Task<ServerProcess> StartNewAsync(params string[] switches)
    {
        var data = Directory.CreateTempSubdirectory("livedialogue-").FullName;
        var server = new ServerProcess(Ports.Free(), Ports.Free(), data, switches);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts, on the same ports and data, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "src", "LiveDialogue.Server");
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { $"bin/{configuration}/net10.0/LiveDialogue.Server.dll", "--port", $"{Port}", "--media-port", $"{MediaPort}", "--data", Data }.Concat(_switches))
            start.ArgumentList.Add(argument);
        start.Environment["LIVEDIALOGUE_HOST_TOKEN"] = HostToken;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        process.OutputDataReceived += Note;
        process.ErrorDataReceived += Note;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await Eventually.HoldsAsync("the server answers", async () =>
        {
            if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}:\n{Log}");
            try
            {
                using var answer = await Anyone.GetAsync("/health/ready");
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>SIGKILL: nothing can be written any more.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an operator's stop.</summary>
    /// <returns>How long it took, and the exit code.</returns>
    public async Task<(TimeSpan Took, int ExitCode)> TerminateAsync()
    {
        var since = TimeProvider.System.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return (TimeProvider.System.GetElapsedTime(since), _process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        Host.Dispose();
        Anyone.Dispose();
        await File.WriteAllTextAsync(RepositoryRoot.Artifacts("logs", $"server-{Port}.txt"), Log);
        Directory.Delete(Data, recursive: true);
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (_log) _log.AppendLine(line.Data);
    }
}
