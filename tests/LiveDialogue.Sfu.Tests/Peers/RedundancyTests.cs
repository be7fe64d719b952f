using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>Redundant sound (RFC 2198) through a whole node.</summary>
public sealed class RedundancyTests
{
    private static readonly LinkConditions Lossy = new() { Delay = 40.Milliseconds(), Loss = 0.1 };

    [Fact]
    public async Task Viewers_with_and_without_red_and_the_mixer_get_what_a_lossy_uplink_took()
    {
        await using var sfu = new VirtualSfu(21);
        var ann = sfu.Publish("ann", redundant: true);
        var tap = new TapRecorder(sfu);
        sfu.Network.Path(ann.Address, ann.Server).Conditions = Lossy;
        var (with, without) = (sfu.Watch(), sfu.Watch(edit: VirtualViewer.WithoutRedundancy));
        sfu.RunFor(30_000);

        var restored = sfu.Node.ReadCounters().PacketsRestored;
        Assert.InRange(restored, 80, 220);
        Assert.True(with.Sound.Redundant > 1200 && with.Sound.Copies > 1200, $"{with.Sound.Redundant} packets with {with.Sound.Copies} copies");
        Assert.Equal(0, without.Sound.Redundant);
        // Two in a row are one in a hundred, and browsers repair no sound.
        foreach (var sound in new[] { with.Sound, without.Sound, tap["ann", TapSource.Voice] })
        {
            Assert.True(sound.Frames > 28 * 50, $"{sound.Frames} packets of sound came");
            Assert.InRange(sound.Lost, 2, 40);
        }
        Assert.Empty(with.Violations.Concat(without.Violations).Concat(tap.Violations));
    }

    [Fact]
    public async Task Across_shards_it_is_the_same()
    {
        await using var sfu = new VirtualSfu(22, new SfuOptions { Shards = 3 });
        var ann = sfu.Publish("ann", redundant: true);
        sfu.Network.Path(ann.Address, ann.Server).Conditions = Lossy;
        VirtualViewer[] viewers = [sfu.Watch(), sfu.Watch(), sfu.Watch(edit: VirtualViewer.WithoutRedundancy), sfu.Watch(edit: VirtualViewer.WithoutRedundancy)];
        sfu.RunFor(20_000);

        Assert.All(viewers[..2], viewer => Assert.True(viewer.Sound.Redundant > 700));
        Assert.All(viewers, viewer => Assert.True(viewer.Sound.Frames > 18 * 50));
        Assert.Empty(viewers.SelectMany(viewer => viewer.Violations));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Going_on_air_brings_no_copy_of_what_was_said_before(bool hasRed)
    {
        await using var sfu = new VirtualSfu(26);                       // by which no five in a row are lost: a receiver would wait for the first
        var ann = sfu.Publish("ann", onAir: false, redundant: true);
        ann.Audio.Distance = 4;
        sfu.Network.Path(ann.Address, ann.Server).Conditions = new() { Loss = 0.2 };
        var viewer = sfu.Watch(edit: hasRed ? null : VirtualViewer.WithoutRedundancy);
        sfu.RunFor(2000);
        for (var turn = 0; turn < 30; turn++)
        {
            sfu.RunFor(300);
            var before = (uint)(ann.Audio.Stream.NextSequence - 500);   // where a microphone begins
            var heard = viewer.Sound.Playable.Count;
            sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: true, Video: true));
            sfu.RunFor(300);
            var fresh = viewer.Sound.Playable.Skip(heard).ToList();
            Assert.NotEmpty(fresh);
            // The very first may hold the one before it (Opus in-band FEC), and so may its copies.
            Assert.All(fresh, frame => Assert.True(frame > before, $"frame {frame} was sent before {before} or is it, the first on air"));
            sfu.Stage.Permit(new("ann"), MediaPermission.GreenRoom);
        }
        Assert.Empty(viewer.Sound.Violations);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Going_on_air_leaves_no_hole_for_those_backstage(bool redundant)
    {
        await using var sfu = new VirtualSfu(25);
        var ann = sfu.Publish("ann", onAir: false, redundant: redundant);
        var moderator = sfu.Watch(StageView.Backstage);
        sfu.RunFor(2000);
        var dropped = sfu.Dropped(DropReason.Muted);
        var frames = moderator.Sound.Frames;
        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: true, Video: true));
        sfu.RunFor(1000);

        Assert.True(ann.IsConnected);
        Assert.Equal(dropped + 1, sfu.Dropped(DropReason.Muted));
        Assert.InRange(moderator.Sound.Frames - frames, 48, 50);
        Assert.Equal((0, 0), (moderator.Sound.Lost, moderator.Sound.Repaired));
        Assert.Empty(moderator.Violations);
    }

    [Fact]
    public async Task A_moderator_reads_what_came_what_was_lost_and_what_was_restored()
    {
        await using var sfu = new VirtualSfu(24);
        var ann = sfu.Publish("ann", redundant: true);
        sfu.Network.Path(ann.Address, ann.Server).Conditions = Lossy;
        sfu.RunFor(10_000);
        var reading = sfu.Node.ReadPath(ann.Session)!;                  // connected
        var uplink = reading.Uplink!;                                   // a publisher's

        Assert.Equal(PathKind.Udp, reading.Kind);
        Assert.InRange(uplink.ReceivedBitsPerSecond, 1_000_000, 2_500_000);
        Assert.InRange(uplink.FractionLost, 0.05, 0.15);
        Assert.InRange(uplink.SoundMissing, 0, 0.03);
        Assert.InRange(uplink.SoundRestored, 20, 80);
        Assert.InRange(reading.RoundTrip.TotalMilliseconds, 40, 45);    // lost and delayed on the way up alone
        Assert.Null(uplink.AllowedBitsPerSecond);
        Assert.Null(reading.LastTrouble);

        ann.IsSilent = true;
        sfu.RunFor(4_000);
        var silent = sfu.Node.ReadPath(ann.Session)!.LastTrouble!;      // as before; silent
        Assert.Equal((PathTroubleKind.Silence, TimeSpan.Zero), (silent.Kind, silent.Ago));
        Assert.InRange(silent.Lasted.TotalSeconds, 3.8, 4.1);

        ann.IsSilent = false;
        sfu.RunFor(5_000);
        var over = sfu.Node.ReadPath(ann.Session)!.LastTrouble!;        // as before
        Assert.InRange(over.Ago.TotalSeconds, 3.8, 5.1);
        Assert.InRange(over.Lasted.TotalSeconds, 3.8, 5.1);
    }
}
