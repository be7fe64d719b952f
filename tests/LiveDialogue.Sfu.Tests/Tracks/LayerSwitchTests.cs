using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class LayerSwitchTests
{
    private static readonly LinkConditions Lossy = new() { Delay = 40.Milliseconds(), Jitter = 8.Milliseconds(), Loss = 0.03, Reorder = 0.01 };

    [Fact]
    public void Given_three_layers_when_nothing_is_wished_then_the_best_is_sent_without_a_seam()
    {
        using var stage = new TestStage(seed: 1);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);

        stage.RunFor(10.Seconds());

        viewer.AssertWhole(atLeastFrames: 290);
        Assert.Equal(((byte)1, (byte)2), viewer.Receiver.Sources[^1]);
        Assert.Equal((ushort)65_500, viewer.Receiver.FirstSequence!.Value);      // and so it wrapped
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Given_loss_both_ways_when_layers_are_switched_every_two_seconds_then_no_decoder_stumbles(int seed)
    {
        using var stage = new TestStage(seed, Lossy, Lossy);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());

        foreach (var layer in new[] { 0, 2, 1, 0, 1, 2, 0 })
        {
            viewer.Slot.Wanted = speaker.Track.Layers[layer];
            stage.RunFor(2.Seconds());
            Assert.Equal(layer, viewer.Slot.Layer?.Index);
        }
        stage.RunFor(2.Seconds());

        viewer.AssertWhole(atLeastFrames: 400);
        Assert.Equal(0, viewer.Receiver.Sources[^1].Layer);
    }

    [Fact]
    public void Given_sender_reports_when_the_layer_changes_then_time_is_continued_to_the_tick()
    {
        using var stage = new TestStage(seed: 11);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(2.Seconds());
        var offset = OffsetFromCapture();

        foreach (var layer in new[] { 0, 1, 2 })
        {
            viewer.Slot.Wanted = speaker.Track.Layers[layer];
            stage.RunFor(2.Seconds());

            Assert.Equal(layer, viewer.Slot.Layer?.Index);
            Assert.InRange(unchecked((int)(OffsetFromCapture() - offset)), -1, 1);
        }
        Assert.Empty(viewer.Receiver.Violations);

        // What one layer's clock said when the last frame was taken, against what the viewer was told.
        uint OffsetFromCapture()
        {
            var lastFrame = new Wire.MonoTime(1_001_000 + ((speaker.Video.Frames - 1) * 33_333L));
            return unchecked(viewer.Receiver.LastTimestamp - (uint)(lastFrame.Microseconds * 90_000 / 1_000_000));
        }
    }

    [Fact]
    public void Given_no_sender_reports_when_the_layer_changes_then_time_is_continued_by_arrival()
    {
        using var stage = new TestStage(seed: 12);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        speaker.Video.SendsReports = false;
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(2.Seconds());

        viewer.Slot.Wanted = speaker.Track.Layers[0];
        stage.RunFor(2.Seconds());

        viewer.AssertWhole(atLeastFrames: 115);
        Assert.Equal(0, viewer.Slot.Layer?.Index);
    }

    [Fact]
    public void Given_the_wanted_layer_stops_when_a_second_has_passed_then_the_best_living_one_is_sent_until_it_returns()
    {
        using var stage = new TestStage(seed: 13);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        viewer.Slot.Wanted = speaker.Track.Layers[2];
        stage.RunFor(3.Seconds());
        Assert.Equal(2, viewer.Slot.Layer?.Index);

        speaker.Video.Stop(2);
        stage.RunFor(2.Seconds());
        Assert.Equal(1, viewer.Slot.Layer?.Index);

        speaker.Video.Stop(2, stopped: false);
        stage.RunFor(2.Seconds());
        Assert.Equal(2, viewer.Slot.Layer?.Index);
        Assert.Empty(viewer.Receiver.Violations);
    }

    [Fact]
    public void Given_a_new_layer_is_wanted_when_its_keyframe_has_not_come_then_the_old_one_keeps_flowing()
    {
        using var stage = new TestStage(seed: 14, up: new() { Delay = 200.Milliseconds() });
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(3.Seconds());
        var before = viewer.Receiver.Frames;

        viewer.Slot.Wanted = speaker.Track.Layers[0];
        stage.RunFor(300.Milliseconds());

        Assert.Equal(2, viewer.Slot.Layer?.Index);                      // the request takes 200 ms up, the keyframe 200 ms back
        Assert.InRange(viewer.Receiver.Frames - before, 8, 10);
        stage.RunFor(500.Milliseconds());
        Assert.Equal(0, viewer.Slot.Layer?.Index);
        viewer.AssertWhole(atLeastFrames: 100);
    }
}
