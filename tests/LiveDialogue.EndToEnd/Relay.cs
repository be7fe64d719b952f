using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiveDialogue.EndToEnd;

/// <summary>A real coturn on loopback, which takes credentials made with a shared secret.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly int _port;

    private Relay(Process process, string folder, int port) => (_process, _folder, _port) = (process, folder, port);

    public static async Task<Relay> StartAsync(string secret)
    {
        var port = Ports.Free();
        var folder = Directory.CreateTempSubdirectory("coturn-").FullName;
        var process = Process.Start(new ProcessStartInfo("turnserver",
        [
            "-n", "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--listening-port", $"{port}", "--realm", "test", "--use-auth-secret",
            "--static-auth-secret", secret, "--allow-loopback-peers", "--no-tls", "--no-dtls", "--no-cli", "--log-file", "stdout", "--pidfile", $"{folder}/pid", "--userdb", $"{folder}/db",
        ])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;    // started, or it threw
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var relay = new Relay(process, folder, port);
        await Eventually.HoldsAsync("coturn listens", async () =>
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return relay;
    }

    /// <param name="transport">udp or tcp.</param>
    public string Url(string transport) => $"turn:127.0.0.1:{_port}?transport={transport}";

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
