using System.Runtime.CompilerServices;
using LiveDialogue.Sfu.Tests.Peers;
using LiveDialogue.Testing;
using Xunit.Abstractions;

namespace LiveDialogue.Sfu.Tests.Congestion;

/// <summary>A viewer on the move: the picture switches seldom, comes back by itself, and never costs the sound more than the link does.</summary>
public sealed class MobileTests(ITestOutputHelper output)
{
    public static IEnumerable<object[]> Traces()
    {
        foreach (var trace in new[] { "city-3g.down", "train-lte.down" })
            foreach (var seed in new[] { 1, 2, 700_000_001 }) yield return [trace, seed, 3];
        foreach (var recorded in new[] { "TMobile-UMTS-driving.down", "ATT-LTE-driving-2016.down" })
            if (File.Exists(PathOf(recorded))) yield return [recorded, 1, 6];
    }

    [Theory, MemberData(nameof(Traces))]
    public async Task On_a_mobile_link_layers_switch_at_most_four_times_a_minute_and_the_picture_goes_on(string trace, int seed, int longestOutage)
    {
        await using var sfu = new VirtualSfu(seed);
        sfu.Publish("ann");
        sfu.RunFor(2000);
        var viewer = sfu.Watch();
        sfu.Network.Connect(viewer.Server, viewer.Address, new() { Delay = 30.Milliseconds() });
        sfu.Network.Path(viewer.Server, viewer.Address).Conditions = new()
        {
            Delay = 30.Milliseconds(),
            Loss = 0.005,
            Queue = 1.Seconds(),
            Trace = LinkTrace.Read(PathOf(trace)),
        };
        var watch = new PictureWatch(sfu, viewer);
        for (var i = 0; i < 1200; i++)
        {
            sfu.RunFor(100);
            watch.Look();
        }
        output.WriteLine($"{trace} seed {seed}: {watch}");

        Assert.InRange(watch.MostSwitchesInAMinute, 0, 4);
        Assert.True(watch.LongestStandstill < 5.Seconds(), $"the picture stood still for {watch.LongestStandstill.TotalSeconds} s");
        // What was lost in the outage is waited for by the receiver for 1.5 s.
        Assert.True(watch.LongestSilence < (longestOutage + 2).Seconds(), $"no sound came for {watch.LongestSilence.TotalSeconds} s");
        Assert.Empty(viewer.Violations);
    }

    // Far from each other: neighbours' numbers are the same ones, a step apart.
    [Theory]
    [InlineData(1, 0.05), InlineData(2, 0.05), InlineData(20_000_003, 0.05)]
    [InlineData(3, 0.10), InlineData(20, 0.10), InlineData(1_000, 0.10), InlineData(77_777, 0.10), InlineData(1_234_567_891, 0.10)]
    [InlineData(1, 0.15), InlineData(2_100_000_011, 0.15)]
    public async Task Bursts_of_loss_do_not_take_the_layer_from_a_path_that_is_wide_enough(int seed, double loss)
    {
        await using var sfu = new VirtualSfu(seed);
        sfu.Publish("ann");
        sfu.RunFor(2000);
        var viewer = sfu.Watch();
        var bursts = new LossBursts(Begins: loss / 4, Ends: 0.25);      // four packets long
        sfu.Network.Connect(viewer.Server, viewer.Address, new() { Delay = 100.Milliseconds(), BitsPerSecond = 3_000_000, Bursts = bursts });
        var watch = new PictureWatch(sfu, viewer);
        for (var i = 0; i < 900; i++)
        {
            sfu.RunFor(100);
            watch.Look();
        }
        output.WriteLine($"loss {loss} seed {seed}: {watch}");

        Assert.InRange(watch.MostSwitchesInAMinute, 0, 4);
        Assert.True(watch.LongestStandstill < 4.Seconds(), $"the picture stood still for {watch.LongestStandstill.TotalSeconds} s");
        if (loss < 0.1) Assert.True(watch.ShareOfHighest > 0.8, $"the highest layer was there {watch.ShareOfHighest:P0} of the time");
    }

    /// <summary>Of a link that was recorded or drawn; it may not be there.</summary>
    internal static string PathOf(string trace) => Beside(trace);

    private static string Beside(string trace, [CallerFilePath] string here = "")
    {
        var own = Path.Combine(Path.GetDirectoryName(here)!, "Traces", trace);    // a source file has a folder
        return File.Exists(own) ? own : Path.Combine(Path.GetDirectoryName(here)!, "../../../../shared/traces", trace);
    }
}
