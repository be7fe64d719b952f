using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Tests.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Congestion;

public sealed class LayerChoiceTests
{
    private static readonly LayerOption[] Three = [new(0, 100_000), new(1, 400_000), new(2, 1_500_000)];
    private readonly MonoTime _start = new(1_000_000);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5_000, 0)]
    [InlineData(399_999, 0)]
    [InlineData(400_000, 1)]
    [InlineData(1_499_999, 1)]
    [InlineData(long.MaxValue, 2)]
    public void The_highest_layer_that_fits_is_chosen_and_never_none(long bitsPerSecond, int chosen) =>
        Assert.Equal(chosen, LayerChoice.Choose(Three, bitsPerSecond));

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(600_000, 1, 0, 0)]
    [InlineData(900_000, 1, 1, 0)]
    [InlineData(1_700_000, 2, 0, 0)]
    [InlineData(2_050_000, 2, 1, 0)]
    [InlineData(long.MaxValue, 2, 2, 2)]
    public void Every_slot_gets_its_lowest_before_the_first_is_raised(long bitsPerSecond, int first, int second, int third)
    {
        Span<int> chosen = stackalloc int[4];
        LayerChoice.Share([.. Three, .. Three, .. Three], [3, 3, 0, 3], bitsPerSecond, chosen);
        Assert.Equal([first, second, -1, third], chosen.ToArray());
    }

    [Fact]
    public void The_next_raise_is_the_cheapest()
    {
        Span<int> chosen = stackalloc int[2];
        Assert.Equal(300_000, LayerChoice.Share([.. Three, .. Three], [3, 3], 1_700_000, chosen));
        Assert.Equal(long.MaxValue, LayerChoice.Share(Three, [3], long.MaxValue, chosen));
    }

    [Fact]
    public void Loss_lowers_at_once_and_calm_raises_by_a_trial_after_five_seconds()
    {
        var estimate = new DownlinkEstimate();
        estimate.OnLoss(0.05, 2_000_000, _start);
        Assert.Equal(long.MaxValue, estimate.BitsPerSecond);

        estimate.OnLoss(0.2, 2_000_000, _start);
        Assert.Equal(1_800_000, estimate.BitsPerSecond);
        estimate.OnLoss(0.2, 2_000_000, _start + 500.Milliseconds());                   // the same loss, seen again
        Assert.Equal(1_800_000, estimate.BitsPerSecond);

        estimate.Probe(500_000, 1_100_000, _start + 5400.Milliseconds());
        Assert.Equal(1_800_000, estimate.BitsPerSecond);
        estimate.Probe(1_700_000, 1_100_000, _start + 5500.Milliseconds());
        Assert.Equal(2_900_000, estimate.BitsPerSecond);
    }

    [Fact]
    public void A_trial_that_fails_makes_the_next_calm_twice_as_long_up_to_twenty_seconds()
    {
        var estimate = new DownlinkEstimate();
        var now = _start;
        estimate.OnLoss(0.3, 1_000_000, now);
        foreach (var calm in new[] { 5, 10, 20, 20 })
        {
            var bound = estimate.BitsPerSecond;
            estimate.Probe(400_000, 1_100_000, now + TimeSpan.FromSeconds(calm - 0.1));
            Assert.Equal(bound, estimate.BitsPerSecond);
            now += TimeSpan.FromSeconds(calm);
            estimate.Probe(400_000, 1_100_000, now);
            Assert.True(estimate.BitsPerSecond > bound);
            now += 2.Seconds();
            estimate.OnLoss(0.3, 1_500_000, now);
        }
    }

    [Fact]
    public void A_remb_below_what_is_sent_lowers_at_once_and_one_above_does_not_hold_back()
    {
        var estimate = new DownlinkEstimate();
        estimate.OnRemb(3_000_000, 1_000_000, _start);
        Assert.Equal(long.MaxValue, estimate.BitsPerSecond);
        estimate.OnRemb(600_000, 1_000_000, _start);
        Assert.Equal(600_000, estimate.BitsPerSecond);
        estimate.OnRemb(900_000, 500_000, _start + 1.Seconds());
        Assert.Equal(600_000, estimate.BitsPerSecond);
        estimate.OnRemb(900_000, 500_000, _start + 6.Seconds());
        Assert.Equal(900_000, estimate.BitsPerSecond);
    }

    [Theory, InlineData(91), InlineData(92)]
    public void Given_a_viewer_whose_path_narrows_when_it_widens_again_then_the_layer_follows_and_the_picture_never_stops(int seed)
    {
        using var stage = new TestStage(seed, down: new() { Delay = 30.Milliseconds(), BitsPerSecond = 20_000_000 });
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        var downlink = new Downlink(counted: false);
        var allocation = new LayerAllocation(downlink, [viewer.Slot]);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        Run(5);
        Assert.Equal(2, viewer.Slot.Layer?.Index);

        viewer.Link.Conditions = viewer.Link.Conditions with { BitsPerSecond = 400_000 };
        Run(8);
        Assert.Equal(0, viewer.Slot.Layer?.Index);
        var frames = viewer.Receiver.Frames;
        Run(4);
        Assert.True(viewer.Receiver.Frames > frames + 60);

        viewer.Link.Conditions = viewer.Link.Conditions with { BitsPerSecond = 20_000_000 };
        Run(60);
        Assert.Equal(2, viewer.Slot.Layer?.Index);

        void Run(int seconds)
        {
            for (var i = 0; i < seconds * 5; i++)
            {
                var (sent, dropped) = (viewer.Link.Sent, viewer.Link.Dropped);
                stage.RunFor(200.Milliseconds());
                var loss = (viewer.Link.Dropped - dropped) / (double)Math.Max(1, viewer.Link.Sent - sent);
                downlink.Reports.OnLoss(loss, viewer.Slot.BitsPerSecond(stage.Now), stage.Now);
                allocation.Apply(stage.Now);
            }
        }
    }
}
