using System.Diagnostics;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>Runs ffmpeg and ffprobe as the judges of our files.</summary>
internal static class Ffmpeg
{
    /// <summary>Standard output; fails the test when the tool did, or complained.</summary>
    public static async Task<string> ProbeAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync("ffprobe", ["-v", "error", .. arguments]);
        Assert.True(code == 0 && errors.Length == 0, $"ffprobe {string.Join(' ', arguments)}: {code} {errors}");
        return output;
    }

    /// <summary>Decodes everything: what a player would meet.</summary>
    /// <param name="level">The least that counts as a complaint.</param>
    public static async Task AssertPlayableAsync(string file, string level = "warning")
    {
        var (code, _, errors) = await RunAsync("ffmpeg", ["-v", level, "-nostdin", "-xerror", "-allowed_extensions", "ALL", "-i", file, "-map", "0:v?", "-map", "0:a?", "-f", "null", "-"], allowedExtensions: file.EndsWith(".m3u8", StringComparison.Ordinal));
        Assert.True(code == 0 && errors.Length == 0, $"{code}: {errors}");
    }

    /// <summary>The packets of one stream ("v:0", "a:0"): pts and duration in seconds, and whether it is a keyframe.</summary>
    public static async Task<List<Packet>> PacketsAsync(string file, string stream)
    {
        var output = await ProbeAsync([.. file.EndsWith(".m3u8", StringComparison.Ordinal) ? new[] { "-allowed_extensions", "ALL" } : [],
            "-select_streams", stream, "-show_entries", "packet=pts_time,duration_time,flags", "-of", "csv=p=0", file]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Packet.Parse).ToList();
    }

    public static async Task<(int Code, string Output, string Errors)> RunAsync(string program, IEnumerable<string> arguments, bool allowedExtensions = true)
    {
        var list = arguments.ToList();
        if (!allowedExtensions)
        {
            var at = list.IndexOf("-allowed_extensions");
            list.RemoveRange(at, 2);
        }
        using var process = Process.Start(new ProcessStartInfo(program, list) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;   // null only for shell documents
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}

/// <summary>As ffprobe lists it.</summary>
internal readonly record struct Packet(double Time, double Duration, bool IsKeyframe)
{
    public double End => Time + Duration;

    public static Packet Parse(string line)
    {
        var fields = line.Split(',');
        return new(Number(fields[0]), Number(fields[1]), fields[2].Contains('K'));

        static double Number(string field) => field == "N/A" ? double.NaN : double.Parse(field, System.Globalization.CultureInfo.InvariantCulture);
    }
}
