using System.Diagnostics;
using LiveDialogue.Testing;

namespace LiveDialogue.EndToEnd;

/// <summary>A real coturn on loopback, with what <c>docs/turnserver.conf</c> has of rules, which takes credentials made with a shared secret.</summary>
internal sealed class Relay : IAsyncDisposable
{
    // What the file leaves to be filled in, and these tests have no place for.
    private static readonly string[] FilledIn = ["static-auth-secret=", "realm=", "listening-port=", "tls-listening-port=", "cert=", "pkey=", "allowed-peer-ip="];

    private readonly Process _process;
    private readonly string _folder;
    private readonly int _port;
    private readonly int _tlsPort;

    private Relay(Process process, string folder, int port, int tlsPort) => (_process, _folder, _port, _tlsPort) = (process, folder, port, tlsPort);

    /// <param name="certificate">For TLS; null: without.</param>
    /// <param name="rules">Over those of the file, such as <c>user-quota=1</c>.</param>
    public static async Task<Relay> StartAsync(string secret, RelayCertificate? certificate = null, params string[] rules)
    {
        var (port, tlsPort) = (Ports.Free(), Ports.Free());
        var folder = Directory.CreateTempSubdirectory("coturn-").FullName;
        var written = from line in await File.ReadAllLinesAsync(Path.Combine(RepositoryRoot.Path, "docs", "turnserver.conf"))
                      where !FilledIn.Concat(rules.Select(rule => rule[..(rule.IndexOf('=', StringComparison.Ordinal) + 1)])).Any(start => line.StartsWith(start, StringComparison.Ordinal))
                      select line;
        string[] tls = certificate is null ? ["no-tls"] : [$"tls-listening-port={tlsPort}", $"cert={certificate.ChainFile}", $"pkey={certificate.KeyFile}"];
        var file = Path.Combine(folder, "turnserver.conf");
        await File.WriteAllLinesAsync(file,
        [
            .. written, "listening-ip=127.0.0.1", "relay-ip=127.0.0.1", $"listening-port={port}", "realm=test", $"static-auth-secret={secret}",
            "allowed-peer-ip=127.0.0.1", "allow-loopback-peers", "log-file=stdout", $"pidfile={folder}/pid", $"userdb={folder}/db", .. tls, .. rules,
        ]);
        var process = Process.Start(new ProcessStartInfo("turnserver", ["-c", file]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;    // started, or it threw
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var relay = new Relay(process, folder, port, tlsPort);
        await Eventually.HoldsAsync("coturn listens", () => Task.FromResult(Listening.ByTcp(port) && Listening.ByUdp(port)));
        if (certificate is not null) await Eventually.HoldsAsync("coturn listens by TLS", () => Task.FromResult(Listening.ByTcp(tlsPort)));
        return relay;
    }

    /// <param name="transport">udp or tcp.</param>
    public string Url(string transport) => $"turn:127.0.0.1:{_port}?transport={transport}";

    /// <summary>By TLS.</summary>
    public string SecureUrl => $"turns:127.0.0.1:{_tlsPort}?transport=tcp";

    /// <summary>coturn's own client: an address, a permission for a peer, and packets to it.</summary>
    /// <returns>All it says.</returns>
    public async Task<string> UseAsync(string secret, string peer, params string[] switches)
    {
        using var client = Process.Start(new ProcessStartInfo("turnutils_uclient",
            ["-v", "-c", "-n", "1", "-u", "somebody", "-W", secret, "-e", peer, "-p", $"{_port}", .. switches, "127.0.0.1"])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;    // started, or it threw
        var errors = client.StandardError.ReadToEndAsync();
        var said = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return said + await errors;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
