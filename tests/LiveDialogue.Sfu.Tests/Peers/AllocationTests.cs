using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Peers;

[Collection(Alone.Name)]
public sealed class AllocationTests
{
    [Fact]
    public async Task A_minute_of_one_speaker_and_eight_viewers_allocates_nothing_in_the_node()
    {
        await using var sfu = new VirtualSfu();
        sfu.Network.Step = 5.Milliseconds();
        var ann = sfu.Publish("ann", redundant: true);
        for (var i = 0; i < 8; i++) sfu.Watch(edit: i < 4 ? null : VirtualViewer.WithoutRedundancy);
        sfu.Network.Path(ann.Address, ann.Server).Conditions = new() { Loss = 0.02 };
        sfu.RunFor(12_000);                                             // every list has its size, every method is compiled
        sfu.MeasuresAllocation = true;
        var before = sfu.Node.ReadCounters().PacketsForwarded;

        sfu.RunFor(60_000);

        var forwarded = sfu.Node.ReadCounters().PacketsForwarded - before;
        Assert.InRange(forwarded, 8 * 60 * (48 + 98), 8 * 60 * (50 + 140));
        Assert.True(sfu.Node.ReadCounters().PacketsRestored > 30, $"{sfu.Node.ReadCounters().PacketsRestored} packets were restored");
        // 70,000 packets: one object for every hundredth of them would be more than this. The rest is the runtime's, when a path runs first,
        // and on a busy machine that is late.
        Assert.InRange(sfu.AllocatedOnMediaPath, 0, 16_384);
    }

    [Fact]
    public async Task A_minute_of_a_tap_and_a_program_allocates_nothing_in_the_node()
    {
        await using var sfu = new VirtualSfu();
        sfu.Network.Step = 5.Milliseconds();
        sfu.Publish("ann");
        sfu.Publish("bob");
        var sink = new CountingSink();
        using var tap = sfu.Stage.OpenTap(sink);
        tap.Want(new("ann"), TapSource.Camera, 1280 * 720);
        var mixer = new VirtualMixer(sfu);
        for (var i = 0; i < 4; i++) sfu.Watch();
        sfu.RunFor(12_000);
        sfu.MeasuresAllocation = true;
        var (heard, forwarded, sent) = (sink.Packets, sfu.Node.ReadCounters().PacketsForwarded, mixer.AllocatedBySending);

        sfu.RunFor(60_000);

        Assert.InRange(sink.Packets - heard, 60 * (50 + 120 + 50 + 30), 60 * (50 + 140 + 50 + 35));
        Assert.True(sfu.Node.ReadCounters().PacketsForwarded - forwarded > 4 * 60 * (50 + 240));
        Assert.Equal(0, mixer.AllocatedBySending - sent);
        // 140,000 packets: one object for every hundredth of them would be more than this.
        Assert.InRange(sfu.AllocatedOnMediaPath, 0, 16_384);
    }

    private sealed class CountingSink : ITapSink
    {
        public int Packets { get; private set; }

        public void OnRtp(in TapPacket packet) => Packets++;
    }
}
