using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Peers;

public sealed class AllocationTests
{
    /// <summary>
    /// The runtime compiles methods again while they run, by the machine's clock and beside everything else; until it has, they take what they won't
    /// later (enumerators, boxes). So one of these minutes must be clean. What allocates by packet does so in all of them.
    /// </summary>
    private const int Minutes = 6;

    /// <summary>70,000 packets a minute: one object for every hundredth of them would be more than this. The rest is the runtime's.</summary>
    private const long Tolerated = 16_384;

    [Fact]
    public async Task A_minute_of_one_speaker_and_eight_viewers_allocates_nothing_in_the_node()
    {
        await using var sfu = new VirtualSfu();
        sfu.Network.Step = 5.Milliseconds();
        sfu.Publish("ann");
        for (var i = 0; i < 8; i++) sfu.Watch();
        sfu.RunFor(12_000);                                             // every list has its size
        sfu.MeasuresAllocation = true;

        var least = LeastOfAMinute(sfu, () => sfu.AllocatedOnMediaPath, forwarded => Assert.InRange(forwarded, 8 * 60 * (50 + 100), 8 * 60 * (50 + 140)));

        Assert.InRange(least, 0, Tolerated);
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

        var heard = sink.Packets;
        var least = LeastOfAMinute(sfu, () => sfu.AllocatedOnMediaPath + mixer.AllocatedBySending, forwarded =>
        {
            Assert.InRange(sink.Packets - heard, 60 * (50 + 120 + 50 + 30), 60 * (50 + 140 + 50 + 35));
            Assert.True(forwarded > 4 * 60 * (50 + 240), $"{forwarded} packets were forwarded");
            heard = sink.Packets;
        });

        Assert.InRange(least, 0, Tolerated);
    }

    /// <param name="check">Of each minute, what was forwarded.</param>
    private static long LeastOfAMinute(VirtualSfu sfu, Func<long> allocated, Action<long> check)
    {
        var least = long.MaxValue;
        for (var minute = 0; minute < Minutes && least > Tolerated; minute++)
        {
            var (before, forwarded) = (allocated(), sfu.Node.ReadCounters().PacketsForwarded);
            sfu.RunFor(60_000);
            least = Math.Min(least, allocated() - before);
            check(sfu.Node.ReadCounters().PacketsForwarded - forwarded);
        }
        return least;
    }

    private sealed class CountingSink : ITapSink
    {
        public int Packets { get; private set; }

        public void OnRtp(in TapPacket packet) => Packets++;
    }
}
