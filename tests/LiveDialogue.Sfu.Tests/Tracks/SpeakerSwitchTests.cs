using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class SpeakerSwitchTests
{
    private static readonly LinkConditions Lossy = new() { Delay = 30.Milliseconds(), Jitter = 5.Milliseconds(), Loss = 0.04, Reorder = 0.01 };

    [Theory, InlineData(21), InlineData(22), InlineData(23), InlineData(24)]
    public void Given_loss_when_the_speaker_of_a_slot_changes_then_the_stream_goes_on_without_a_seam(int seed)
    {
        using var stage = new TestStage(seed, Lossy, Lossy);
        var goma = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var suva = stage.PublishVideo(2, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);

        foreach (var speaker in new[] { goma, suva, goma, suva, goma })
        {
            Assert.True(viewer.Slot.SwitchTo(speaker.Track, stage.Now));
            stage.RunFor(2.Seconds());
        }
        stage.RunFor(1.Seconds());

        viewer.AssertWhole(atLeastFrames: 240);
        Assert.Equal(1, viewer.Receiver.Sources[^1].Publisher);
        Assert.Contains(viewer.Receiver.Sources, source => source.Publisher == 2);
    }

    [Fact]
    public void Given_speakers_with_different_codecs_when_they_take_turns_then_each_is_sent_with_the_slots_payload_type()
    {
        using var stage = new TestStage(seed: 31);
        var vp8 = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var h264 = stage.PublishVideo(2, TestFormats.PublishedH264);
        var viewer = stage.Watch(TestFormats.SlotVp8, TestFormats.SlotH264);

        foreach (var speaker in new[] { vp8, h264, vp8 })
        {
            viewer.Slot.SwitchTo(speaker.Track, stage.Now);
            stage.RunFor(2.Seconds());
        }

        viewer.AssertWhole(atLeastFrames: 150);
    }

    [Fact]
    public void Given_a_slot_without_the_speakers_codec_when_it_is_switched_then_it_says_no_and_keeps_what_it_has()
    {
        using var stage = new TestStage(seed: 32);
        var vp8 = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var h264 = stage.PublishVideo(2, TestFormats.PublishedH264);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(vp8.Track, stage.Now);
        stage.RunFor(1.Seconds());

        Assert.False(viewer.Slot.Accepts(h264.Track.Format));
        Assert.False(viewer.Slot.SwitchTo(h264.Track, stage.Now));
        stage.RunFor(1.Seconds());

        viewer.AssertWhole(atLeastFrames: 55);
    }

    [Fact]
    public void Given_an_emptied_slot_when_time_passes_then_nothing_is_sent_and_a_repair_of_before_still_is()
    {
        using var stage = new TestStage(seed: 33);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());
        viewer.Slot.SwitchTo(null, stage.Now);
        var before = viewer.Receiver.Packets;

        stage.RunFor(500.Milliseconds());

        Assert.Equal(before, viewer.Receiver.Packets);
        Span<byte> packet = new byte[1500];
        var last = new Wire.Rtp.SequenceNumber(unchecked((ushort)(65_500 + viewer.Slot.PacketsSent - 1)));
        Assert.Null(viewer.Slot.OnNack(last, packet, stage.Now, out _, out _));
        Assert.Equal(DropReason.HistoryMiss, viewer.Slot.OnNack(last.Next, packet, stage.Now, out _, out _));
    }

    [Theory, InlineData(41), InlineData(42)]
    public void Given_microphones_when_the_slot_changes_hands_then_it_sounds_at_once_and_is_marked(int seed)
    {
        using var stage = new TestStage(seed, Lossy, Lossy);
        var goma = stage.PublishAudio(1);
        var suva = stage.PublishAudio(2);
        var viewer = stage.Watch(TestFormats.SlotOpus);

        for (var turn = 0; turn < 6; turn++)
        {
            viewer.Slot.SwitchTo(turn % 2 == 0 ? goma.Track : suva.Track, stage.Now);
            stage.RunFor(1.Seconds());
        }
        stage.RunFor(1.Seconds());

        viewer.AssertWhole(atLeastFrames: 330);
        Assert.Equal([1, 2, 1, 2, 1, 2], viewer.Receiver.Sources.Select(source => (int)source.Publisher));
    }

    [Fact]
    public void Given_a_muted_track_when_it_is_heard_again_then_no_number_is_missing_and_nothing_said_in_between_can_be_asked_for()
    {
        using var stage = new TestStage(seed: 43);
        var goma = stage.PublishAudio(1);
        var viewer = stage.Watch(TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(goma.Track, stage.Now);
        stage.RunFor(1.Seconds());
        goma.Track.IsMuted = true;
        stage.RunFor(2.Seconds());
        var during = viewer.Receiver.Packets;
        goma.Track.IsMuted = false;
        stage.RunFor(1.Seconds());

        viewer.AssertWhole(atLeastFrames: 98);
        Assert.Equal(0, viewer.Receiver.Repaired);
        Assert.InRange(during, 48, 51);
        Assert.InRange(goma.Drops[DropReason.Muted], 99, 101);
    }

    [Fact]
    public void Given_a_muted_camera_when_it_is_seen_again_then_the_picture_begins_with_a_keyframe()
    {
        using var stage = new TestStage(seed: 44);
        var goma = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(goma.Track, stage.Now);
        stage.RunFor(2.Seconds());
        goma.Track.IsMuted = true;
        stage.RunFor(2.Seconds());
        goma.Track.IsMuted = false;
        stage.RunFor(3.Seconds());

        viewer.AssertWhole(atLeastFrames: 100);
        Assert.Equal(2, viewer.Slot.Layer?.Index);
    }
}
