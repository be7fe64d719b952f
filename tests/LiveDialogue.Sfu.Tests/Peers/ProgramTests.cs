using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Peers;

public sealed class ProgramTests
{
    [Theory, InlineData(1), InlineData(3)]
    public async Task While_the_program_flows_the_audience_sees_it_and_nothing_else(int shards)
    {
        await using var sfu = new VirtualSfu(options: new SfuOptions { Shards = shards });
        sfu.Publish("ann");
        sfu.Publish("bob");
        var (first, speaker, moderator) = (sfu.Watch(), sfu.Watch(StageView.OnAir, "ann"), sfu.Watch(StageView.Backstage));
        sfu.RunFor(2000);
        var mixer = new VirtualMixer(sfu);
        sfu.RunFor(2000);
        var late = sfu.Watch();
        sfu.RunFor(2000);

        foreach (var viewer in (VirtualViewer[])[first, late])
        {
            Assert.Equal("program program - - -", viewer.Table);
            Assert.Equal(VirtualMixer.Mark, viewer.Picture.Sources[^1].Publisher);
            Assert.Equal(VirtualMixer.Mark, viewer.Sound.Sources[^1].Publisher);
            Assert.Empty(viewer.Violations);
        }
        Assert.InRange(late.Picture.Frames, 60, 121);    // the last two seconds, and what followed since the keyframe before
        Assert.InRange(late.Sound.Frames, 90, 101);
        Assert.Equal("bob bob - - -", speaker.Table);
        Assert.Equal("ann ann bob - bob", moderator.Table);
        Assert.Empty(mixer.KeyframesWanted);    // who comes starts from the last one
    }

    [Fact]
    public async Task When_the_program_is_closed_then_the_people_are_back_at_once()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var mixer = new VirtualMixer(sfu);
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        Assert.Equal("program program - - -", viewer.Table);

        mixer.Feed.Dispose();
        Assert.Equal("ann ann - - -", viewer.Table);
        var frames = viewer.Picture.Frames;
        sfu.RunFor(1000);

        Assert.InRange(viewer.Picture.Frames - frames, 20, 31);
        Assert.Equal((byte)'a', viewer.Picture.Sources[^1].Publisher);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task When_the_program_stops_then_the_people_are_back_within_a_second_until_it_goes_on()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var mixer = new VirtualMixer(sfu);
        var viewer = sfu.Watch();
        sfu.RunFor(2000);

        (mixer.SendsPictures, mixer.SendsSound) = (false, false);
        sfu.RunFor(1000);
        Assert.Equal("ann ann - - -", viewer.Table);
        sfu.RunFor(1000);
        Assert.Equal((byte)'a', viewer.Picture.Sources[^1].Publisher);

        (mixer.SendsPictures, mixer.SendsSound) = (true, true);
        sfu.RunFor(1000);
        Assert.Equal("program program - - -", viewer.Table);
        Assert.Equal(VirtualMixer.Mark, viewer.Picture.Sources[^1].Publisher);
    }

    [Fact]
    public async Task A_picture_that_stands_still_for_two_seconds_is_waited_for_while_the_sound_goes_on()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var mixer = new VirtualMixer(sfu);
        var viewer = sfu.Watch();
        sfu.RunFor(2000);

        mixer.SendsPictures = false;
        sfu.RunFor(2500);
        Assert.Equal("program program - - -", viewer.Table);
        sfu.RunFor(1000);
        Assert.Equal("ann ann - - -", viewer.Table);
    }

    [Fact]
    public async Task A_program_without_pictures_isnt_shown()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        _ = new VirtualMixer(sfu) { SendsPictures = false };
        var viewer = sfu.Watch();
        sfu.RunFor(2000);

        Assert.Equal("ann ann - - -", viewer.Table);
    }

    [Fact]
    public async Task A_viewer_who_takes_no_H264_goes_on_seeing_the_people()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        _ = new VirtualMixer(sfu);
        var viewer = sfu.Watch(edit: offer => offer.Replace(" H264/90000", " unknown/90000", StringComparison.Ordinal));
        sfu.RunFor(2000);

        Assert.Equal("ann ann - - -", viewer.Table);
        Assert.InRange(viewer.Picture.Frames, 45, 61);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task While_the_feed_is_exclusive_the_audience_sees_the_program_or_nothing_at_all()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var mixer = new VirtualMixer(sfu);
        var (viewer, old) = (sfu.Watch(), sfu.Watch(edit: offer => offer.Replace(" H264/90000", " unknown/90000", StringComparison.Ordinal)));
        var speaker = sfu.Watch(StageView.OnAir, "bob");
        sfu.RunFor(2000);
        mixer.Feed.SetExclusive(true);
        sfu.RunFor(5);
        Assert.Equal(("program program - - -", "- - - - -", "ann ann - - -"), (viewer.Table, old.Table, speaker.Table));

        (mixer.SendsPictures, mixer.SendsSound) = (false, false);
        var (seen, heard) = (old.Picture.Packets, old.Sound.Packets);
        sfu.RunFor(2000);
        var late = sfu.Watch();
        sfu.RunFor(1000);
        Assert.Equal(("- - - - -", "- - - - -"), (viewer.Table, late.Table));
        Assert.Equal((seen, heard, 0), (old.Picture.Packets, old.Sound.Packets, late.Picture.Packets));

        mixer.Feed.SetExclusive(false);
        Assert.Equal(("ann ann - - -", "ann ann - - -"), (viewer.Table, old.Table));
    }

    [Fact]
    public async Task Requests_for_keyframes_reach_the_mixer_at_most_every_two_seconds()
    {
        await using var sfu = new VirtualSfu();
        var mixer = new VirtualMixer(sfu);
        var viewers = Enumerable.Range(0, 6).Select(_ => sfu.Watch()).ToList();
        sfu.RunFor(3000);
        mixer.KeyframesWanted.Clear();
        for (var i = 0; i < 600; i++)
        {
            foreach (var viewer in viewers) viewer.Picture.WantsKeyframe = true;
            sfu.RunFor(10);
        }

        Assert.InRange(mixer.KeyframesWanted.Count, 2, 4);
        Assert.All(mixer.KeyframesWanted.Zip(mixer.KeyframesWanted.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= 2.Seconds()));
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Given_loss_on_the_way_to_a_viewer_then_the_programs_history_repairs_it(int seed)
    {
        await using var sfu = new VirtualSfu(seed, new SfuOptions { Shards = 2 });
        _ = new VirtualMixer(sfu);
        var viewer = sfu.Watch();
        sfu.RunFor(1000);
        sfu.Network.Connect(viewer.Server, viewer.Address, new() { Delay = 20.Milliseconds(), Loss = 0.03 });
        sfu.RunFor(10_000);

        Assert.True(viewer.Picture.Repaired > 20, $"{viewer.Picture.Repaired} were repaired");
        Assert.Equal(0, viewer.Picture.Lost);
        Assert.InRange(viewer.Picture.Frames, 320, 331);
        Assert.Empty(viewer.Picture.Violations);
    }

    [Fact]
    public async Task Viewers_with_different_paths_get_different_layers_by_remb()
    {
        await using var sfu = new VirtualSfu();
        _ = new VirtualMixer(sfu);
        var viewers = Enumerable.Range(0, 3).Select(_ => sfu.Watch(edit: VirtualViewer.WithoutTransportFeedback)).ToList();
        sfu.RunFor(1000);
        long[] estimates = [5_000_000, 1_200_000, 400_000];
        for (var second = 0; second < 8; second++)
        {
            for (var i = 0; i < viewers.Count; i++) viewers[i].SendEstimate(estimates[i]);
            sfu.RunFor(1000);
        }

        Assert.Equal([0, 1, 2], viewers.Select(v => (int)v.Picture.Sources[^1].Layer));
        Assert.All(viewers, v => Assert.Empty(v.Violations));
    }

    [Fact]
    public async Task A_program_after_the_program_takes_its_place()
    {
        await using var sfu = new VirtualSfu(options: new SfuOptions { Shards = 2 });
        var older = new VirtualMixer(sfu);
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        (older.SendsPictures, older.SendsSound) = (false, false);
        _ = new VirtualMixer(sfu);
        sfu.RunFor(1000);
        older.Feed.Dispose();
        sfu.RunFor(1000);

        Assert.Equal("program program - - -", viewer.Table);
        Assert.True(viewer.Picture.Frames > 80);
    }

    [Fact]
    public async Task A_program_on_a_closed_stage_goes_nowhere()
    {
        await using var sfu = new VirtualSfu();
        sfu.Stage.Close();
        var mixer = new VirtualMixer(sfu);
        sfu.RunFor(500);
        mixer.Feed.Dispose();
        mixer.Feed.SendAudio([]);

        Assert.Equal(0, sfu.Node.ReadCounters().PacketsForwarded);
    }
}
