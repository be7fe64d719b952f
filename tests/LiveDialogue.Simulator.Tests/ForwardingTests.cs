using LiveDialogue.Native;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Simulator.Publishing;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Tests;

/// <summary>The whole native way on loopback: ICE, DTLS and SRTP of our own client against our own server.</summary>
public sealed class ForwardingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, InlineData(PortKind.LinuxBatched), InlineData(PortKind.Portable)]
    public async Task What_a_speaker_sends_reaches_every_viewer(PortKind ports)
    {
        const int Viewers = 3;
        var clock = new MonoClock();
        using var factory = new OpenSslDtlsFactory();
        await using var node = new Node(ports);
        using var loop = new PeerLoop("peers", factory, clock);
        var sent = new SentPackets();
        var totals = new ViewerTotals();
        var ssrcs = PublisherSsrcs.New();
        var ice = IceCredentials.New();
        var publisherEnd = new TaskCompletionSource<TransportEnd>(TaskCreationOptions.RunContinuationsAsynchronously);

        var answer = await node.PublishAsync(Offer.ForPublisher(ice, factory.Fingerprint.Span, ssrcs));
        var publisher = loop.Connect(ice, answer, new Publisher(
            answer, ssrcs, SyntheticVideo.Create(500_000), new SyntheticAudio(), sent, clock, () => { }, end => publisherEnd.TrySetResult(end)));
        for (var i = 0; i < Viewers; i++)
        {
            ice = IceCredentials.New();
            answer = await node.WatchAsync(Offer.ForViewer(ice, factory.Fingerprint.Span, audioSlots: 1, videoSlots: 1));
            loop.Connect(ice, answer, new Viewer(answer, authenticateOneIn: 1, stamped: true, totals, _ => { }));
        }

        await HoldsAsync(() => totals.Connected == Viewers && totals.Packets > 100 * Viewers, () => $"{totals.Connected} connected, {totals.Packets} packets, {sent.Total} sent");
        var from = clock.Now + TimeSpan.FromMilliseconds(100);
        var window = TimeSpan.FromSeconds(2);
        loop.Post(_ =>
        {
            sent.Count(from, from + window);
            totals.Count(from, from + window);
        });
        await HoldsAsync(
            () => clock.Now > from + window && sent.InWindow > 0 && totals.InWindow >= sent.InWindow * Viewers,
            () => $"{totals.InWindow} of {sent.InWindow} packets for each of {Viewers}");
        var counters = node.Counters;
        var tally = new TaskCompletionSource<(long Sent, long Received)>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(_ => tally.SetResult((sent.InWindow, totals.InWindow)));
        var (packetsSent, packetsReceived) = await tally.Task.WaitAsync(Patience);

        Assert.InRange(packetsSent, 150, 400);
        Assert.Equal(packetsSent * Viewers, packetsReceived);
        Assert.Equal(0, counters.SendFailures);

        loop.Close(publisher);
        Assert.Equal(TransportEnd.Stopped, await publisherEnd.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_the_one_of_its_SDP_gets_no_media()
    {
        using var factory = new OpenSslDtlsFactory();
        await using var node = new Node(PortKind.LinuxBatched);
        using var loop = new PeerLoop("peers", factory, new MonoClock());
        var ice = IceCredentials.New();
        var ended = new TaskCompletionSource<TransportEnd>(TaskCreationOptions.RunContinuationsAsynchronously);

        var answer = await node.WatchAsync(Offer.ForViewer(ice, factory.Fingerprint.Span, 1, 1)) with { Fingerprint = new byte[32] };
        var totals = new ViewerTotals();
        loop.Connect(ice, answer, new Viewer(answer, 1, stamped: false, totals, end => ended.TrySetResult(end)));

        Assert.Equal(TransportEnd.WrongFingerprint, await ended.Task.WaitAsync(Patience));
        Assert.Equal(0, totals.Connected);
    }

    [Fact]
    public async Task A_server_that_goes_is_missed_within_seconds()
    {
        var clock = new MonoClock();
        using var factory = new OpenSslDtlsFactory();
        var node = new Node(PortKind.LinuxBatched);
        using var loop = new PeerLoop("peers", factory, clock);
        var ice = IceCredentials.New();
        var ended = new TaskCompletionSource<TransportEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = await node.WatchAsync(Offer.ForViewer(ice, factory.Fingerprint.Span, 1, 1));
        var totals = new ViewerTotals();
        loop.Connect(ice, answer, new Viewer(answer, 1, stamped: false, totals, end => ended.TrySetResult(end)));
        await HoldsAsync(() => totals.Connected == 1, () => "connected");

        var since = clock.Now;
        await node.DisposeAsync();
        var end = await ended.Task.WaitAsync(Patience);

        Assert.True(end is TransportEnd.ClosedByServer or TransportEnd.Unanswered, $"{end}");
        Assert.InRange((clock.Now - since).TotalSeconds, 0, 5);
    }

    private static async Task HoldsAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            if (patience.IsCancellationRequested) Assert.Fail(otherwise());
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
