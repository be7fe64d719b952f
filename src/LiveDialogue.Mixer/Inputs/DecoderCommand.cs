using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>What a decoder worker is asked to do: IVF in, raw pictures out. Pure.</summary>
internal static class DecoderCommand
{
    /// <summary>1920 × 1080 in either direction, rounded up to whole macroblocks: a frame may hold another size than its keyframe said.</summary>
    private const string MostPixels = "2200000";

    /// <param name="width">Of the picture that comes out; even.</param>
    /// <param name="height">Of the picture that comes out; even.</param>
    /// <param name="fit">What comes out: the picture as sent, or one of this size whatever is sent.</param>
    public static WorkerCommand For(string ffmpeg, int width, int height, DecoderFit fit) => new(
        "decoder",
        ffmpeg,
        [
            "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "pipe",
            // Either of the two -threads 1 missing costs a frame of delay or more: decoder and rawvideo "encoder" are frame-threaded.
            "-threads", "1", "-max_pixels", MostPixels, "-probesize", "32", "-analyzeduration", "0", "-f", "ivf", "-i", "pipe:0",
            "-an", "-fps_mode", "passthrough", .. Filters(width, height, fit),
            "-threads", "1", "-pix_fmt", "yuv420p", "-f", "rawvideo", "-flush_packets", "1", "pipe:1",
        ],
        WorkerLimits.Decoder,
        []);

    private static string[] Filters(int width, int height, DecoderFit fit) => fit switch
    {
        DecoderFit.AsSent => [],
        DecoderFit.CutToEven => ["-vf", $"crop={width}:{height}:0:0"],
        _ => ["-vf", $"scale={width}:{height}:force_original_aspect_ratio=decrease,pad={width}:{height}:-1:-1"],
    };
}

internal enum DecoderFit
{
    /// <summary>One size for the worker's life.</summary>
    AsSent,

    /// <summary>As sent, less the last row or column where their number is odd.</summary>
    CutToEven,

    /// <summary>Scaled into the size, with bars: for a sender that changes it all the time.</summary>
    Padded,
}
