using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Outputs.Hls;

/// <summary>How the folders and files of a program are called; they are also paths of its URLs.</summary>
internal static class RenditionName
{
    public const string Master = "main.m3u8";
    public const string Live = "live.m3u8";
    public const string Full = "full.m3u8";

    /// <summary>The order in which the tracks are cut: the first leads.</summary>
    public static readonly EncodedTrack[] All = [EncodedTrack.Video720, EncodedTrack.Video360, EncodedTrack.Video180, EncodedTrack.Audio, EncodedTrack.Radio];

    public static string Of(EncodedTrack track) => track switch
    {
        EncodedTrack.Video720 => "v720",
        EncodedTrack.Video360 => "v360",
        EncodedTrack.Video180 => "v180",
        EncodedTrack.Audio => "audio",
        _ => "radio",
    };
}
