using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Peers;

public sealed class StageTests
{
    [Fact]
    public async Task Off_air_and_mute_act_on_the_next_packet_and_undo_themselves_cleanly()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);

        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: false, Video: true));
        sfu.RunFor(5);
        var (sound, picture) = (viewer.Sound.Packets, viewer.Picture.Packets);
        sfu.RunFor(500);
        Assert.Equal(sound, viewer.Sound.Packets);
        Assert.True(viewer.Picture.Packets > picture + 30);

        sfu.Stage.Permit(new("ann"), MediaPermission.GreenRoom);
        sfu.RunFor(5);
        picture = viewer.Picture.Packets;
        sfu.RunFor(500);
        Assert.Equal((sound, picture), (viewer.Sound.Packets, viewer.Picture.Packets));
        Assert.Equal("- - - - -", viewer.Table);

        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: true, Video: true));
        var frames = viewer.Picture.Frames;
        sfu.RunFor(2000);
        Assert.InRange(viewer.Picture.Frames - frames, 45, 61);
        Assert.True(viewer.Sound.Packets > sound + 90);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task A_camera_switched_off_and_on_begins_again_with_a_keyframe()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: true, Video: false));
        sfu.RunFor(1000);
        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: true, Video: true));
        var frames = viewer.Picture.Frames;
        sfu.RunFor(2000);

        Assert.InRange(viewer.Picture.Frames - frames, 45, 61);
        Assert.Empty(viewer.Violations);
    }

    /// <summary>What they need is fetched for eight at a time: fewer than that, some more, and a last one alone.</summary>
    [Theory, InlineData(1), InlineData(7), InlineData(17)]
    public async Task Every_one_of_many_viewers_gets_each_packet_once_while_some_leave(int count)
    {
        await using var sfu = new VirtualSfu(seed: count);
        sfu.Publish("ann");
        var viewers = Enumerable.Range(0, count).Select(_ => sfu.Watch()).ToList();
        sfu.RunFor(3000);
        if (count > 1)
        {
            Assert.True(sfu.Node.Close(viewers[count / 2].Session));
            viewers.RemoveAt(count / 2);
        }
        var before = viewers.ConvertAll(v => (Sound: v.Sound.Frames, Picture: v.Picture.Frames));
        sfu.RunFor(4000);

        Assert.All(viewers, v => Assert.Empty(v.Violations));
        Assert.All(viewers.Zip(before), pair => Assert.InRange(pair.First.Sound.Frames - pair.Second.Sound, 198, 202));
        Assert.All(viewers.Zip(before), pair => Assert.InRange(pair.First.Picture.Frames - pair.Second.Picture, 118, 122));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Given_loss_when_a_viewer_with_or_without_rtx_asks_then_every_picture_comes_whole(bool rtx)
    {
        await using var sfu = new VirtualSfu(seed: 91);
        sfu.Publish("ann");
        var viewer = sfu.Watch(rtx: rtx);
        sfu.RunFor(1000);
        sfu.Network.Connect(viewer.Server, viewer.Address, new() { Delay = 20.Milliseconds(), Loss = 0.03 });

        sfu.RunFor(10_000);

        var resent = sfu.Node.ReadCounters().PacketsResent;
        Assert.True(resent > 20, $"{resent} were sent again");
        Assert.Equal(0, viewer.Picture.Lost);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task The_green_room_is_seen_backstage_and_by_nobody_else()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann", onAir: false);
        var (audience, moderator, speaker) = (sfu.Watch(), sfu.Watch(StageView.Backstage), sfu.Watch(StageView.OnAir));
        sfu.RunFor(2000);

        Assert.Equal(0, audience.Picture.Packets + speaker.Picture.Packets);
        Assert.True(moderator.Picture.Frames > 40);
        Assert.Equal("ann ann - - -", moderator.Table);
    }

    [Fact]
    public async Task Speakers_see_each_other_and_not_themselves()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        sfu.Publish("bob");
        var (ann, bob) = (sfu.Watch(StageView.OnAir, "ann"), sfu.Watch(StageView.OnAir, "bob"));
        sfu.RunFor(2000);

        Assert.Equal(("bob bob - - -", "ann ann - - -"), (ann.Table, bob.Table));
        Assert.All(ann.Picture.Sources, s => Assert.Equal((byte)'b', s.Publisher));
    }

    [Fact]
    public async Task The_audience_follows_the_active_speaker_without_a_broken_frame()
    {
        await using var sfu = new VirtualSfu();
        var (ann, bob) = (sfu.Publish("ann"), sfu.Publish("bob"));
        (ann.Audio.Level, bob.Audio.Level) = (30, 127);
        var viewer = sfu.Watch();
        sfu.RunFor(3000);
        Assert.Equal(new PublisherId("ann"), sfu.Speakers[^1]);
        Assert.Equal("ann", viewer.Table.Split(' ')[1]);

        (ann.Audio.Level, bob.Audio.Level) = (127, 30);
        sfu.RunFor(3000);

        Assert.Equal(new PublisherId("bob"), sfu.Speakers[^1]);
        Assert.Equal("bob ann", string.Join(' ', viewer.Table.Split(' ')[1..3]));
        Assert.Equal((byte)'b', viewer.Picture.Sources[^1].Publisher);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task A_second_session_replaces_the_first_when_it_is_connected_and_takes_its_slots()
    {
        await using var sfu = new VirtualSfu();
        var first = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        var second = sfu.Publish("ann");
        Assert.Equal(first.Session, sfu.Status("ann").Session);
        sfu.RunFor(1000);

        Assert.Equal(second.Session, sfu.Status("ann").Session);
        Assert.True(first.IsClosed);
        Assert.Equal("ann ann - - -", viewer.Table);
        var frames = viewer.Picture.Frames;
        sfu.RunFor(1000);
        Assert.InRange(viewer.Picture.Frames - frames, 25, 31);
        Assert.Empty(viewer.Violations);
        Assert.DoesNotContain(sfu.Statuses, s => s.Link == LinkState.Gone);
    }

    [Fact]
    public async Task An_expelled_speaker_neither_publishes_nor_watches()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var watching = sfu.Watch(StageView.OnAir, "ann");
        var audience = sfu.Watch();
        sfu.RunFor(1000);
        sfu.Stage.Expel(new("ann"));
        sfu.RunFor(100);

        Assert.True(ann.IsClosed);
        Assert.True(watching.IsClosed);
        Assert.False(audience.IsClosed);
        Assert.Equal(LinkState.Gone, sfu.Status("ann").Link);
    }

    [Fact]
    public async Task A_closed_stage_ends_its_sessions_and_admits_nobody()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(1000);
        sfu.Stage.Close();
        sfu.RunFor(100);

        Assert.True(viewer.IsClosed);
        Assert.Equal(0, sfu.Node.ReadCounters().PeersConnected);
        Assert.IsType<Admission.Refused>(await sfu.Stage.PublishAsync(new("bob"), Negotiation.Offers.ChromiumPublisher, CancellationToken.None));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Publishers_and_viewers_on_different_shards_meet(int seed)
    {
        await using var sfu = new VirtualSfu(seed, new SfuOptions { Shards = 3 });
        sfu.Network.DefaultConditions = new LinkConditions { Delay = 20.Milliseconds(), Loss = 0.01 };
        var (ann, bob) = (sfu.Publish("ann"), sfu.Publish("bob"));
        (ann.Audio.Level, bob.Audio.Level) = (30, 60);
        var viewers = Enumerable.Range(0, 6).Select(_ => sfu.Watch()).ToList();
        sfu.RunFor(6000);

        Assert.Equal(3, viewers.Select(v => v.Server).Distinct().Count());
        foreach (var viewer in viewers)
        {
            Assert.Empty(viewer.Receivers.Take(4).Skip(1).SelectMany(r => r.Violations));    // sound has no repairs: what is lost stays lost
            Assert.InRange(viewer.Picture.Frames, 120, 180);
            Assert.InRange(viewer.Receivers[2].Frames, 120, 180);
        }

        (ann.Audio.Level, bob.Audio.Level) = (127, 30);
        sfu.RunFor(3000);
        Assert.All(viewers, v => Assert.Equal((byte)'b', v.Picture.Sources[^1].Publisher));
        Assert.All(viewers, v => Assert.Empty(v.Picture.Violations));
    }
}
