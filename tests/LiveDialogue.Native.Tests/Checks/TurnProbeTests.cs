using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Native.Checks;
using LiveDialogue.Testing;

namespace LiveDialogue.Native.Tests.Checks;

/// <summary>Against coturn itself.</summary>
public sealed class TurnProbeTests : IAsyncLifetime
{
    private const string Secret = "a-secret-that-the-relay-shares";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("coturn-").FullName;
    private Process _relay = null!;    // by InitializeAsync, which xunit calls first
    private int _port;

    public async Task InitializeAsync()
    {
        using (var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _port = ((IPEndPoint)free.LocalEndPoint!).Port;    // bound, so it has one
        }
        _relay = Process.Start(new ProcessStartInfo("turnserver",
        [
            "-n", "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--listening-port", $"{_port}", "--realm", "test", "--use-auth-secret",
            "--static-auth-secret", Secret, "--allow-loopback-peers", "--no-tls", "--no-dtls", "--no-cli", "--log-file", "stdout", "--pidfile", $"{_folder}/pid", "--userdb", $"{_folder}/db",
        ])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;    // started, or it threw
        _relay.BeginOutputReadLine();
        _relay.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!Listening.ByTcp(_port) || !Listening.ByUdp(_port)) await again.WaitForNextTickAsync(limit.Token);
    }

    public async Task DisposeAsync()
    {
        _relay.Kill();
        await _relay.WaitForExitAsync();
        _relay.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory, InlineData("udp"), InlineData("tcp")]
    public async Task A_relay_that_shares_the_secret_gives_an_address_and_takes_it_back(string transport)
    {
        var (name, password) = Credentials(Secret);
        var result = await TurnProbe.AllocateAsync($"turn:127.0.0.1:{_port}?transport={transport}", name, password, Patience, CancellationToken.None);
        Assert.Equal(TurnOutcome.Allocated, result.Outcome);
        Assert.Equal(IPAddress.Loopback, result.Relayed!.Address);
    }

    [Theory, InlineData("udp"), InlineData("tcp")]
    public async Task A_relay_with_another_secret_refuses(string transport)
    {
        var (name, password) = Credentials("another secret");
        var result = await TurnProbe.AllocateAsync($"turn:127.0.0.1:{_port}?transport={transport}", name, password, Patience, CancellationToken.None);
        Assert.Equal((TurnOutcome.Refused, 401), (result.Outcome, result.Code));
    }

    [Fact]
    public async Task Where_no_relay_is_nobody_waits_long()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));    // bound and not listening: refused at once
        var result = await TurnProbe.AllocateAsync($"turn:{taken.LocalEndPoint}?transport=tcp", "a", "b", Patience, CancellationToken.None);
        Assert.Equal(TurnOutcome.Unreachable, result.Outcome);
        Assert.Equal(TurnOutcome.NotAnAddress, (await TurnProbe.AllocateAsync("http://127.0.0.1", "a", "b", Patience, CancellationToken.None)).Outcome);
    }

    private static (string Name, string Password) Credentials(string secret)
    {
        var name = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600}:doctor";
#pragma warning disable CA5350 // coturn's own
        return (name, Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(name))));
#pragma warning restore CA5350
    }
}
