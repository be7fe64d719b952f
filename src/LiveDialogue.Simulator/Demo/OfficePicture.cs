using System.Globalization;

namespace LiveDialogue.Simulator.Demo;

/// <summary>What ffmpeg is asked to draw for an office: its name, its local clock and something that moves, as VP8 at little cost.</summary>
internal static class OfficePicture
{
    internal const int FramesPerSecond = 10;
    private const int Width = 640, Height = 360;
    private const int BitsPerSecond = 250_000;
    private static readonly string[] Skies = ["0x1d4e89", "0x7a3b2e", "0x2f6b4f", "0x5b3f7d", "0x8a6d1f", "0x1f6f78"];

    /// <returns>ffmpeg's arguments, one element each; IVF comes out of its standard output, in real time.</returns>
    internal static IReadOnlyList<string> ArgumentsFor(string name, int number, string font) =>
    [
        "-hide_banner", "-loglevel", "fatal", "-nostdin", "-threads", "1", "-filter_threads", "1",
        "-re", "-f", "lavfi", "-i", $"color=c={Skies[number % Skies.Length]}:s={Width}x{Height}:r={FramesPerSecond},format=yuv420p",
        "-vf", string.Join(
            ',',
            "drawbox=x=0:y=ih*0.82:w=iw:h=ih*0.18:color=black@0.35:t=fill",
            "drawbox=x='mod(t*50,iw+60)-60':y=ih*0.87:w=60:h=ih*0.06:color=white@0.75:t=fill",
            $"drawtext=fontfile={font}:text='{Escape(name)}':fontcolor=white:fontsize=h/6:x=(w-tw)/2:y=h*0.2",
            $"drawtext=fontfile={font}:text='%{{localtime\\:%T}}':fontcolor=white:fontsize=h/7:x=(w-tw)/2:y=h*0.5"),
        "-c:v", "libvpx", "-threads", "1", "-deadline", "realtime", "-cpu-used", "16", "-static-thresh", "200", "-error-resilient", "1",
        "-g", FramesPerSecond.ToString(CultureInfo.InvariantCulture), "-b:v", BitsPerSecond.ToString(CultureInfo.InvariantCulture),
        "-f", "ivf", "-flush_packets", "1", "pipe:1",
    ];

    /// <summary>The value of TZ that makes ffmpeg's clock the office's (POSIX: the sign is the other way round).</summary>
    internal static string PosixZone(int utcOffsetMinutes)
    {
        var minutes = Math.Abs(utcOffsetMinutes);
        return string.Create(CultureInfo.InvariantCulture, $"LDT{(utcOffsetMinutes > 0 ? '-' : '+')}{minutes / 60:00}:{minutes % 60:00}");
    }

    // drawtext within a filter graph: a quote can't be quoted, a colon and a backslash must be
    private static string Escape(string text) =>
        text.Replace("\\", "", StringComparison.Ordinal).Replace("'", "\u2019", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal).Replace("%", "", StringComparison.Ordinal);
}
