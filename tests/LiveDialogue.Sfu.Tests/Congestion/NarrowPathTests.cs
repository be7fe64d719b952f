using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tests.Peers;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Congestion;

/// <summary>One viewer of one speaker in layers of about 0.24, 0.48 and 0.96 Mbit/s, whose path is the only one that is narrow.</summary>
public sealed class NarrowPathTests
{
    private const int Lowest = 0, Middle = 1, Highest = 2;

    [Theory]
    [InlineData(11, 150, 200, Lowest)]
    [InlineData(12, 300, 20, Lowest)]
    [InlineData(13, 700, 50, Middle)]
    [InlineData(14, 1_300, 200, Highest)]
    [InlineData(15, 5_000, 10, Highest)]
    public async Task A_viewer_begins_with_the_layer_its_path_carries_and_stays_with_it(int seed, int kilobitsPerSecond, int delay, int layer)
    {
        await using var sfu = new VirtualSfu(seed);
        var viewer = Watch(sfu, kilobitsPerSecond, delay);
        sfu.RunFor(60_000);

        // At most a single frame of another before it: the first that came.
        Assert.Equal(layer, viewer.Picture.Sources[^1].Layer);
        Assert.InRange(viewer.Picture.Sources.Count, 1, 2);
        Assert.True(viewer.Sound.Frames > 58 * 50, $"{viewer.Sound.Frames} packets of sound came");
        Assert.Empty(viewer.Violations);
    }

    [Theory]
    [InlineData(21, 20)]
    [InlineData(22, 200)]
    public async Task When_a_path_narrows_the_layer_is_lowered_within_three_seconds_and_raised_again_within_thirty(int seed, int delay)
    {
        await using var sfu = new VirtualSfu(seed);
        var viewer = Watch(sfu, 2_000, delay);
        sfu.RunFor(20_000);
        Assert.Equal(Highest, viewer.Picture.Sources[^1].Layer);

        Narrow(sfu, viewer, 400, delay);
        sfu.RunFor(3_000 + (2 * delay));
        Assert.Equal(Lowest, viewer.Picture.Sources[^1].Layer);
        var (frames, sound) = (viewer.Picture.Frames, viewer.Sound.Frames);
        sfu.RunFor(1_000);
        var reading = sfu.Node.ReadPath(viewer.Session)!;               // connected, as its pictures show
        Assert.InRange(reading.BitsPerSecond!.Value, 200_000, 600_000);
        Assert.InRange(reading.RoundTrip.TotalMilliseconds, delay, delay + 400);
        Assert.Equal(("q", LayerReason.Path), (reading.Slots[0].Layer, reading.Slots[0].Why));
        Assert.Equal(LayerReason.Empty, reading.Slots[1].Why);
        sfu.RunFor(20_000);
        Assert.Equal(Lowest, viewer.Picture.Sources[^1].Layer);
        Assert.True(viewer.Picture.Frames - frames > 18 * 30, $"{viewer.Picture.Frames - frames} frames came in twenty seconds");
        Assert.True(viewer.Sound.Frames - sound > 19 * 50);

        Narrow(sfu, viewer, 2_000, delay);
        sfu.RunFor(30_000);
        Assert.Equal(Highest, viewer.Picture.Sources[^1].Layer);
        Assert.InRange(viewer.Picture.Sources.Count, 3, 5);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task A_viewer_that_never_tells_is_sent_what_its_reports_allow()
    {
        await using var sfu = new VirtualSfu(31);
        var viewer = Watch(sfu, 20_000, 20);
        viewer.SendsFeedback = false;
        sfu.RunFor(10_000);

        Assert.Equal(Highest, viewer.Picture.Sources[^1].Layer);
        Assert.False(sfu.Downlink(viewer.Session).IsCounting);
    }

    [Theory, InlineData(41, false), InlineData(42, true)]
    public async Task Loss_on_the_speakers_uplink_moves_no_viewers_estimate(int seed, bool byReports)
    {
        await using var sfu = new VirtualSfu(seed);
        var speaker = sfu.Publish("ann");
        sfu.RunFor(1000);
        var viewer = sfu.Watch(edit: byReports ? VirtualViewer.WithoutTransportFeedback : null);
        sfu.Network.Connect(viewer.Server, viewer.Address, new() { Delay = 20.Milliseconds(), BitsPerSecond = 3_000_000 });
        sfu.RunFor(10_000);
        var before = sfu.Downlink(viewer.Session).BitsPerSecond;

        sfu.Network.Path(speaker.Address, speaker.Server).Conditions = new() { Loss = 0.2, Delay = 100.Milliseconds() };
        sfu.RunFor(30_000);

        Assert.InRange(sfu.Downlink(viewer.Session).BitsPerSecond / (double)before, 0.95, 1.05);
    }

    [Fact]
    public async Task However_a_viewers_own_estimate_swings_its_picture_switches_four_times_a_minute_at_most()
    {
        await using var sfu = new VirtualSfu(51);
        sfu.Publish("ann");
        sfu.RunFor(1000);
        var viewer = sfu.Watch(edit: VirtualViewer.WithoutTransportFeedback);
        sfu.RunFor(2000);
        var watch = new PictureWatch(sfu, viewer);
        for (var i = 0; i < 900; i++)
        {
            if (i % 30 == 0) viewer.SendEstimate(i % 60 == 0 ? 3_000_000 : 600_000);
            sfu.RunFor(100);
            watch.Look();
        }
        // A step up is held back now: nothing is tried, so nothing is learnt.
        var before = sfu.Downlink(viewer.Session).BitsPerSecond;
        for (var i = 0; i < 100; i++)
        {
            if (i % 10 == 0) viewer.SendEstimate(600_000);
            sfu.RunFor(100);
            watch.Look();
            Assert.InRange(sfu.Downlink(viewer.Session).BitsPerSecond, 0, before);
        }

        Assert.False(sfu.Downlink(viewer.Session).IsCounting);
        Assert.InRange(watch.MostSwitchesInAMinute, 2, 4);
        Assert.True(watch.LongestStandstill < 1.Seconds(), $"the picture stood still for {watch.LongestStandstill.TotalSeconds} s");
        Assert.Empty(viewer.Violations);
    }

    private static VirtualViewer Watch(VirtualSfu sfu, int kilobitsPerSecond, int delay)
    {
        var speaker = sfu.Publish("ann");
        sfu.RunFor(2000);
        speaker.Video.WantKeyframe();                                  // a newcomer can begin with it
        sfu.RunFor(500);
        var viewer = sfu.Watch();
        Narrow(sfu, viewer, kilobitsPerSecond, delay);
        return viewer;
    }

    private static void Narrow(VirtualSfu sfu, VirtualViewer viewer, int kilobitsPerSecond, int delay) => sfu.Network.Connect(
        viewer.Server, viewer.Address, new() { Delay = delay.Milliseconds(), BitsPerSecond = kilobitsPerSecond * 1000L });
}
