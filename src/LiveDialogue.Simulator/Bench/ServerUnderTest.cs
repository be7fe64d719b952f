using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace LiveDialogue.Simulator.Bench;

/// <summary>The real server in a process of its own, with a data folder of its own, seen from outside: HTTP and /proc.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly string[] Languages = ["en"];
    private readonly Process _process;
    private readonly string _data;

    private ServerUnderTest(Process process, string data, Uri url, string hostToken)
    {
        (_process, _data, Url) = (process, data, url);
        Host = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(10) };
        Host.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hostToken);
    }

    internal Uri Url { get; }

    /// <summary>Speaks with the host's token.</summary>
    internal HttpClient Host { get; }

    /// <exception cref="InvalidOperationException">The server didn't start; the message has its last words.</exception>
    internal static async Task<ServerUnderTest> StartAsync(string library, int? port, CancellationToken ct)
    {
        var data = Directory.CreateTempSubdirectory("livedialogue-bench-").FullName;
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        var http = port ?? ProcessReadings.FreePort(SocketType.Stream, ProtocolType.Tcp);
        var media = port is { } chosen ? chosen + 1 : ProcessReadings.FreePort(SocketType.Dgram, ProtocolType.Udp);
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // …/src/LiveDialogue.Server, where appsettings.json is, seen from bin/Release/net10.0
            WorkingDirectory = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(library))!, "..", "..", "..")), // a file has a folder
        };
        // The measurement is of the SFU: a mixer beside it would take its processors and fill its slots.
        foreach (var argument in (string[])[Path.GetFullPath(library), "--port", $"{http}", "--media-port", $"{media}", "--data", data, "--Program:Enabled=false"])
            start.ArgumentList.Add(argument);
        start.Environment["LIVEDIALOGUE_HOST_TOKEN"] = token;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var words = new Queue<string>();
        process.OutputDataReceived += (_, line) => Note(words, line.Data);
        process.ErrorDataReceived += (_, line) => Note(words, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerUnderTest(process, data, new($"http://localhost:{http}"), token);
        await server.AnswersAsync(words, ct);
        return server;
    }

    /// <summary>The server that was built in the same configuration as this program.</summary>
    internal static string BesideOurBuild() => Path.Combine(
        AppContext.BaseDirectory.Replace("LiveDialogue.Simulator", "LiveDialogue.Server", StringComparison.Ordinal), "LiveDialogue.Server.dll");

    /// <summary>A live event with an open stage.</summary>
    /// <returns>Its id, and the token of a speaker who may publish to it.</returns>
    internal async Task<(string Event, string Token)> GoLiveAsync(CancellationToken ct)
    {
        var planned = await PostAsync(
            "/api/v1/events",
            new { title = "Measurement", description = "", start = "2027-03-16T09:00", zone = "Europe/Zurich", duration = "PT1H", languages = Languages, stage = "open", offices = Array.Empty<object>() },
            ct);
        var id = planned.GetProperty("id").GetString()!; // the interface promises it
        await PostAsync($"/api/v1/events/{id}/go-live", new { }, ct);
        var invite = await PostAsync($"/api/v1/events/{id}/invites", new { role = "speaker", name = "Publisher", zone = "Europe/Zurich", language = "en" }, ct);
        return (id, invite.GetProperty("token").GetString()!);
    }

    /// <summary>User and system time of the process so far.</summary>
    internal TimeSpan CpuTime() => ProcessReadings.CpuTime(_process.Id);

    /// <summary>Resident memory.</summary>
    internal long MemoryBytes() => ProcessReadings.MemoryBytes(_process.Id);

    /// <returns>The sum of a metric over its labels; null when the server has no such metric.</returns>
    internal async Task<double?> MetricAsync(string name, CancellationToken ct)
    {
        var text = await Host.GetStringAsync("/metrics", ct);
        var values = text.Split('\n')
            .Where(l => l.StartsWith(name, StringComparison.Ordinal) && l.Length > name.Length && l[name.Length] is ' ' or '{')
            .Select(l => double.Parse(l.Split(' ')[^1], CultureInfo.InvariantCulture))
            .ToList();
        return values.Count == 0 ? null : values.Sum();
    }

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task AnswersAsync(Queue<string> words, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < StartPatience && !_process.HasExited)
        {
            try
            {
                using var answer = await Host.GetAsync("/api/v1/events", ct);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // not yet
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }
        await DisposeAsync();
        lock (words) throw new InvalidOperationException($"The server isn't ready. Its last words:\n{string.Join('\n', words)}");
    }

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken ct)
    {
        using var response = await Host.PostAsJsonAsync(path, body, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"POST {path} was answered with {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private static void Note(Queue<string> words, string? line)
    {
        if (line is null) return;
        lock (words)
        {
            words.Enqueue(line);
            if (words.Count > 40) words.Dequeue();
        }
    }
}
