using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>Going on air is a line: what was said before it is nobody's to hear, however late it comes.</summary>
public sealed class OnAirTests
{
    private const int Held = 4;

    [Theory, InlineData(false), InlineData(true)]
    public void What_was_said_before_going_on_air_and_comes_late_is_heard_by_nobody(bool redundant)
    {
        using var stage = new TestStage(seed: 91);
        var speaker = stage.PublishAudio(1, redundant ? TestFormats.PublishedRed : TestFormats.PublishedOpus);
        speaker.IsSilent = true;                                       // what it says is handed over below
        speaker.Track.IsPublic = false;
        var earlier = Say();
        var before = Say();
        foreach (var said in before[..Held].Concat(before[(Held + 1)..^1])) speaker.Receive(said, stage.Now);

        var restored = speaker.Restored;
        speaker.Track.IsPublic = true;
        var viewer = stage.Watch(TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        speaker.Receive(before[Held], stage.Now);
        var after = Say();
        speaker.Receive(after[0], stage.Now);                          // with a copy of the last before, where there are copies
        speaker.Receive(before[^1], stage.Now);
        foreach (var said in after[1..]) speaker.Receive(said, stage.Now);
        stage.RunFor(100.Milliseconds());

        Assert.Equal(restored, speaker.Restored);
        Assert.Equal(after.Count - 1, viewer.Receiver.Playable.Count); // the first may hold the last before (in-band FEC): nobody's, nor its copy
        Assert.Equal((uint)(earlier.Count + before.Count + 1), viewer.Receiver.Playable.Min);
        Assert.Empty(viewer.Receiver.Violations);

        List<byte[]> Say()
        {
            var said = new List<byte[]>();
            stage.RunFor(500.Milliseconds());
            speaker.Audio.Run(stage.Now, datagram => said.Add(datagram.ToArray()));
            return said;
        }
    }
}
