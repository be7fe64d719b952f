namespace LiveDialogue.EndToEnd;

/// <summary>Cameras and microphones as files that Chromium plays in a loop: one colour with a moving box, one tone.</summary>
internal static class TestMedia
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static readonly (byte R, byte G, byte B) Red = (192, 40, 40);
    public static readonly (byte R, byte G, byte B) Blue = (40, 60, 192);

    public static Task<string> CameraAsync(string name, (byte R, byte G, byte B) colour)
    {
        var picture = $"color=c=0x{colour.R:x2}{colour.G:x2}{colour.B:x2}:s=640x360:r=15:d=2";
        return MadeAsync(
            $"{name}.y4m", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "color=c=white:s=40x40:r=15:d=2", "-filter_complex", "[0][1]overlay=x='20+t*150':y=20", "-pix_fmt", "yuv420p");
    }

    /// <summary>VP8 as a camera's browser sends it: 30 frames and 1.5 Mbit a second, a keyframe each ten seconds if nobody asks.</summary>
    public static Task<string> PreparedAsync(string name, (byte R, byte G, byte B) colour)
    {
        var picture = $"color=c=0x{colour.R:x2}{colour.G:x2}{colour.B:x2}:s=640x360:r=30:d=10,noise=alls=12:allf=t";
        return MadeAsync($"{name}.ivf", "-f", "lavfi", "-i", picture, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k", "-g", "300");
    }

    public static Task<string> ToneAsync(string name, int hertz) =>
        MadeAsync($"{name}.wav", "-f", "lavfi", "-i", $"sine=frequency={hertz}:sample_rate=48000:duration=4", "-ac", "1");

    /// <summary>Made once, and under its name only when it is whole: tests beside each other ask for the same.</summary>
    private static async Task<string> MadeAsync(string name, params string[] arguments)
    {
        var (file, part) = (RepositoryRoot.Artifacts("media", name), RepositoryRoot.Artifacts("media", $"part-{name}"));
        await OneAtATime.WaitAsync();
        try
        {
            if (File.Exists(file)) return file;
            await Tool.OutputAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", .. arguments, part]);
            File.Move(part, file);
            return file;
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
