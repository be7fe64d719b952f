namespace LiveDialogue.EndToEnd;

/// <summary>Cameras and microphones as files that Chromium plays in a loop: one colour with a moving box, one tone.</summary>
internal static class TestMedia
{
    public static readonly (byte R, byte G, byte B) Red = (192, 40, 40);
    public static readonly (byte R, byte G, byte B) Blue = (40, 60, 192);

    public static async Task<string> CameraAsync(string name, (byte R, byte G, byte B) colour)
    {
        var file = RepositoryRoot.Artifacts("media", $"{name}.y4m");
        if (File.Exists(file)) return file;
        var picture = $"color=c=0x{colour.R:x2}{colour.G:x2}{colour.B:x2}:s=640x360:r=15:d=2";
        await FfmpegAsync(
            "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "color=c=white:s=40x40:r=15:d=2",
            "-filter_complex", "[0][1]overlay=x='20+t*150':y=20", "-pix_fmt", "yuv420p", file);
        return file;
    }

    /// <summary>VP8 as a camera's browser sends it: 30 frames and 1.5 Mbit a second, a keyframe each ten seconds if nobody asks.</summary>
    public static async Task<string> PreparedAsync(string name, (byte R, byte G, byte B) colour)
    {
        var file = RepositoryRoot.Artifacts("media", $"{name}.ivf");
        if (File.Exists(file)) return file;
        var picture = $"color=c=0x{colour.R:x2}{colour.G:x2}{colour.B:x2}:s=640x360:r=30:d=10,noise=alls=12:allf=t";
        await FfmpegAsync("-f", "lavfi", "-i", picture, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k", "-g", "300", file);
        return file;
    }

    public static async Task<string> ToneAsync(string name, int hertz)
    {
        var file = RepositoryRoot.Artifacts("media", $"{name}.wav");
        if (!File.Exists(file)) await FfmpegAsync("-f", "lavfi", "-i", $"sine=frequency={hertz}:sample_rate=48000:duration=4", "-ac", "1", file);
        return file;
    }

    private static Task FfmpegAsync(params string[] arguments) => Tool.OutputAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", .. arguments]);
}
