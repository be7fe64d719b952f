using System.Buffers.Text;
using System.Globalization;
using LiveDialogue.Mixer.Outputs.Disk;

namespace LiveDialogue.Mixer.Outputs.Hls;

/// <summary>
/// Which segments nobody may fetch while the event is live, because the kill switch came after them: a number in a file of the program's folder, so
/// that whoever serves the folder knows it too, after a restart as well.
/// </summary>
public static class WithdrawnSegments
{
    /// <summary>In the program's folder; absent where nothing was withdrawn.</summary>
    public const string File = "withdrawn";

    /// <param name="content">Of the file; empty where there is none.</param>
    /// <returns>The number of the last segment that is withdrawn; 0 for none.</returns>
    public static long Last(ReadOnlySpan<byte> content) => Utf8Parser.TryParse(content, out long number, out _) ? number : 0;

    /// <param name="path">Of a segment, as URLs have it.</param>
    /// <returns>As segments are numbered from 1 on; 0 for what is no segment.</returns>
    public static long NumberOf(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name is ['s', .., '.', 'm', '4', 's'] && long.TryParse(name[1..^4], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>All that are in the folder now, of every rendition. Throws what the file system throws.</summary>
    internal static void WithdrawAll(string folder)
    {
        Directory.CreateDirectory(folder);
        var last = 0L;
        foreach (var rendition in RenditionName.All.Select(track => Path.Combine(folder, RenditionName.Of(track))).Where(Directory.Exists))
        {
            System.IO.File.Delete(Path.Combine(rendition, RenditionName.Live));      // first: there is room for that on any disk
            foreach (var segment in Directory.EnumerateFiles(rendition, "s*.m4s")) last = Math.Max(last, NumberOf(segment));
        }
        Replace.File(Path.Combine(folder, File), last.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc cref="Last"/>
    internal static long LastIn(string folder) => Path.Combine(folder, File) is var path && System.IO.File.Exists(path) ? Last(System.IO.File.ReadAllBytes(path)) : 0;
}
