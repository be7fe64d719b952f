namespace LiveDialogue.Mixer.Encoding;

/// <summary>One size of the program's picture.</summary>
/// <param name="Level">Of H.264: the smallest that allows 30 pictures a second of this size (table A-1).</param>
/// <param name="BitsPerSecond">The most, over half a second.</param>
internal sealed record VideoLayer(EncodedTrack Track, int Width, int Height, int BitsPerSecond, string Level)
{
    /// <summary>The largest first, in the order of <see cref="IProgramOutput.Video"/>.</summary>
    public static readonly IReadOnlyList<VideoLayer> All =
    [
        new(EncodedTrack.Video720, 1280, 720, 1_800_000, "3.1"),
        new(EncodedTrack.Video360, 640, 360, 500_000, "3.0"),
        new(EncodedTrack.Video180, 320, 180, 120_000, "1.3"),
    ];
}
