using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>
/// The least that this work can cost: one ffmpeg, written by hand, that decodes the same clips from files in real time, puts them on the same places, mixes the
/// sound, encodes the same ladder with the same settings, writes HLS and a recording, and pushes. No network, no loss, no change of anything.
/// </summary>
internal static class FloorCommand
{
    internal static IReadOnlyList<string> For(IReadOnlyList<BenchClip> clips, IReadOnlyList<Tile> tiles, int seconds, string folder, string push) =>
    [
        .. tiles.SelectMany((_, i) => (string[])["-re", "-stream_loop", "-1", "-i", clips[i % clips.Count].File]),
        "-filter_complex", Filter(tiles), "-t", $"{seconds}",
        .. Video("[v0]", 0, "1800k", "900k", "3.1"), .. Video("[v1]", 1, "500k", "250k", "3.0"), .. Video("[v2]", 2, "120k", "60k", "1.3"),
        "-map", "[a0]", "-c:a:0", "aac", "-b:a:0", "128k", "-map", "[a1]", "-c:a:1", "aac", "-b:a:1", "32k", "-ac:a:1", "1",
        "-f", "tee",
        $"[f=hls:hls_time=2:hls_segment_type=fmp4:hls_list_size=6:hls_flags=independent_segments:var_stream_map='v\\:0,agroup\\:a v\\:1,agroup\\:a v\\:2,agroup\\:a a\\:0,agroup\\:a a\\:1,agroup\\:a':hls_segment_filename={folder}/%v-%d.m4s]{folder}/%v.m3u8"
        + $"|[f=mp4:movflags=frag_keyframe+empty_moov+default_base_moof:select=\\'v\\:0,a\\:0\\']{folder}/recording.mp4"
        + $"|[f=flv:select=\\'v\\:0,a\\:0\\']{push.Replace(":", "\\:", StringComparison.Ordinal)}",
    ];

    private static string Filter(IReadOnlyList<Tile> tiles)
    {
        var scaled = string.Concat(tiles.Select((t, i) => $"[{i}:v]scale={t.Area.Width}:{t.Area.Height}:force_original_aspect_ratio=increase:force_divisible_by=2,crop={t.Area.Width}:{t.Area.Height}[t{i}];"));
        var inputs = string.Concat(tiles.Select((_, i) => $"[t{i}]"));
        var places = string.Join('|', tiles.Select(t => $"{t.Area.X - tiles.Min(o => o.Area.X)}_{t.Area.Y - tiles.Min(o => o.Area.Y)}"));
        var sounds = string.Concat(tiles.Select((_, i) => $"[{i}:a]"));
        return $"{scaled}{inputs}xstack=inputs={tiles.Count}:layout={places}:fill=0x14202E[grid];[grid]pad=1280:720:{tiles.Min(o => o.Area.X)}:{tiles.Min(o => o.Area.Y)}:0x14202E,split=3[v0][s1][s2];"
            + $"[s1]scale=640:360[v1];[s2]scale=320:180[v2];{sounds}amix=inputs={tiles.Count}:normalize=0,aformat=channel_layouts=stereo,asplit=2[a0][a1]";
    }

    private static string[] Video(string label, int index, string rate, string buffer, string level) =>
    [
        "-map", label, $"-c:v:{index}", "libx264", $"-preset:v:{index}", "veryfast", $"-tune:v:{index}", "zerolatency", $"-profile:v:{index}", "baseline", $"-level:v:{index}", level,
        $"-x264-params:v:{index}", "sliced-threads=0:threads=1:keyint=60:min-keyint=60:scenecut=0", $"-b:v:{index}", rate, $"-maxrate:v:{index}", rate, $"-bufsize:v:{index}", buffer,
    ];
}
