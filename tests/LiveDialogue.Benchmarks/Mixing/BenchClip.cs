using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LiveDialogue.Native.Opus;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>Ten seconds of a field office at 640x360, 30 pictures a second, about 700 kbit/s: once as RTP payloads' content, once as a file for ffmpeg.</summary>
internal sealed record BenchClip(string File, IReadOnlyList<byte[]> Pictures, IReadOnlyList<byte[]> Sound)
{
    internal const int Width = 640;
    internal const int Height = 360;
    internal const int FramesPerSecond = 30;
    internal const int Frames = 300;

    private const int IvfHeaderLength = 32;
    private const int IvfFrameHeaderLength = 12;
    private const int SamplesPerFrame = 960;
    private const int OpusBitsPerSecond = 32_000;

    /// <summary>Of <see cref="Beeps"/>: no other office's tone comes near it.</summary>
    internal const int BeepHertz = 3000;

    private const int SampleRate = 48_000;
    private const int BeepSamples = SampleRate / 5;
    private const int ClipSeconds = Frames / FramesPerSecond;

    private static readonly string[] Sources =
    [
        "testsrc2=size=640x360:rate=30", "mandelbrot=size=640x360:rate=30", "life=size=320x180:rate=30:mold=10:ratio=0.1:death_color=#305060:life_color=#e0c080,scale=640:360",
        "mandelbrot=size=640x360:rate=30:start_scale=0.5,noise=alls=12:allf=t",
    ];

    /// <summary>Makes what isn't there yet.</summary>
    internal static async Task<IReadOnlyList<BenchClip>> AllAsync(CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "livedialogue-bench-clips-1")).FullName;
        var clips = new List<BenchClip>();
        for (var i = 0; i < Sources.Length; i++) clips.Add(await MakeAsync(Path.Combine(folder, $"{i}"), Sources[i], 180 + (70 * i), ct));
        return clips;
    }

    private static async Task<BenchClip> MakeAsync(string path, string source, int hertz, CancellationToken ct)
    {
        var (raw, sound, film, ivf) = (path + ".yuv", path + ".s16", path + ".webm", path + ".ivf");
        if (!System.IO.File.Exists(ivf))
        {
            Console.WriteLine($"Making {film} …");
            await Tools.RunAsync(ct, "-f", "lavfi", "-i", source, "-frames:v", $"{Frames}", "-pix_fmt", "yuv420p", "-f", "rawvideo", raw);
            Mark(raw);
            await Tools.RunAsync(ct, "-f", "lavfi", "-i", $"sine=frequency={hertz}:sample_rate=48000,tremolo=f=3:d=0.9", "-t", "10", "-ac", "1", "-f", "s16le", sound);
            await Tools.RunAsync(
                ct, "-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", "640x360", "-framerate", "30", "-i", raw, "-f", "s16le", "-ar", "48000", "-ac", "1", "-i", sound,
                "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "700k", "-maxrate", "900k", "-bufsize", "700k", "-g", "150", "-c:a", "libopus", "-b:a", "32k", film);
            await Tools.RunAsync(ct, "-i", film, "-map", "0:v", "-c", "copy", "-f", "ivf", ivf);
            System.IO.File.Delete(raw);
        }
        return new(film, ReadIvf(await System.IO.File.ReadAllBytesAsync(ivf, ct)), Encode(MemoryMarshal.Cast<byte, short>(await System.IO.File.ReadAllBytesAsync(sound, ct))));
    }

    private static void Mark(string raw)
    {
        using var file = new FileStream(raw, FileMode.Open);
        var picture = new byte[Width * Height * 3 / 2];
        for (var number = 0; number < Frames; number++)
        {
            file.Position = (long)number * picture.Length;
            file.ReadExactly(picture);
            FrameMark.Write(picture, number);
            file.Position = (long)number * picture.Length;
            file.Write(picture);
        }
    }

    private static List<byte[]> ReadIvf(byte[] file)
    {
        var frames = new List<byte[]>();
        for (var at = IvfHeaderLength; at + IvfFrameHeaderLength < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            frames.Add(file[(at + IvfFrameHeaderLength)..(at + IvfFrameHeaderLength + length)]);
            at += IvfFrameHeaderLength + length;
        }
        return frames;
    }

    /// <summary>A beep at each second's begin of a clip, the first of them with picture 0.</summary>
    internal static IReadOnlyList<byte[]> Beeps()
    {
        var samples = new short[SampleRate * ClipSeconds];
        for (var i = 0; i < samples.Length; i++)
            if (i % SampleRate < BeepSamples) samples[i] = (short)(8000 * Math.Sin(2 * Math.PI * BeepHertz * i / SampleRate));
        return Encode(samples);
    }

    private static List<byte[]> Encode(ReadOnlySpan<short> samples)
    {
        using var encoder = new OpusEncoder(1, OpusBitsPerSecond);
        var packets = new List<byte[]>();
        var packet = new byte[1000];
        for (; samples.Length >= SamplesPerFrame; samples = samples[SamplesPerFrame..])
            packets.Add(packet[..encoder.Encode(samples[..SamplesPerFrame], packet)]);
        return packets;
    }
}
