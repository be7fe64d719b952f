using System.Diagnostics;
using System.Net.Sockets;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Bench;

/// <summary>Debian's Janus with its VideoRoom plugin, by its HTTP API.</summary>
/// <param name="eventLoops">0: Janus's default, a thread for each peer connection.</param>
internal sealed class JanusServer(Process process, string folder, JanusApi api, int eventLoops) : IForwarder
{
    private const int Room = 1234;
    private const int Feed = 1;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    private static readonly string[] OtherPlugins =
        ["audiobridge", "echotest", "recordplay", "sip", "nosip", "streaming", "textroom", "videocall", "voicemail", "lua", "duktape"];

    private static readonly string[] OtherTransports = ["websockets", "pfunix", "rabbitmq", "mqtt", "nanomsg"];

    public string Name => eventLoops == 0 ? "Janus" : $"Janus with {eventLoops} event loops";

    internal static async Task<JanusServer> StartAsync(int eventLoops, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("livedialogue-janus-").FullName;
        var port = ProcessReadings.FreePort(SocketType.Stream, ProtocolType.Tcp);
        await ConfigureAsync(folder, port, eventLoops, ct);
        var start = new ProcessStartInfo("janus") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-F", folder]) start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException("janus didn't start.");
        process.OutputDataReceived += (_, _) => { };    // read, so that it never waits for us
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new JanusServer(process, folder, new JanusApi(new($"http://127.0.0.1:{port}/janus/")), eventLoops);
        await server.OpenAsync(ct);
        return server;
    }

    public TimeSpan CpuTime() => ProcessReadings.CpuTime(process.Id);

    public async Task MeetAsync(PeerLoop publishers, PeerLoop viewers, Meeting meeting, CancellationToken ct)
    {
        await using var session = await api.CreateAsync(ct);
        await PublishAsync(session, publishers, meeting, ct);
        var doors = new SemaphoreSlim(8);
        await Task.WhenAll(Enumerable.Range(0, meeting.Viewers).Select(_ => WatchAsync(session, viewers, meeting, doors, ct)));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await using var session = await api.CreateAsync(ct);
                var handle = await session.AttachAsync(ct);
                // The publisher's bitrate isn't capped, and nobody is asked for keyframes all the time.
                await session.AskAsync(handle, new { request = "create", room = Room, publishers = 4, bitrate = 0, fir_freq = 0, audiocodec = "opus", videocodec = "vp8" }, null, ct);
                return;
            }
            catch (HttpRequestException) when (TimeProvider.System.GetElapsedTime(since) < StartPatience && !process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
            }
        }
    }

    private static async Task PublishAsync(JanusSession session, PeerLoop loop, Meeting meeting, CancellationToken ct)
    {
        var ssrcs = PublisherSsrcs.New();
        var ice = IceCredentials.New();
        var handle = await session.AttachAsync(ct);
        var offer = Offer.ForPublisher(ice, loop.Factory.Fingerprint.Span, ssrcs);
        var joined = await session.AskAsync(handle, new { request = "joinandconfigure", room = Room, ptype = "publisher", id = Feed }, new("offer", offer), ct);
        var answer = Parse(joined);
        var tag = loop.Connect(ice, answer, OurServer.NewPublisher(answer, ssrcs, meeting, loop, _ => { }));
        _ = ct.Register(() => loop.Close(tag));
        while (meeting.Sent.Total == 0) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);    // before, there is no such feed
    }

    private static async Task WatchAsync(JanusSession session, PeerLoop loop, Meeting meeting, SemaphoreSlim doors, CancellationToken ct)
    {
        await doors.WaitAsync(ct);
        try
        {
            var ice = IceCredentials.New();
            var handle = await session.AttachAsync(ct);
            var attached = await session.AskAsync(handle, new { request = "join", room = Room, ptype = "subscriber", streams = new[] { new { feed = Feed } } }, null, ct);
            var offer = Parse(attached);
            await session.AskAsync(handle, new { request = "start" }, new("answer", AnswerToJanus.Write(attached.Sdp ?? "", ice, loop.Factory.Fingerprint.Span)), ct);
            var tag = loop.Connect(ice, offer, new Viewer(offer with { Media = [] }, authenticateOneIn: 1, stamped: true, meeting.Totals, _ => { }));
            _ = ct.Register(() => loop.Close(tag));
        }
        finally
        {
            doors.Release();
        }
    }

    private static Answer Parse(JanusEvent received) =>
        received.Sdp is { } sdp && Answer.Parse(sdp, out var problem) is { } answer
            ? answer
            : throw new InvalidOperationException($"Janus said: {received.Text}");

    private static async Task ConfigureAsync(string folder, int port, int eventLoops, CancellationToken ct)
    {
        var loops = eventLoops == 0 ? "" : $"event_loops = {eventLoops};";
        await File.WriteAllTextAsync(Path.Combine(folder, "janus.jcfg"), $$"""
            general: { configs_folder = "{{folder}}"; debug_level = 2; session_timeout = 0; {{loops}} }
            nat: { ice_lite = true; ice_enforce_list = "127.0.0.1,lo"; }
            plugins: { disable = "{{string.Join(',', OtherPlugins.Select(p => $"libjanus_{p}.so"))}}" }
            transports: { disable = "{{string.Join(',', OtherTransports.Select(t => $"libjanus_{t}.so"))}}" }

            """, ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "janus.transport.http.jcfg"), $$"""
            general: { json = "compact"; base_path = "/janus"; http = true; port = {{port}}; ip = "127.0.0.1"; https = false; }
            admin: { admin_http = false; }

            """, ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "janus.plugin.videoroom.jcfg"), "general: { }\n", ct);
    }
}
