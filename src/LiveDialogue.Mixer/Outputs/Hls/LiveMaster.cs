using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Mp4;

namespace LiveDialogue.Mixer.Outputs.Hls;

/// <summary>The master playlist while live: rates as the encoder was asked for, raised when a segment was larger than that allows.</summary>
internal static class LiveMaster
{
    /// <summary>
    /// A two-second segment at the encoder's largest rate and with the half second that its rate buffer holds, in boxes.
    /// </summary>
    private const double Peak = 1.3;

    /// <summary>Boxes of a segment and what else isn't the codec's, in bits per second: 47 frames of sound say their size in four bytes.</summary>
    private const int Boxes = 2_500;

    /// <param name="tracks">In the order of <see cref="RenditionName.All"/>.</param>
    public static MasterPlaylist Of(MediaTrack[] tracks, Rendition[] renditions, int framesPerSecond)
    {
        var sound = Array.FindIndex(tracks, track => track.Header.Track is EncodedTrack.Audio);
        var radio = Array.FindIndex(tracks, track => track.Header.Track is EncodedTrack.Radio);
        // The first is what a player without an opinion begins with: the middle.
        int[] order = [1, 0, 2];
        var pictures = order.Select(i => new MasterVariant(
            $"{RenditionName.Of(tracks[i].Header.Track)}/{RenditionName.Live}",
            $"{tracks[i].Codec},{tracks[sound].Codec}",
            Average(tracks[i]) + Average(tracks[sound]),
            Largest(i) + Largest(sound),
            tracks[i].Header.Width,
            tracks[i].Header.Height,
            framesPerSecond));
        var alone = new MasterVariant($"{RenditionName.Of(EncodedTrack.Radio)}/{RenditionName.Live}", tracks[radio].Codec, Average(tracks[radio]), Largest(radio), 0, 0, 0);
        return new([.. pictures, alone], $"{RenditionName.Of(EncodedTrack.Audio)}/{RenditionName.Live}", tracks[sound].Channels);

        long Largest(int i) => Math.Max(tracks[i].IsVideo ? (long)(Average(tracks[i]) * Peak) : Average(tracks[i]) * 11 / 10, renditions[i].PeakBitsPerSecond);
    }

    private static long Average(MediaTrack track) => track.Header.BitsPerSecond + Boxes;
}
