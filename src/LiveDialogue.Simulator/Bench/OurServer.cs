using LiveDialogue.Simulator.Media;
using LiveDialogue.Simulator.Publishing;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Bench;

/// <summary>Our server, by WHIP and WHEP.</summary>
internal sealed class OurServer(ServerUnderTest server, string eventId, string token) : IForwarder
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public string Name => "the server";

    internal static async Task<OurServer> StartAsync(string library, CancellationToken ct)
    {
        var server = await ServerUnderTest.StartAsync(library, port: null, ct);
        var (eventId, token) = await server.GoLiveAsync(ct);
        return new(server, eventId, token);
    }

    public TimeSpan CpuTime() => server.CpuTime();

    public Task MeetAsync(PeerLoop publishers, PeerLoop viewers, Meeting meeting, CancellationToken ct)
    {
        var audience = new Audience(viewers, _http, new(server.Url, $"/whep/{eventId}"), token: null, authenticateOneIn: 1, stamped: true, _ => { }, meeting.Totals);
        return Task.WhenAll(PublishAsync(publishers, _http, new(server.Url, $"/whip/{eventId}"), token, meeting, ct), audience.RunAsync(meeting.Viewers, ct));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await server.DisposeAsync();
    }

    internal static Task PublishAsync(PeerLoop loop, HttpClient http, Uri door, string token, Meeting meeting, CancellationToken ct)
    {
        var ssrcs = PublisherSsrcs.New();
        return Reconnecting.RunAsync(
            loop,
            new(http, door, token),
            ice => Offer.ForPublisher(ice, loop.Factory.Fingerprint.Span, ssrcs),
            (answer, ended) => NewPublisher(answer, ssrcs, meeting, loop, ended),
            Console.WriteLine,
            ct);
    }

    internal static Publisher NewPublisher(Answer answer, PublisherSsrcs ssrcs, Meeting meeting, PeerLoop loop, Action<TransportEnd> ended) => new(
        answer, ssrcs, SyntheticVideo.Create(meeting.KilobitsPerSecond * 1000), new SyntheticAudio(), stamps: meeting.Sent, loop.Clock, () => { }, ended);
}
