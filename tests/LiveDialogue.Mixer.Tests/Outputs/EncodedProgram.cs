using System.Buffers.Binary;
using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>Twelve seconds of a real program in all five tracks, encoded once by ffmpeg for all tests: a keyframe every two seconds, and one more at 4.5 s.</summary>
internal static class EncodedProgram
{
    public const int FramesPerSecond = 30;
    public const int Seconds = 12;

    /// <summary>Program time of the keyframe that isn't on the grid.</summary>
    public static readonly TimeSpan ExtraKeyframe = TimeSpan.FromSeconds(4.5);

    public static readonly DateTimeOffset Epoch = new(2027, 3, 9, 14, 0, 0, 250, TimeSpan.Zero);

    private static readonly Lock Gate = new();
    private static Task<RealProgram>? _made;

    public static Task<RealProgram> GetAsync()
    {
        lock (Gate) return _made ??= MakeAsync();
    }

    private static async Task<RealProgram> MakeAsync()
    {
        using var folder = new TemporaryFolder();
        var keyframes = "0,2,3.5,4,6,8,10";     // from the first frame, which is program time 1 s
        string[] video(string size, string rate, string name) =>
        [
            "-map", "0:v", "-s", size, "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-pix_fmt", "yuv420p",
            "-g", "9999", "-sc_threshold", "0", "-forced-idr", "1", "-force_key_frames", keyframes, "-x264-params", "sliced-threads=0:threads=1",
            "-b:v", rate, "-maxrate", rate, "-bufsize", rate, "-output_ts_offset", "1", "-flvflags", "no_duration_filesize+no_metadata", "-f", "flv", folder[name],
        ];
        string[] sound(string rate, string channels, string name) =>
        [
            "-map", "1:a", "-c:a", "aac", "-b:a", rate, "-ac", channels, "-ar", "48000", "-output_ts_offset", "1",
            "-flvflags", "no_duration_filesize+no_metadata", "-f", "flv", folder[name],
        ];
        var (code, _, errors) = await Ffmpeg.RunAsync("ffmpeg",
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=s=1280x720:r={FramesPerSecond}:d={Seconds}", "-f", "lavfi", "-i", $"sine=frequency=440:sample_rate=48000:duration={Seconds}",
            .. video("1280x720", "1800k", "v0"), .. video("640x360", "500k", "v1"), .. video("320x180", "120k", "v2"), .. sound("128k", "2", "a0"), .. sound("32k", "1", "a1"),
        ]);
        Assert.True(code == 0, errors);

        (string File, EncodedTrack Track, int Width, int Height, int Rate)[] tracks =
        [
            ("v0", EncodedTrack.Video720, 1280, 720, 1_800_000), ("v1", EncodedTrack.Video360, 640, 360, 500_000), ("v2", EncodedTrack.Video180, 320, 180, 120_000),
            ("a0", EncodedTrack.Audio, 0, 0, 128_000), ("a1", EncodedTrack.Radio, 0, 0, 32_000),
        ];
        var headers = new List<TrackHeader>();
        var units = new List<EncodedUnit>();
        foreach (var (file, track, width, height, rate) in tracks)
        {
            var (configuration, read) = ReadFlv(await File.ReadAllBytesAsync(folder[file]), track);
            headers.Add(new TrackHeader(track, configuration, width, height, rate));
            units.AddRange(read);
        }
        // As they come out of the encoder: by time, sound after the picture it belongs to.
        var order = units.OrderBy(unit => unit.Time + (unit.Track is EncodedTrack.Audio or EncodedTrack.Radio ? TimeSpan.FromMilliseconds(40) : default)).ToList();
        return new RealProgram(new ProgramHeaders(headers, Epoch, FramesPerSecond), order);
    }

    private static (byte[] Configuration, List<EncodedUnit> Units) ReadFlv(byte[] flv, EncodedTrack track)
    {
        var units = new List<EncodedUnit>();
        byte[] configuration = [];
        for (var at = 13; at + 11 <= flv.Length;)
        {
            var size = (flv[at + 1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(flv.AsSpan(at + 2));
            var milliseconds = (flv[at + 7] << 24) | (flv[at + 4] << 16) | BinaryPrimitives.ReadUInt16BigEndian(flv.AsSpan(at + 5));
            var body = flv.AsMemory(at + 11, size);
            var isVideo = flv[at] == 9;
            at += 11 + size + 4;
            if (body.Length < 5 && isVideo) continue;
            if (body.Span[1] == 0) configuration = body[(isVideo ? 5 : 2)..].ToArray();
            else if (body.Span[1] == 1)
            {
                // Pictures have the exact time of their tick; sound has what FLV says, in whole milliseconds.
                var frame = (long)Math.Round(milliseconds * FramesPerSecond / 1000.0);
                var time = isVideo ? new TimeSpan(frame * TimeSpan.TicksPerSecond / FramesPerSecond) : TimeSpan.FromMilliseconds(milliseconds);
                units.Add(new EncodedUnit(track, time, !isVideo || body.Span[0] >> 4 == 1, body[(isVideo ? 5 : 2)..].ToArray()));
            }
        }
        return (configuration, units);
    }
}

internal sealed record RealProgram(ProgramHeaders Headers, IReadOnlyList<EncodedUnit> Units)
{
    /// <summary>A stretch of it, later by <paramref name="shift"/>: the tests' way to a longer program.</summary>
    public IEnumerable<EncodedUnit> Between(double fromSeconds, double toSeconds, double shift = 0) =>
        Units.Where(unit => unit.Time >= TimeSpan.FromSeconds(fromSeconds) && unit.Time < TimeSpan.FromSeconds(toSeconds))
            .Select(unit => unit with { Time = unit.Time + TimeSpan.FromSeconds(shift) });
}
