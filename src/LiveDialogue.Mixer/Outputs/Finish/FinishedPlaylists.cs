using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Hls;

namespace LiveDialogue.Mixer.Outputs.Finish;

/// <summary>Turns the lists of a program that has ended into those of its recording. Safe to repeat. Throws what the file system throws.</summary>
internal static partial class FinishedPlaylists
{
    /// <returns>The leading rendition's segments as wall time; empty when there is no HLS.</returns>
    public static WallTimeline Write(string folder)
    {
        var rates = new Dictionary<string, Rate>(StringComparer.Ordinal);
        WallTimeline? lead = null;
        foreach (var name in RenditionName.All.Select(RenditionName.Of))
        {
            var rendition = Path.Combine(folder, name);
            var full = Path.Combine(rendition, RenditionName.Full);
            if (!File.Exists(full)) continue;
            var kept = Kept(rendition, MediaPlaylist.Read(File.ReadAllText(full)));
            var list = kept with { Kind = PlaylistKind.Vod, Ended = true };
            Replace.File(full, list.Render());
            EndLive(rendition);
            rates[name] = Rate.Of(rendition, list.Segments);
            lead ??= new WallTimeline(list.Segments.Select(segment => (segment.Start, TimeSpan.FromSeconds(segment.Seconds))));
        }
        var master = Path.Combine(folder, RenditionName.Master);
        if (File.Exists(master)) Replace.File(master, Master(File.ReadAllText(master), rates));
        return lead ?? new WallTimeline([]);
    }

    /// <summary>A power cut may have taken a segment that the list names already.</summary>
    private static MediaPlaylist Kept(string rendition, MediaPlaylist list)
    {
        var kept = ImmutableArray.CreateBuilder<PlaylistSegment>();
        var hole = false;
        foreach (var segment in list.Segments)
        {
            if (new FileInfo(Path.Combine(rendition, segment.File)) is not { Exists: true, Length: > 0 })
            {
                hole = true;
                continue;
            }
            kept.Add(segment with { Discontinuous = kept.Count > 0 && (segment.Discontinuous || hole) });
            hole = false;
        }
        return list with { Segments = kept.ToImmutable() };
    }

    /// <summary>Who still plays the live list sees that it has ended.</summary>
    private static void EndLive(string rendition)
    {
        var live = Path.Combine(rendition, RenditionName.Live);
        if (File.Exists(live)) Replace.File(live, (MediaPlaylist.Read(File.ReadAllText(live)) with { Ended = true }).Render());
    }

    private static string Master(string live, Dictionary<string, Rate> rates)
    {
        var sound = rates.GetValueOrDefault(RenditionName.Of(EncodedTrack.Audio));
        var vod = live.Replace($"/{RenditionName.Live}", $"/{RenditionName.Full}", StringComparison.Ordinal);
        return Variant().Replace(vod, match =>
        {
            if (!rates.TryGetValue(match.Groups["name"].Value, out var rate)) return match.Value;
            if (match.Groups["rest"].Value.Contains("AUDIO=", StringComparison.Ordinal)) rate += sound;
            return string.Create(CultureInfo.InvariantCulture, $"BANDWIDTH={rate.Peak},AVERAGE-BANDWIDTH={rate.Average}{match.Groups["rest"].Value}\n{match.Groups["name"].Value}/");
        });
    }

    [GeneratedRegex(@"BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+(?<rest>[^\n]*)\n(?<name>[a-z0-9]+)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variant();

    /// <summary>In bits per second, as the files are.</summary>
    private readonly record struct Rate(long Peak, long Average)
    {
        public static Rate operator +(Rate left, Rate right) => new(left.Peak + right.Peak, left.Average + right.Average);

        public static Rate Of(string rendition, ImmutableArray<PlaylistSegment> segments)
        {
            var (peak, bits, seconds) = (0d, 0d, 0d);
            foreach (var segment in segments)
            {
                var size = new FileInfo(Path.Combine(rendition, segment.File)).Length * 8;
                (peak, bits, seconds) = (Math.Max(peak, size / segment.Seconds), bits + size, seconds + segment.Seconds);
            }
            return new((long)Math.Ceiling(peak), seconds > 0 ? (long)Math.Ceiling(bits / seconds) : 0);
        }
    }
}
