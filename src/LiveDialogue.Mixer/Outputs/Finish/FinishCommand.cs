using System.Globalization;
using System.Text;
using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Outputs.Finish;

/// <summary>What ffmpeg is asked and given to join the parts of a recording. Pure.</summary>
internal static class FinishCommand
{
    /// <summary>Reads and writes the recording's files, which are ours alone.</summary>
    private static readonly WorkerLimits Limits = new(0, 64, Unprivileged: false);

    /// <param name="list">Of <see cref="List"/>, absolute, as are the other paths.</param>
    public static WorkerCommand Join(string ffmpegPath, string list, string chapters, string result) => new("finish", ffmpegPath,
    [
        "-hide_banner", "-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file", "-f", "concat", "-safe", "0", "-i", $"file:{list}",
        "-protocol_whitelist", "file", "-f", "ffmetadata", "-i", $"file:{chapters}", "-map", "0:v", "-map", "0:a?", "-map_metadata:g", "-1", "-map_chapters", "1",
        "-c", "copy", "-movflags", "+faststart", "-f", "mp4", $"file:{result}",
    ], Limits, []);

    /// <summary>ffmpeg's concat list: the length is said, so that the next part begins exactly after it. Names are ours and need no quoting.</summary>
    public static string List(IEnumerable<RecordedPart> parts)
    {
        var text = new StringBuilder("ffconcat version 1.0\n");
        foreach (var part in parts)
            text.Append(CultureInfo.InvariantCulture, $"file {Path.GetFileName(part.Path)}\nduration {part.Length.TotalSeconds:0.000000}\n");
        return text.ToString();
    }

    /// <summary>ffmpeg's metadata file. Chapters of an MP4 follow each other from 0 on without a gap, so what is between the answers is one too.</summary>
    /// <param name="between">What such a stretch is called.</param>
    public static string Chapters(string between, IEnumerable<RecordingChapter> chapters, WallTimeline recording)
    {
        var text = new StringBuilder(";FFMETADATA1\n");
        var at = 0L;
        foreach (var chapter in chapters.OrderBy(chapter => chapter.Start))
        {
            var start = Math.Max(at, (long)recording.Offset(chapter.Start).TotalMilliseconds);
            var end = (long)recording.Offset(chapter.End).TotalMilliseconds;
            if (end <= start) continue;
            if (start > at) Append(at, start, between);
            Append(start, end, chapter.Title);
            at = end;
        }
        return text.ToString();

        void Append(long start, long end, string title) =>
            text.Append(CultureInfo.InvariantCulture, $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={Escaped(title)}\n");
    }

    /// <summary>=, ;, # and \ are said with a backslash before them; a line ends a value, so there are none.</summary>
    private static string Escaped(string title)
    {
        var text = new StringBuilder(title.Length);
        foreach (var c in title)
        {
            if (c is '=' or ';' or '#' or '\\') text.Append('\\');
            text.Append(char.IsControl(c) ? ' ' : c);
        }
        return text.ToString();
    }
}
