using System.Globalization;
using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Outputs.Mp4;

/// <summary>A track of a file: how its times are counted and what its decoder needs.</summary>
/// <param name="Id">1 or more, unique in the file.</param>
/// <param name="FrameDuration">Of a frame that nothing follows, in <see cref="Timescale"/>.</param>
internal sealed record MediaTrack(uint Id, TrackHeader Header, int Timescale, int FrameDuration)
{
    public const int VideoTimescale = 90_000;
    public const int AudioTimescale = 48_000;
    private const int SamplesPerAacFrame = 1024;

    /// <summary>ISO 14496-3 §1.6.3.4.</summary>
    private static readonly int[] SampleRates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

    public bool IsVideo => Header.Width > 0;

    /// <summary>Of sound, in Hz, from the AudioSpecificConfig.</summary>
    public int SampleRate => RateOf(Header);

    public int Channels => (Header.Configuration.Span[1] >> 3) & 0x0F;

    /// <summary>RFC 6381: what CODECS says of it.</summary>
    public string Codec
    {
        get
        {
            var bytes = Header.Configuration.Span;
            return IsVideo
                ? string.Create(CultureInfo.InvariantCulture, $"avc1.{bytes[1]:x2}{bytes[2]:x2}{bytes[3]:x2}")
                : string.Create(CultureInfo.InvariantCulture, $"mp4a.40.{bytes[0] >> 3}");
        }
    }

    public static MediaTrack Of(TrackHeader header, uint id, int framesPerSecond) => header.Width > 0
        ? new(id, header, VideoTimescale, VideoTimescale / framesPerSecond)
        : new(id, header, AudioTimescale, (int)((long)SamplesPerAacFrame * AudioTimescale / RateOf(header)));

    /// <summary>To the nearest count.</summary>
    public long Count(TimeSpan time) => ((time.Ticks * Timescale) + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond;

    public TimeSpan Time(long count) => new(((count * TimeSpan.TicksPerSecond) + (Timescale / 2)) / Timescale);

    private static int RateOf(TrackHeader header)
    {
        var bytes = header.Configuration.Span;
        var index = ((bytes[0] & 0x07) << 1) | (bytes[1] >> 7);
        return index < SampleRates.Length ? SampleRates[index] : AudioTimescale;
    }
}
