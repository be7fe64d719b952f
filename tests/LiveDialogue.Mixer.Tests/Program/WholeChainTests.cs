using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Tests.Inputs;
using LiveDialogue.Wire.Rtp;
using Xunit.Abstractions;
using Judge = LiveDialogue.Mixer.Tests.Outputs.Ffmpeg;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>From RTP to the recording, with real decoders and the real encoder.</summary>
public sealed class WholeChainTests(ITestOutputHelper log)
{
    private const int SamplesPerSecond = 48_000;
    private const double Beep = 0.1;

    [Fact]
    public async Task A_flash_and_its_beep_are_together_in_the_recording()
    {
        var flashes = Flashes();
        await using var rig = new ChainRig(t => t % 1 < Beep ? 0.5 * Math.Sin(2 * Math.PI * 1000 * t) : 0);
        for (var second = 0; second < 6; second++) await rig.SecondAsync(flashes);
        await rig.EndAsync();

        var seen = await FlashesInAsync(rig.Recording);
        var heard = await BeepsInAsync(rig.Recording);
        var offsets = seen.Where(s => s > 3).Select(s => 1000 * (heard.MinBy(h => Math.Abs(h - s)) - s)).ToList(); // once the buffers have settled
        log.WriteLine($"sound after picture: {string.Join(", ", offsets.Select(o => o.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)))} ms");
        Assert.True(offsets.Count >= 3);
        Assert.All(offsets, offset => Assert.InRange(offset, -40, 40));
    }

    [Fact]
    public async Task Neither_a_dead_decoder_nor_a_frozen_camera_nor_another_size_nor_a_cut_nor_a_dead_encoder_costs_a_picture_or_a_sample()
    {
        var (small, large) = (Clip.Of(InputCodec.Vp8, 320, 180), Clip.Of(InputCodec.Vp8, 640, 360));
        await using var rig = new ChainRig(Tones.Sine(440, 0.4));
        await rig.SecondAsync(large);
        rig.Workers.KillNewest("decoder");
        await rig.SecondAsync(large, waits: false);
        await rig.SecondAsync(clip: null);
        await rig.SecondAsync(small, waits: false);
        rig.Mixer.Show(ProgramPicture.Empty with { Scene = new Scene.Grid(["amina", "joseph"]) });
        await rig.SecondAsync(small, waits: false);
        KillEncoder(rig);
        await rig.SecondAsync(small, waits: false);
        await rig.EndAsync();

        Assert.Equal(1, rig.Mixer.Counters.EncoderRestarts);
        var pictures = await Judge.PacketsAsync(rig.Recording, "v:0");
        var sounds = await Judge.PacketsAsync(rig.Recording, "a:0");
        log.WriteLine($"{pictures.Count} pictures, {sounds.Count} sound frames, {rig.Mixer.Encoder.Feed.Dropped} dropped; {string.Join(' ', Directory.EnumerateFiles(Path.GetDirectoryName(rig.Recording)!).Select(Path.GetFileName))}");
        Assert.True(pictures.Count >= 180);
        for (var i = 1; i < pictures.Count; i++) Assert.Equal(1 / 30.0, pictures[i].Time - pictures[i - 1].Time, 0.0001);
        for (var i = 1; i < sounds.Count; i++) Assert.Equal(1024.0 / SamplesPerSecond, sounds[i].Time - sounds[i - 1].Time, 0.0001);
        await Judge.AssertPlayableAsync(rig.Recording);
        AssertRtpRunsOn(rig);
    }

    // The same streams from the first packet to the last: no jump of a number, no tick left out, whatever happened to the encoder.
    private static void AssertRtpRunsOn(ChainRig rig)
    {
        foreach (var stream in rig.Packets.Packets.GroupBy(p => p.Layer))
        {
            var packets = stream.Select(p => p.Bytes).ToList();
            Assert.Single(packets.Select(p => BinaryPrimitives.ReadUInt32BigEndian(p.AsSpan(8))).Distinct());
            var step = stream.Key < 0 ? 960u : 3000u;
            for (var i = 1; i < packets.Count; i++)
            {
                Assert.True(RtpPacket.TryParse(packets[i - 1], out var before));
                Assert.True(RtpPacket.TryParse(packets[i], out var packet));
                Assert.Equal(before.SequenceNumber.Next, packet.SequenceNumber);
                Assert.True(packet.Timestamp == before.Timestamp || packet.Timestamp == unchecked(before.Timestamp + step));
            }
        }
    }

    private static void KillEncoder(ChainRig rig)
    {
        using var process = System.Diagnostics.Process.GetProcessById(rig.Mixer.Encoder.ProcessId);
        process.Kill();
    }

    // Each second begins with three white pictures.
    private static Clip Flashes()
    {
        var file = Clip.Run([
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", "color=c=black:s=640x360:r=30:d=2,drawbox=c=white:t=fill:enable='lt(mod(n,30),3)'", "-pix_fmt", "yuv420p",
            "-threads", "1", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-auto-alt-ref", "0", "-b:v", "400k", "-g", "30", "-f", "ivf", "pipe:1"]);
        var frames = new List<byte[]>();
        for (var at = 32; at + 12 < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            frames.Add(file[(at + 12)..(at + 12 + length)]);
            at += 12 + length;
        }
        return new(InputCodec.Vp8, 640, 360, frames);
    }

    private static async Task<List<double>> FlashesInAsync(string recording)
    {
        const int Width = 16, Height = 10, Bright = 130;
        var times = (await Judge.PacketsAsync(recording, "v:0")).Select(p => p.Time).Order().ToList();
        var pixels = Clip.Run(["-v", "error", "-nostdin", "-i", recording, "-map", "0:v", "-fps_mode", "passthrough", "-vf", $"scale={Width}:{Height}:flags=area", "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"]);
        var brightness = pixels.Chunk(Width * Height).Select(picture => picture.Average(p => p)).ToList();
        return [.. Enumerable.Range(1, brightness.Count - 1).Where(i => brightness[i] > Bright && brightness[i - 1] <= Bright).Select(i => times[i])];
    }

    private static async Task<List<double>> BeepsInAsync(string recording)
    {
        const double Loud = 0.02, Quiet = 0.3;
        // Decoded with its holes filled, the first sample is of the file's zero.
        var bytes = await Task.Run(() => Clip.Run([
            "-v", "error", "-nostdin", "-copyts", "-i", recording, "-map", "0:a", "-af", "aresample=async=1:min_hard_comp=0.01:first_pts=0", "-ac", "1", "-f", "f32le", "pipe:1"]));
        var samples = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        var (onsets, last) = (new List<double>(), double.MinValue);
        for (var i = 0; i < samples.Length; i++)
        {
            if (Math.Abs(samples[i]) < Loud) continue;
            var time = i / (double)SamplesPerSecond;
            if (time - last > Quiet) onsets.Add(time);
            last = time;
        }
        return onsets;
    }
}
