using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Peers;

public sealed class TapTests
{
    private const int Hd = 1280 * 720;

    [Fact]
    public async Task A_tap_gets_everybody_on_air_and_nobody_of_the_green_room()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        sfu.Publish("bob", onAir: false);
        var tap = new TapRecorder(sfu);
        sfu.Publish("eva");
        sfu.RunFor(3000);

        Assert.Equal("ann/Camera ann/Voice eva/Camera eva/Voice", tap.Heard);
        Assert.InRange(tap["ann", TapSource.Camera].Frames, 75, 91);
        Assert.InRange(tap["eva", TapSource.Voice].Frames, 140, 151);
        Assert.Empty(tap.Violations);
    }

    [Fact]
    public async Task Off_air_and_mute_act_on_the_next_packet_of_a_tap()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        sfu.RunFor(2000);

        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: false, Video: true));
        var sound = tap["ann", TapSource.Voice].Packets;
        sfu.RunFor(500);
        Assert.Equal(sound, tap["ann", TapSource.Voice].Packets);

        sfu.Stage.Permit(new("ann"), MediaPermission.GreenRoom);
        var packets = tap.Packets;
        sfu.RunFor(500);
        Assert.Equal(packets, tap.Packets);

        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: true, Video: true));
        var frames = tap["ann", TapSource.Camera].Frames;
        sfu.RunFor(2000);
        Assert.InRange(tap["ann", TapSource.Camera].Frames - frames, 45, 61);
        Assert.Empty(tap.Violations);
    }

    [Theory, InlineData(1, 0), InlineData(320 * 180, 0), InlineData(320 * 180 + 1, 1), InlineData(640 * 360, 1), InlineData(Hd, 2), InlineData(4 * Hd, 2)]
    public async Task The_layer_is_the_smallest_of_at_least_the_pixels_wanted(int pixels, byte layer)
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        tap.Want("ann", TapSource.Camera, pixels);
        sfu.RunFor(3000);

        Assert.Equal(layer, tap.LastLayer("ann"));
        Assert.Empty(tap.Violations);
    }

    [Fact]
    public async Task A_source_that_isnt_drawn_is_not_sent_until_it_is_wanted_again()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        sfu.RunFor(2000);
        tap.Want("ann", TapSource.Camera, 0);
        sfu.RunFor(20);
        var packets = tap["ann", TapSource.Camera].Packets;
        sfu.RunFor(1000);
        Assert.Equal(packets, tap["ann", TapSource.Camera].Packets);

        var (frames, keyframes) = (tap["ann", TapSource.Camera].Frames, ann.Video.Keyframes);
        tap.Want("ann", TapSource.Camera, Hd);
        sfu.RunFor(1000);
        Assert.InRange(tap["ann", TapSource.Camera].Frames - frames, 25, 31);
        Assert.InRange(ann.Video.Keyframes - keyframes, 1, 2);
        Assert.Equal(2, tap.LastLayer("ann"));
        Assert.Empty(tap.Violations);
    }

    [Fact]
    public async Task A_layer_that_stops_is_replaced_by_the_best_that_sends()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        tap.Want("ann", TapSource.Camera, Hd);
        sfu.RunFor(2000);
        ann.Video.Stop(2);
        sfu.RunFor(3000);

        Assert.Equal(1, tap.LastLayer("ann"));
        Assert.Empty(tap.Violations);
    }

    [Fact]
    public async Task A_replaced_session_goes_on_in_the_same_streams()
    {
        await using var sfu = new VirtualSfu();
        var first = sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        sfu.RunFor(2000);
        sfu.Publish("ann");
        sfu.RunFor(200);
        first.IsSilent = true;
        var (frames, sound) = (tap["ann", TapSource.Camera].Frames, tap["ann", TapSource.Voice].Frames);
        sfu.RunFor(2000);

        Assert.Equal("ann/Camera ann/Voice", tap.Heard);
        Assert.InRange(tap["ann", TapSource.Camera].Frames - frames, 50, 61);
        Assert.InRange(tap["ann", TapSource.Voice].Frames - sound, 95, 101);
        Assert.DoesNotContain(tap.Violations, v => !v.Contains("follows", StringComparison.Ordinal));    // the marks begin anew, the numbers don't
    }

    [Fact]
    public async Task A_shared_screen_is_a_source_of_its_own()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann", screen: true);
        var tap = new TapRecorder(sfu);
        var (speaker, audience) = (sfu.Watch(StageView.OnAir, "bob"), sfu.Watch());
        sfu.RunFor(2000);

        Assert.Equal("ann/Camera ann/Screen ann/Voice", tap.Heard);
        Assert.Equal("ann ann ann* - -", speaker.Table);
        Assert.Equal((byte)'A', speaker.Receivers[2].Sources[^1].Publisher);
        Assert.Equal("ann ann - - -", audience.Table);
        Assert.InRange(tap["ann", TapSource.Screen].Frames, 45, 61);
        Assert.Equal((byte)'A', tap["ann", TapSource.Screen].Sources[^1].Publisher);
        Assert.Empty(tap.Violations);
    }

    [Fact]
    public async Task A_screen_takes_a_slot_only_while_something_is_shared()
    {
        await using var sfu = new VirtualSfu();
        var screen = sfu.Publish("ann", screen: true).Screen ?? throw new InvalidOperationException("published without a screen");
        screen.Stop(0);
        var speaker = sfu.Watch(StageView.OnAir, "bob");
        sfu.RunFor(2000);
        Assert.Equal("ann ann - - -", speaker.Table);

        screen.Stop(0, stopped: false);
        sfu.RunFor(1000);
        Assert.Equal("ann ann ann* - -", speaker.Table);

        screen.Stop(0);
        sfu.RunFor(4000);
        Assert.Equal("ann ann ann* - -", speaker.Table);    // a slide rests
        sfu.RunFor(2000);
        Assert.Equal("ann ann - - -", speaker.Table);
    }

    [Fact]
    public async Task A_keyframe_asked_for_comes_and_many_requests_make_one()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        sfu.RunFor(2000);
        var keyframes = ann.Video.Keyframes;
        for (var i = 0; i < 100; i++) tap.Tap.RequestKeyframe(new("ann"), TapSource.Camera);
        sfu.RunFor(1000);

        Assert.Equal(keyframes + 1, ann.Video.Keyframes);
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Given_loss_on_the_way_in_when_it_is_repaired_then_late_packets_come_once(int seed)
    {
        await using var sfu = new VirtualSfu(seed);
        sfu.Network.DefaultConditions = new LinkConditions { Delay = 20.Milliseconds(), Loss = 0.03 };
        var ann = sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        tap.Want("ann", TapSource.Camera, Hd);
        sfu.RunFor(10_000);

        Assert.True(ann.Video.Streams.Sum(s => s.Repaired) > 20);
        Assert.Equal(0, tap["ann", TapSource.Camera].Lost);
        Assert.InRange(tap["ann", TapSource.Camera].Frames, 270, 300);
        Assert.Empty(tap.Violations);
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task A_tap_hears_publishers_of_every_shard(int seed)
    {
        await using var sfu = new VirtualSfu(seed, new SfuOptions { Shards = 3 });
        var tap = new TapRecorder(sfu);
        foreach (var id in (string[])["ann", "bob", "eva", "ida"])
        {
            sfu.Publish(id);
            tap.Want(id, TapSource.Camera, Hd);
        }
        sfu.RunFor(3000);

        Assert.All((string[])["ann", "bob", "eva", "ida"], id => Assert.Equal(2, tap.LastLayer(id)));
        Assert.All((string[])["ann", "bob", "eva", "ida"], id => Assert.InRange(tap[id, TapSource.Camera].Frames, 75, 91));
        Assert.Empty(tap.Violations);
    }

    [Fact]
    public async Task The_senders_clock_runs_on_through_a_change_of_layer()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        sfu.RunFor(2500);
        var before = tap.SenderMicroseconds[("ann", TapSource.Camera)];
        tap.Want("ann", TapSource.Camera, Hd);
        sfu.RunFor(1000);

        Assert.Equal(2, tap.LastLayer("ann"));
        Assert.InRange(tap.SenderMicroseconds[("ann", TapSource.Camera)] - before, 960_000, 1_040_000);
        var expected = (long)((UInt128)ann.Video.NtpAt(sfu.Network.Now) * 1_000_000 >> 32);
        Assert.InRange(expected - tap.SenderMicroseconds[("ann", TapSource.Camera)], 0, 40_000);
    }

    [Fact]
    public async Task A_sink_that_throws_takes_nothing_from_the_viewers()
    {
        await using var sfu = new VirtualSfu { ExpectedFaults = long.MaxValue };
        sfu.Publish("ann");
        var tap = new TapRecorder(sfu) { Fault = new InvalidOperationException("of the test") };
        var viewer = sfu.Watch();
        sfu.RunFor(2000);

        Assert.True(tap.Packets > 100);
        Assert.InRange(viewer.Picture.Frames, 45, 61);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task A_tap_that_is_closed_hears_nothing_more_and_holds_nothing()
    {
        await using var sfu = new VirtualSfu(options: new SfuOptions { Shards = 2 });
        sfu.Publish("ann");
        var tap = new TapRecorder(sfu);
        sfu.RunFor(1000);
        tap.Tap.Dispose();
        var packets = tap.Packets;
        sfu.RunFor(1000);
        tap.Tap.Dispose();

        Assert.Equal(packets, tap.Packets);
        sfu.Stage.Close();
        Assert.NotNull(sfu.Stage.OpenTap(tap));
    }
}
