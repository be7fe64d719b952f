using System.Runtime.InteropServices;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Testing;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Mixer.Tests.Program;

public sealed class ProgramMixerTests
{
    private const long UnitsPerSecond = 100_000;

    [Fact]
    public async Task The_kill_switch_is_slate_and_silence_from_the_next_frame_on_and_back()
    {
        await using var rig = new MixerRig();
        rig.Clock.Run(300.Milliseconds());
        await rig.Blocks.HasAsync(track: 3, 8);     // what still waited would become the slate too
        await rig.Blocks.HasAsync(track: 4, 13);
        rig.Mixer.Kill(on: true);
        Assert.True(rig.Mixer.Status.Killed);
        rig.Clock.Run(200.Milliseconds());
        rig.Mixer.Kill(on: false);
        rig.Clock.Run(200.Milliseconds());
        Assert.False(rig.Mixer.Status.Killed);
        await rig.DisposeAsync();

        // The clock began 50 ms after its zero, and at each of these moments a picture or a sound frame had just been made.
        var (killed, back) = (Unit(300 - 50), Unit(500 - 50));
        for (var track = 1; track <= 3; track++)
            Assert.All(rig.Blocks.Of(track), b => Assert.Equal(b.Units > killed && b.Units <= back ? MixerRig.Slate : MixerRig.Shown, b.Content[0]));
        Assert.All(rig.Blocks.Of(4), b =>
        {
            var expected = b.Units > killed && b.Units <= back ? 0 : HumInputs.Level;
            foreach (var sample in MemoryMarshal.Cast<byte, float>(b.Content)) Assert.Equal(expected, sample);
        });
        Assert.Contains(rig.Blocks.Of(1), b => b.Content[0] == MixerRig.Slate);
    }

    [Fact]
    public async Task The_kill_switch_makes_the_very_next_picture_a_keyframe()
    {
        await using var rig = new MixerRig();
        rig.Clock.Run(700.Milliseconds());
        rig.Mixer.RequestKeyframe();
        rig.Clock.Run(40.Milliseconds());       // just had one
        rig.Mixer.Kill(on: true);
        rig.Clock.Run(100.Milliseconds());
        await rig.DisposeAsync();

        for (var track = 1; track <= 3; track++)
        {
            var slate = rig.Blocks.Of(track).First(b => b.Content[0] == MixerRig.Slate);
            Assert.Equal(5, slate.Units % 10);  // asked for
        }
    }

    [Fact]
    public async Task A_request_makes_the_next_picture_a_keyframe_in_all_layers_and_a_second_one_waits_half_a_second()
    {
        await using var rig = new MixerRig();
        rig.Clock.Run(700.Milliseconds());
        rig.Mixer.RequestKeyframe();
        rig.Clock.Run(100.Milliseconds());
        rig.Mixer.RequestKeyframe();
        rig.Clock.Run(60.Milliseconds());
        await rig.DisposeAsync();

        for (var track = 1; track <= 3; track++)
            Assert.Equal([16_667L], rig.Blocks.Of(track).Where(b => b.Units % 10 == 5 && b.Units < Unit(900)).Select(b => b.Units / 10));
    }

    [Fact]
    public async Task Every_tick_has_its_three_pictures_and_sound_runs_without_a_gap()
    {
        await using var rig = new MixerRig();
        rig.Clock.Run(900.Milliseconds());
        await rig.DisposeAsync();

        for (var track = 1; track <= 3; track++)
        {
            var units = rig.Blocks.Of(track).Select(b => b.Units / 10 * 10).ToList();
            Assert.Equal(Enumerable.Range(0, units.Count).Select(n => UnitsPerSecond + (long)Math.Round(n * 10000 / 30.0) * 10), units);
            Assert.InRange(units.Count, 26, 100);
        }
        var sound = rig.Blocks.Of(4).Select(b => b.Units).ToList();
        Assert.Equal(Enumerable.Range(0, sound.Count).Select(k => UnitsPerSecond + (k * 2000L)), sound);
    }

    [Fact]
    public async Task A_fault_in_the_sound_is_twenty_milliseconds_of_silence_and_shifts_nothing()
    {
        await using var rig = new MixerRig(faultySound: frame => frame is >= 10 and < 15);
        rig.Clock.Run(900.Milliseconds());
        await rig.DisposeAsync();

        var sound = rig.Blocks.Of(4);
        Assert.Equal(Enumerable.Range(0, sound.Count).Select(k => UnitsPerSecond + (k * 2000L)), sound.Select(b => b.Units));
        for (var frame = 0; frame < 40; frame++)
            Assert.Equal(frame is >= 10 and < 15 ? 0 : HumInputs.Level, MemoryMarshal.Cast<byte, float>(sound[frame].Content)[0]);
    }

    [Fact]
    public async Task A_fault_in_the_picture_repeats_the_last_one_and_keeps_no_memory()
    {
        var painter = new FaultyPainter(picture => picture is >= 5 and < 25);
        await using var rig = new MixerRig(painter: painter);
        rig.Clock.Run(900.Milliseconds());
        await rig.DisposeAsync();

        var pictures = rig.Blocks.Of(1);
        for (var tick = 0; tick < 26; tick++)
        {
            Assert.Equal(tick, (int)Math.Round((pictures[tick].Units - UnitsPerSecond) * 30 / (double)UnitsPerSecond));
            Assert.Equal(tick is >= 5 and < 25 ? 4 : tick, pictures[tick].Content[0]);
        }
        Assert.InRange(painter.Canvases.Count, 1, 12);
    }

    [Fact]
    public async Task At_the_end_the_encoder_is_asked_to_finish_and_not_killed()
    {
        for (var program = 0; program < 5; program++)
        {
            await using var rig = new MixerRig();
            rig.Clock.Run(200.Milliseconds());
            await rig.DisposeAsync();
            Assert.Equal(1, rig.Blocks.Finished);
            Assert.Equal(0, rig.Mixer.Counters.EncoderRestarts);
        }
    }

    [Fact]
    public async Task All_streams_are_given_the_same_wall_time_for_the_same_moment_each_second()
    {
        await using var rig = new MixerRig();
        rig.Clock.Run(900.Milliseconds());
        var clocks = rig.Packets.Clocks;

        Assert.Equal([-1, 0, 1, 2], clocks.Take(4).Select(c => c.Layer));
        Assert.Single(clocks.Take(4).Select(c => c.NtpTime).Distinct());
        var first = rig.Packets.Packets.First(p => p.Layer == -1).Bytes;
        Assert.True(RtpPacket.TryParse(first, out var packet));
        Assert.Equal(clocks[0].RtpTimestamp, packet.Timestamp);
    }

    [Fact]
    public async Task A_speaker_on_screen_is_wanted_in_the_size_of_the_tile_and_one_who_is_not_in_the_smallest()
    {
        await using var rig = new MixerRig();
        rig.Mixer.SetInputs([new("ada", true, true, 0), new("ben", true, true, 0), new("eve", true, Visible: false, 0)]);
        Assert.Contains((Camera("ada"), 1), rig.Observer.Sizes);
        Assert.Contains((Camera("eve"), 0), rig.Observer.Sizes);

        rig.Mixer.Show(ProgramPicture.Empty with { Scene = new Scene.Solo("ada") });
        Assert.Equal((Camera("ada"), 1280 * 720), rig.Observer.Sizes[^1]);
        var told = rig.Observer.Sizes.Count;
        rig.Mixer.Show(ProgramPicture.Empty with { Scene = new Scene.Solo("ada") });
        Assert.Equal(told, rig.Observer.Sizes.Count); // nothing changed

        rig.Mixer.Show(ProgramPicture.Empty with { Scene = new Scene.Solo("ben") });
        Assert.Equal([(Camera("ada"), 1), (Camera("ben"), 1280 * 720)], rig.Observer.Sizes.Skip(told).OrderBy(s => s.Source.Speaker, StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_ends_once_says_so_and_leaves_no_folder()
    {
        var rig = new MixerRig();
        rig.Clock.Run(100.Milliseconds());
        await rig.DisposeAsync();
        await rig.Mixer.DisposeAsync();

        Assert.Equal(MixerPhase.Stopped, rig.Mixer.Status.Phase);
        Assert.Equal(MixerPhase.Stopped, rig.Observer.Statuses[^1].Phase);
        Assert.Equal([("sfu", OutputKind.WebRtc)], rig.Mixer.Status.Outputs.Select(o => (o.Id, o.Kind)));
    }

    [Fact]
    public async Task A_part_that_fails_at_the_end_keeps_no_other_from_ending()
    {
        await using var rig = new MixerRig(painter: new FaultyPainter(_ => false) { FailsAtEnd = true });
        rig.Clock.Run(100.Milliseconds());
        await rig.DisposeAsync();

        Assert.Equal(MixerPhase.Stopped, rig.Mixer.Status.Phase);
        Assert.True(rig.Hum!.IsDisposed);
        Assert.False(Directory.Exists(rig.RunFolder));
    }

    private static SourceId Camera(string speaker) => new(speaker, SourceKind.Camera);

    private static long Unit(int milliseconds) => UnitsPerSecond + (milliseconds * UnitsPerSecond / 1000);
}
