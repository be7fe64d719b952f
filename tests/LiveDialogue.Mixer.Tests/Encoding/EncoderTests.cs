using System.Diagnostics;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Tests.Io;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Encoding;

/// <summary>With the real ffmpeg, as fast as it goes.</summary>
public sealed class EncoderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly EncodedTrack[] Pictures = [EncodedTrack.Video720, EncodedTrack.Video360, EncodedTrack.Video180];
    private static readonly EncodedTrack[] Sounds = [EncodedTrack.Audio, EncodedTrack.Radio];

    [Fact]
    public async Task All_streams_come_out_with_exact_times_and_keyframes_where_they_were_asked_for_in_all_layers()
    {
        await using var rig = new EncoderRig();
        rig.Send(150, keyframe: tick => tick is 0 or 60 or 77 or 120);
        await rig.Encoder.DisposeAsync();

        foreach (var track in Pictures)
        {
            var units = rig.Units.Of(track);
            Assert.Equal(Enumerable.Range(0, 150).Select(n => ProgramTime.OfTick(n, 30)), units.Select(u => u.Time));
            Assert.Equal(new long[] { 0, 60, 77, 120 }.Select(n => ProgramTime.OfTick(n, 30)), units.Where(u => u.IsKeyframe).Select(u => u.Time));
        }
        AssertWholeSound(rig.Units, seconds: 5);
        Assert.Equal(1, rig.Units.Begins);
        Assert.Equal([0x67, 0x42, 0xC0, 0x1F], rig.Units.Headers![EncodedTrack.Video720].Configuration[8..12].ToArray()); // begun: the rest follows from it
    }

    [Fact]
    public async Task A_killed_encoder_costs_no_picture_and_no_sample_and_the_next_begins_with_a_keyframe_in_all_layers()
    {
        await using var rig = new EncoderRig();
        using var flowing = new ManualResetEventSlim();
        rig.Units.OnUnit = unit =>
        {
            if (unit.Track == EncodedTrack.Video180 && unit.Time >= ProgramTime.OfTick(40, 30)) flowing.Set();
        };
        rig.Send(60);
        Assert.True(flowing.Wait(Patience));
        Kill(rig.Encoder.ProcessId);
        rig.Send(90);
        await rig.Encoder.DisposeAsync();

        Assert.Equal(1, rig.Encoder.Restarts);
        Assert.Equal(0, rig.Encoder.Feed.Dropped);
        var keyframes = new List<IReadOnlyList<TimeSpan>>();
        foreach (var track in Pictures)
        {
            var units = rig.Units.Of(track);
            Assert.Equal(Enumerable.Range(0, 150).Select(n => ProgramTime.OfTick(n, 30)), units.Select(u => u.Time));
            keyframes.Add([.. units.Skip(1).Where(u => u.IsKeyframe && u.Time < ProgramTime.OfTick(60, 30)).Select(u => u.Time)]);
        }
        // The new encoder's first, and the first that all can use where the old one had come further in one layer than in another.
        Assert.All(keyframes, layer => Assert.InRange(layer.Count, 1, 2));
        Assert.Single(keyframes.Select(layer => layer[^1]).Distinct());
        AssertWholeSound(rig.Units, seconds: 5);
        Assert.Equal(1, rig.Units.Begins);
    }

    [Fact]
    public async Task What_comes_out_around_a_restart_can_be_decoded_without_an_error()
    {
        await using var rig = new EncoderRig();
        using var flowing = new ManualResetEventSlim();
        rig.Units.OnUnit = unit =>
        {
            if (unit.Track == EncodedTrack.Video720 && unit.Time >= ProgramTime.OfTick(25, 30)) flowing.Set();
        };
        rig.Send(50);
        Assert.True(flowing.Wait(Patience));
        Kill(rig.Encoder.ProcessId);
        rig.Send(40);
        await rig.Encoder.DisposeAsync();

        foreach (var track in Pictures)
        {
            var decoded = await Ffmpeg.RunAsync(AnnexB(rig.Units, track), ["-f", "h264", "-i", "pipe:0", "-f", "null", "-"]);
            Assert.Equal((0, ""), decoded);
        }
    }

    [Fact]
    public async Task An_encoder_whose_folder_was_swept_away_is_replaced_like_any_other()
    {
        await using var rig = new EncoderRig();
        using var flowing = new ManualResetEventSlim();
        rig.Units.OnUnit = unit =>
        {
            if (unit.Track == EncodedTrack.Video180 && unit.Time >= ProgramTime.OfTick(25, 30)) flowing.Set();
        };
        rig.Send(50);
        Assert.True(flowing.Wait(Patience));
        rig.SweepFolder();
        Kill(rig.Encoder.ProcessId);
        rig.Send(40);
        await rig.Encoder.DisposeAsync();

        foreach (var track in Pictures) Assert.Equal(Enumerable.Range(0, 90).Select(n => ProgramTime.OfTick(n, 30)), rig.Units.Of(track).Select(u => u.Time));
        AssertWholeSound(rig.Units, seconds: 3);
    }

    [Fact]
    public async Task An_encoder_that_cannot_even_be_killed_does_not_hold_up_the_end()
    {
        var starter = new HangingStarter();
        var hub = new EncodedHub(30, DateTimeOffset.UnixEpoch, NullLogger.Instance);
        var folder = Directory.CreateTempSubdirectory("ld");
        var encoder = new Encoder(new("ffmpeg", folder.FullName, 30, Patient: false), starter, hub, new SteppedClock(), NullLogger.Instance);
        await starter.Begun.WaitAsync(Patience);

        await encoder.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.True(starter.Kills > 0);
        starter.Release();
        folder.Delete(recursive: true);
    }

    private static void AssertWholeSound(UnitLog units, int seconds)
    {
        foreach (var track in Sounds)
        {
            var frames = units.Of(track);
            Assert.Equal(Enumerable.Range(-1, frames.Count).Select(n => ProgramTime.OfAacFrame(n)), frames.Select(u => u.Time));
            Assert.InRange(frames.Count, seconds * 48000 / 1024, (seconds * 48000 / 1024) + 3);
        }
    }

    private static byte[] AnnexB(UnitLog units, EncodedTrack track)
    {
        var stream = new MemoryStream();
        var configuration = units.Headers![track].Configuration.Span; // begun
        var sps = configuration.Slice(8, configuration[7]);
        var pps = configuration[(8 + sps.Length + 3)..];
        foreach (var nal in (byte[][])[sps.ToArray(), pps.ToArray()])
        {
            stream.Write([0, 0, 0, 1]);
            stream.Write(nal);
        }
        foreach (var unit in units.Of(track))
        {
            for (var rest = unit.Bytes.Span; rest.Length > 4;)
            {
                var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(rest);
                stream.Write([0, 0, 0, 1]);
                stream.Write(rest.Slice(4, length));
                rest = rest[(4 + length)..];
            }
        }
        return stream.ToArray();
    }

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }
}
