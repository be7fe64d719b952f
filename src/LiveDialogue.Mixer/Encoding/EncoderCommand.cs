using System.Globalization;
using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// ffmpeg's words for the encoder: one Matroska on its standard input, each stream out by a socket of its own, since any muxer that has
/// sound and picture holds the one back until it has the other. Pure.
/// </summary>
internal static class EncoderCommand
{
    /// <summary>
    /// A keyframe is asked for in the timestamp: the normal ones are multiples of 10 units, that of a keyframe has 5 more. The only thing
    /// that ffmpeg evaluates for each picture is its time, and so all layers get their keyframe in the same picture.
    /// </summary>
    private const string KeyframesByTimestamp = "expr:gte(mod(t*100000+2,10),5)";

    /// <param name="socket">Path of a track's socket, which is listening already.</param>
    public static WorkerCommand For(string ffmpeg, Func<EncodedTrack, string> socket) =>
        new("encoder", ffmpeg, [
            "-hide_banner", "-loglevel", "warning", "-nostats",
            "-copyts", "-probesize", "32", "-analyzeduration", "0", "-f", "matroska", "-i", "pipe:0",
            .. VideoLayer.All.SelectMany((layer, i) => Video(layer, i, socket(layer.Track))),
            .. SoundTrack.All.SelectMany(track => Sound(track, socket(track.Track))),
        ], WorkerLimits.Encoder, []);

    private static IEnumerable<string> Video(VideoLayer layer, int index, string socket) =>
    [
        "-map", $"0:v:{index}", "-fps_mode", "passthrough", "-enc_time_base", "1:100000",
        "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-profile:v", "baseline", "-level", layer.Level, "-pix_fmt", "yuv420p",
        // No keyframes of x264's own; by itself it would also cut each picture into as many slices as there are processors.
        "-g", "9999", "-keyint_min", "1", "-sc_threshold", "0", "-forced-idr", "1", "-force_key_frames", KeyframesByTimestamp,
        "-x264-params", "sliced-threads=0:threads=1",
        "-b:v", Number(layer.BitsPerSecond), "-maxrate", Number(layer.BitsPerSecond), "-bufsize", Number(layer.BitsPerSecond / 2),
        .. ElementaryStream(socket),
    ];

    private static IEnumerable<string> Sound(SoundTrack track, string socket) =>
    [
        "-map", "0:a", "-c:a", "aac", "-b:a", Number(track.BitsPerSecond), "-ac", Number(track.Channels), "-ar", Number(ProgramTime.SamplesPerSecond),
        .. ElementaryStream(socket),
    ];

    private static IEnumerable<string> ElementaryStream(string socket) =>
        ["-flvflags", "no_duration_filesize+no_metadata", "-flush_packets", "1", "-f", "flv", $"unix:{socket}"];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
