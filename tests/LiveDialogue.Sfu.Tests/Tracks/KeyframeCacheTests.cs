using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class KeyframeCacheTests
{
    private static readonly LinkConditions Lossy = new() { Delay = 30.Milliseconds(), Jitter = 5.Milliseconds(), Loss = 0.02, Reorder = 0.01 };

    [Fact]
    public void A_newcomer_starts_from_the_last_keyframe_without_asking_for_another()
    {
        using var stage = new TestStage(seed: 81);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var first = stage.Watch(TestFormats.SlotVp8);
        first.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1800.Milliseconds());
        var keyframes = speaker.Video.Keyframes;
        var late = stage.Watch(TestFormats.SlotVp8);

        late.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(50.Milliseconds());
        Assert.True(late.Receiver.Frames > 0);                          // at once: not when the next keyframe comes
        stage.RunFor(950.Milliseconds());

        late.AssertWhole(atLeastFrames: 29);
        Assert.False(late.Slot.IsCatchingUp);
        Assert.Equal(keyframes, speaker.Video.Keyframes);
        Assert.Equal(2, late.Slot.Layer?.Index);
    }

    [Fact]
    public void The_past_is_squeezed_so_that_a_newcomer_is_shown_the_present()
    {
        using var stage = new TestStage(seed: 82);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var first = stage.Watch(TestFormats.SlotVp8);
        first.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(3500.Milliseconds());
        var late = stage.Watch(TestFormats.SlotVp8);
        late.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());

        // The slot's first timestamp is uint.MaxValue - 90,000 for the live packet it began at: a second later it is one second on, not three.
        var elapsed = unchecked(late.Receiver.LastTimestamp - (uint.MaxValue - 90_000));
        Assert.InRange(elapsed, 80_000u, 95_000u);
        late.AssertWhole(atLeastFrames: 60);
    }

    [Theory, InlineData(83), InlineData(84), InlineData(85)]
    public void Given_loss_when_a_hundred_come_within_a_second_then_all_see_a_whole_picture_at_no_keyframe_more(int seed)
    {
        using var stage = new TestStage(seed, up: new(), down: Lossy);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8, [new("f", 640, 360, 3)]);
        var first = stage.Watch(TestFormats.SlotVp8);
        first.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());
        var keyframes = speaker.Video.Keyframes;

        var viewers = new List<TestStage.Viewer>();
        for (var i = 0; i < 100; i++)
        {
            viewers.Add(stage.Watch(TestFormats.SlotVp8));
            viewers[^1].Slot.SwitchTo(speaker.Track, stage.Now);
            stage.RunFor(10.Milliseconds());
        }
        stage.RunFor(2.Seconds());

        // Whoever lost the very first packet doesn't know that there was one.
        var begun = viewers.FindAll(viewer => viewer.Receiver.FirstSequence == 65_500);
        Assert.InRange(begun.Count, 90, 100);
        Assert.All(begun, viewer => viewer.AssertWhole(atLeastFrames: 60));
        Assert.Equal(keyframes, speaker.Video.Keyframes);
    }

    [Fact]
    public void Given_h264_when_a_newcomer_starts_in_the_past_then_it_begins_with_the_parameter_sets()
    {
        using var stage = new TestStage(seed: 86);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedH264);
        var first = stage.Watch(TestFormats.SlotH264);
        first.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1500.Milliseconds());
        var late = stage.Watch(TestFormats.SlotH264);
        late.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());

        late.AssertWhole(atLeastFrames: 29);
    }

    [Fact]
    public void What_was_sent_before_the_publisher_went_on_air_starts_nobody()
    {
        using var stage = new TestStage(seed: 87);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        speaker.Track.IsPublic = false;
        stage.RunFor(1.Seconds());
        speaker.Track.IsPublic = true;
        var (asked, shown) = (speaker.Video.KeyframeRequests, speaker.Video.Frames);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());

        Assert.True(speaker.Video.KeyframeRequests > asked);
        Assert.InRange((long)viewer.Receiver.Frames, 20, (long)(speaker.Video.Frames - shown));
        Assert.Empty(viewer.Receiver.Violations);
    }
}
