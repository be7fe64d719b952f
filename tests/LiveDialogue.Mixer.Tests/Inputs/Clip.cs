using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Real encoded frames, made once by ffmpeg. A keyframe each half second.</summary>
internal sealed record Clip(InputCodec Codec, int Width, int Height, IReadOnlyList<byte[]> Frames)
{
    private static readonly ConcurrentDictionary<(InputCodec, int, int), Lazy<Clip>> Made = new();

    public const int FramesPerSecond = 30;
    public const int KeyframeEvery = 15;

    public static Clip Of(InputCodec codec, int width, int height) =>
        Made.GetOrAdd((codec, width, height), key => new(() => Make(key.Item1, key.Item2, key.Item3))).Value;

    private static Clip Make(InputCodec codec, int width, int height)
    {
        string[] encoder = codec == InputCodec.Vp8
            ? ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-auto-alt-ref", "0", "-f", "ivf"]
            : ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-bsf:v", "h264_metadata=aud=insert", "-f", "h264"];
        var bytes = Run([
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=s={width}x{height}:r={FramesPerSecond}:d=2", "-pix_fmt", "yuv420p",
            "-threads", "1", "-b:v", "400k", "-g", $"{KeyframeEvery}", .. encoder, "pipe:1"]);
        return new(codec, width, height, codec == InputCodec.Vp8 ? SplitIvf(bytes) : SplitAccessUnits(bytes));
    }

    public static byte[] Run(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input = default)
    {
        var start = new ProcessStartInfo("ffmpeg") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("ffmpeg did not start.");
        var writer = new Thread(() =>
        {
            process.StandardInput.BaseStream.Write(input.Span);
            process.StandardInput.Close();
        });
        writer.Start();
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        writer.Join();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }

    private static List<byte[]> SplitIvf(ReadOnlySpan<byte> file)
    {
        List<byte[]> frames = [];
        for (var rest = file[32..]; rest.Length > 12;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            frames.Add(rest.Slice(12, length).ToArray());
            rest = rest[(12 + length)..];
        }
        return frames;
    }

    // Each access unit begins with a delimiter, 00 00 00 01 09 F0 …, which WebRTC senders leave out.
    private static List<byte[]> SplitAccessUnits(ReadOnlySpan<byte> file)
    {
        List<byte[]> frames = [];
        ReadOnlySpan<byte> delimiter = [0, 0, 0, 1, 9];
        while (file.Length > 6)
        {
            var next = file[6..].IndexOf(delimiter);
            frames.Add((next < 0 ? file[6..] : file[6..(next + 6)]).ToArray());
            file = next < 0 ? [] : file[(next + 6)..];
        }
        return frames;
    }
}
