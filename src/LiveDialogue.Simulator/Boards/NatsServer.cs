using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LiveDialogue.Simulator.Bench;

namespace LiveDialogue.Simulator.Boards;

/// <summary>Debian's nats-server, which hands bytes on and does nothing else: the floor.</summary>
internal sealed class NatsServer : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly string _folder;
    private Socket? _publisher;

    private NatsServer(Process process, string folder, int port, int webPort) =>
        (_process, _folder, Port, WebSocket) = (process, folder, port, new(IPAddress.Loopback, webPort));

    public IPEndPoint WebSocket { get; }

    private int Port { get; }

    public TimeSpan CpuTime() => ProcessReadings.CpuTime(_process.Id);

    public long MemoryBytes() => ProcessReadings.MemoryBytes(_process.Id);

    public static async Task<NatsServer> StartAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("livedialogue-nats-").FullName;
        var (port, webPort) = (ProcessReadings.FreePort(SocketType.Stream, ProtocolType.Tcp), ProcessReadings.FreePort(SocketType.Stream, ProtocolType.Tcp));
        var configuration = Path.Combine(folder, "nats.conf");
        await File.WriteAllTextAsync(
            configuration,
            string.Create(CultureInfo.InvariantCulture, $"host: 127.0.0.1\nport: {port}\nmax_connections: 100000\nwebsocket {{ host: 127.0.0.1, port: {webPort}, no_tls: true }}\n"),
            ct);
        var start = new ProcessStartInfo("nats-server") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(configuration);
        var process = Process.Start(start) ?? throw new InvalidOperationException("nats-server didn't start.");
        process.OutputDataReceived += (_, _) => { };    // read, so that it never waits for us
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new NatsServer(process, folder, port, webPort);
        await server.ConnectAsync(ct);
        return server;
    }

    public async Task PublishAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        byte[] line = [.. "PUB "u8, .. "board"u8, (byte)' ', .. System.Text.Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture)), .. "\r\n"u8, .. message.Span, .. "\r\n"u8];
        await _publisher!.SendAsync(line, ct);      // connected by StartAsync
    }

    public async ValueTask DisposeAsync()
    {
        _publisher?.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            _publisher = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await _publisher.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), ct);
                await _publisher.SendAsync("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"u8.ToArray(), ct);
                return;
            }
            catch (SocketException) when (TimeProvider.System.GetElapsedTime(since) < StartPatience && !_process.HasExited)
            {
                _publisher.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
            }
        }
    }
}
