using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Peers;

public sealed class AllocationTests
{
    [Fact]
    public async Task A_minute_of_one_speaker_and_eight_viewers_allocates_nothing_in_the_node()
    {
        await using var sfu = new VirtualSfu();
        sfu.Network.Step = 5.Milliseconds();
        sfu.Publish("ann");
        for (var i = 0; i < 8; i++) sfu.Watch();
        sfu.RunFor(12_000);                                             // every list has its size, every method is compiled
        sfu.MeasuresAllocation = true;
        var before = sfu.Node.ReadCounters().PacketsForwarded;

        sfu.RunFor(60_000);

        var forwarded = sfu.Node.ReadCounters().PacketsForwarded - before;
        Assert.InRange(forwarded, 8 * 60 * (50 + 100), 8 * 60 * (50 + 140));
        // 70,000 packets and 270 checks: a single object for each of the rarest would be more. The rest is the runtime's, when a path runs first.
        Assert.InRange(sfu.AllocatedOnMediaPath, 0, 4096);
    }
}
