using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiveDialogue.Mixer.Picture;

namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>
/// Compares a frame with the one a person has looked at and accepted: Name.verified.png beside the test. What differs is written to
/// Name.received.png there; accepting it means renaming it.
/// </summary>
internal static class Golden
{
    /// <summary>Fonts differ a little from one release to the next; another word, place or colour is far below.</summary>
    private const double LeastLikeness = 0.985;

    public static async Task VerifyAsync(Frame frame, string name, [CallerFilePath] string testFile = "")
    {
        var place = Path.Combine(Path.GetDirectoryName(testFile)!, "Golden"); // a source file is in a folder
        string verified = Path.Combine(place, name + ".verified.png"), received = Path.Combine(place, name + ".received.png");
        var likeness = File.Exists(verified) ? Likeness(frame, await ReadAsync(verified, frame.Width, frame.Height)) : (0, 0);
        if (likeness is { Mean: >= LeastLikeness, Worst: >= 0.5 })
        {
            File.Delete(received);
            return;
        }
        Directory.CreateDirectory(place);
        await WriteAsync(frame, received);
        Assert.Fail($"{name} is {likeness.Mean:0.0000} like the accepted picture, {likeness.Worst:0.00} in the worst place: look at {received}");
    }

    public static Task WriteAsync(Frame frame, string path) =>
        RunAsync(["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{frame.Width}x{frame.Height}", "-i", "pipe:0", "-frames:v", "1", "-pix_fmt", "rgb24", "-y", path], frame.Picture.Bytes.ToArray());

    /// <returns>The three planes as a decoder of the PNG sees them.</returns>
    private static Task<byte[]> ReadAsync(string path, int width, int height) =>
        RunAsync(["-i", path, "-vf", $"scale={width}:{height}", "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"], []);

    private static (double Mean, double Worst) Likeness(Frame frame, byte[] other)
    {
        Assert.Equal(frame.Picture.Bytes.Length, other.Length);
        int luma = frame.Width * frame.Height, chroma = luma / 4;
        var y = Ssim.Compare(frame.Picture.Y, other.AsSpan(0, luma), frame.Width);
        var u = Ssim.Compare(frame.Picture.U, other.AsSpan(luma, chroma), frame.Width / 2);
        var v = Ssim.Compare(frame.Picture.V, other.AsSpan(luma + chroma), frame.Width / 2);
        return (Math.Min(y.Mean, Math.Min(u.Mean, v.Mean)), y.Worst);
    }

    private static async Task<byte[]> RunAsync(string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!; // no shell: it starts or throws
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
