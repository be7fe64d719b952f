using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace LiveDialogue.Mixer.Outputs.Hls;

/// <summary>One line of the choice that a player has.</summary>
/// <param name="Uri">Of its media playlist, relative to the master.</param>
/// <param name="Codecs">RFC 6381, of picture and sound together.</param>
/// <param name="AverageBandwidth">Bits per second, of picture and sound together.</param>
/// <param name="Bandwidth">Of the largest segment.</param>
/// <param name="Width">0: sound alone.</param>
/// <param name="FrameRate">0: sound alone.</param>
internal sealed record MasterVariant(string Uri, string Codecs, long AverageBandwidth, long Bandwidth, int Width, int Height, int FrameRate);

/// <summary>The master playlist (RFC 8216 §4.3.4): three sizes of picture that share one sound, and the "radio", which has no picture.</summary>
/// <param name="SoundUri">The sound of the variants that have a picture.</param>
internal sealed record MasterPlaylist(ImmutableArray<MasterVariant> Variants, string SoundUri, int SoundChannels)
{
    private const string Group = "sound";

    public string Render()
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"{Group}\",NAME=\"Program\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"{SoundChannels}\",URI=\"{SoundUri}\"\n");
        foreach (var variant in Variants)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={variant.Bandwidth},AVERAGE-BANDWIDTH={variant.AverageBandwidth},CODECS=\"{variant.Codecs}\"");
            if (variant.Width > 0) text.Append(CultureInfo.InvariantCulture, $",RESOLUTION={variant.Width}x{variant.Height},FRAME-RATE={variant.FrameRate}.000,AUDIO=\"{Group}\"");
            text.Append(CultureInfo.InvariantCulture, $"\n{variant.Uri}\n");
        }
        return text.ToString();
    }
}
