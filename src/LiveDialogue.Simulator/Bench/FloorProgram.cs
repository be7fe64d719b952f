using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Bench;

/// <summary>The least a forwarder can do (tests/LiveDialogue.Benchmarks/Forwarding/floor.c): a process per meeting, which is told addresses and keys.</summary>
internal sealed class FloorProgram(string program) : IForwarder
{
    private Process? _process;
    private TimeSpan _spentBefore;

    public string Name => "the floor";

    public TimeSpan CpuTime() => _process is { HasExited: false } running ? _spentBefore + ProcessReadings.CpuTime(running.Id) : _spentBefore;

    public async Task MeetAsync(PeerLoop publishers, PeerLoop viewers, Meeting meeting, CancellationToken ct)
    {
        // Kept until the program starts: of the hundreds of ports that the viewers take meanwhile one may be this.
        using var place = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        place.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)place.LocalEndPoint!).Port;            // bound, so it has one
        var server = TransportAddress.From(new IPEndPoint(IPAddress.Loopback, port));
        var answer = Plain();
        var keys = NewKeys();
        var lines = new List<string> { Line(keys.OutboundKey, keys.OutboundSalt) };
        for (var i = 0; i < meeting.Viewers; i++)
        {
            var own = NewKeys();
            var local = await viewers.ConnectGiven(own, server, new Viewer(answer, authenticateOneIn: 1, stamped: true, meeting.Totals, _ => { }), ct);
            lines.Add($"{local} {Line(own.InboundKey, own.InboundSalt)}");
        }
        place.Dispose();
        await StartAsync(port, lines, ct);
        await publishers.ConnectGiven(keys, server, OurServer.NewPublisher(answer, PublisherSsrcs.New(), meeting, publishers, _ => { }), ct);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not { } process) return;
        _spentBefore = CpuTime();
        _process = null;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private async Task StartAsync(int port, List<string> lines, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add($"{port}");
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} didn't start.");
        foreach (var line in lines) await _process.StandardInput.WriteLineAsync(line.AsMemory(), ct);
        await _process.StandardInput.WriteLineAsync("go".AsMemory(), ct);
        await _process.StandardInput.FlushAsync(ct);
        if (await _process.StandardOutput.ReadLineAsync(ct) != "ready") throw new InvalidOperationException($"{program} isn't ready.");
    }

    /// <summary>What a WHIP and WHEP answer would have said of the media.</summary>
    private static Answer Plain() => new(
        new("none", "none"), ReadOnlyMemory<byte>.Empty, [], WeAreDtlsServer: false,
        [
            new("audio", "0", Rejected: false, [Offer.Opus], MidId: 4, TransportCcId: 0, AudioLevelId: 1),
            new("video", "1", Rejected: false, [Offer.Vp8, Offer.Vp8Repair], MidId: 4, TransportCcId: 0, AudioLevelId: 0),
        ]);

    private static SrtpKeys NewKeys() => new(
        SrtpProfile.AeadAes128Gcm,
        RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(12), RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(12));

    private static string Line(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> salt) => $"{Convert.ToHexString(key.Span)} {Convert.ToHexString(salt.Span)}";
}
