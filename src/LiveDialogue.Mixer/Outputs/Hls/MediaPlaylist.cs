using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace LiveDialogue.Mixer.Outputs.Hls;

internal enum PlaylistKind { Live, Event, Vod }

/// <summary>A media playlist (RFC 8216 §4.3.3) as we write it. Reading back takes what we wrote, up to where a crash cut it off.</summary>
/// <param name="Sequence">Number of the first segment.</param>
/// <param name="Discontinuities">How many there were in segments that slid out.</param>
internal sealed record MediaPlaylist(PlaylistKind Kind, long Sequence, long Discontinuities, ImmutableArray<PlaylistSegment> Segments, bool Ended)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static readonly MediaPlaylist Empty = new(PlaylistKind.Event, 1, 0, [], Ended: false);

    /// <summary>Number of the segment after the last.</summary>
    public long NextSequence => Sequence + Segments.Length;

    public string Render()
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{(int)SegmentCutter.Target.TotalSeconds}\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA-SEQUENCE:{Sequence}\n");
        if (Kind is PlaylistKind.Live) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-DISCONTINUITY-SEQUENCE:{Discontinuities}\n");
        if (Kind is PlaylistKind.Event) text.Append("#EXT-X-PLAYLIST-TYPE:EVENT\n");
        if (Kind is PlaylistKind.Vod) text.Append("#EXT-X-PLAYLIST-TYPE:VOD\n");
        text.Append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        string? map = null;
        foreach (var segment in Segments)
        {
            Append(text, segment, map);
            map = segment.Map;
        }
        if (Ended) text.Append("#EXT-X-ENDLIST\n");
        return text.ToString();
    }

    /// <summary>The lines of one segment, as they are appended to a list that grows.</summary>
    /// <param name="mapBefore">Of the segment before; null for the first in the list.</param>
    public static void Append(StringBuilder text, PlaylistSegment segment, string? mapBefore)
    {
        if (segment.Discontinuous) text.Append("#EXT-X-DISCONTINUITY\n");
        if (segment.Map != mapBefore) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{segment.Map}\"\n");
        var start = segment.Start.ToUniversalTime().AddTicks(TimeSpan.TicksPerMillisecond / 2);     // to the nearest millisecond
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{start.ToString(TimeFormat, CultureInfo.InvariantCulture)}\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Seconds:0.000000},\n{segment.File}\n");
    }

    /// <summary>What the lines say that are complete; lines of no use to us are passed over.</summary>
    public static MediaPlaylist Read(string text)
    {
        var list = Empty with { Kind = PlaylistKind.Live };
        var segments = ImmutableArray.CreateBuilder<PlaylistSegment>();
        var (map, seconds, start, discontinuous) = ("", 0d, default(DateTimeOffset), false);
        var complete = text[..(text.LastIndexOf('\n') + 1)];
        foreach (var line in complete.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Value(line, "#EXT-X-MEDIA-SEQUENCE:") is { } sequence) list = list with { Sequence = Long(sequence) };
            else if (Value(line, "#EXT-X-DISCONTINUITY-SEQUENCE:") is { } slid) list = list with { Discontinuities = Long(slid) };
            else if (Value(line, "#EXT-X-PLAYLIST-TYPE:") is { } kind) list = list with { Kind = kind == "VOD" ? PlaylistKind.Vod : PlaylistKind.Event };
            else if (Value(line, "#EXT-X-MAP:URI=") is { } uri) map = uri.Trim('"');
            else if (Value(line, "#EXTINF:") is { } length) _ = double.TryParse(length.TrimEnd(','), CultureInfo.InvariantCulture, out seconds);
            else if (Value(line, "#EXT-X-PROGRAM-DATE-TIME:") is { } time) _ = DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out start);
            else if (line == "#EXT-X-DISCONTINUITY") discontinuous = true;
            else if (line == "#EXT-X-ENDLIST") list = list with { Ended = true };
            else if (line[0] != '#')
            {
                segments.Add(new PlaylistSegment(line, seconds, start, map, discontinuous));
                discontinuous = false;
            }
        }
        return list with { Segments = segments.ToImmutable() };
    }

    private static string? Value(string line, string tag) => line.StartsWith(tag, StringComparison.Ordinal) ? line[tag.Length..] : null;

    private static long Long(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
