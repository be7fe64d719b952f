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
        sfu.RunFor(5000);                                               // every list has its size, every method is compiled
        sfu.MeasuresAllocation = true;
        var before = sfu.Node.ReadCounters().PacketsForwarded;

        sfu.RunFor(60_000);

        var forwarded = sfu.Node.ReadCounters().PacketsForwarded - before;
        Assert.InRange(forwarded, 8 * 60 * (50 + 100), 8 * 60 * (50 + 140));
        Assert.Equal(0, sfu.AllocatedOnMediaPath);
    }
}
