using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>A strict reader of playlists, written from RFC 8216 and sharing nothing with the writer. Fails the test with the rule that is broken.</summary>
internal static partial class PlaylistRules
{
    public sealed record Segment(string Uri, double Seconds, DateTimeOffset Start, string Map, bool Discontinuity);

    public sealed record Media(long Sequence, long DiscontinuitySequence, int Target, string Type, bool Ended, List<Segment> Segments);

    public sealed record Variant(string Uri, Dictionary<string, string> Attributes);

    public sealed record Master(List<Variant> Variants, List<Dictionary<string, string>> Renditions);

    public static Media CheckMedia(string text)
    {
        var lines = Lines(text);
        string[] once = ["#EXT-X-VERSION", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE", "#EXT-X-DISCONTINUITY-SEQUENCE", "#EXT-X-PLAYLIST-TYPE", "#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-ENDLIST"];
        foreach (var tag in once) Assert.True(lines.Count(line => Name(line) == tag) <= 1, $"{tag} more than once");
        Assert.Contains("#EXT-X-INDEPENDENT-SEGMENTS", lines);
        Assert.True(Number(lines, "#EXT-X-VERSION") >= 6, "EXT-X-MAP outside of I-frame lists needs version 6 (§7)");
        var target = (int)(Number(lines, "#EXT-X-TARGETDURATION") ?? throw new InvalidOperationException("EXT-X-TARGETDURATION is REQUIRED (§4.3.3.1)"));

        var segments = new List<Segment>();
        var (map, seconds, start, discontinuity) = ((string?)null, (double?)null, (DateTimeOffset?)null, false);
        foreach (var line in lines.Skip(1))
        {
            Assert.DoesNotMatch(MasterTag(), line);     // §4.1: a playlist is one or the other
            if (line.StartsWith('#'))
            {
                if (segments.Count > 0) Assert.True(Name(line) is not ("#EXT-X-MEDIA-SEQUENCE" or "#EXT-X-DISCONTINUITY-SEQUENCE"), $"{line} after a segment (§4.3.3.2)");
                switch (Name(line))
                {
                    case "#EXTINF":
                        Assert.Matches(@"^#EXTINF:\d+\.\d+,$", line);
                        seconds = double.Parse(line[8..^1], CultureInfo.InvariantCulture);
                        break;
                    case "#EXT-X-PROGRAM-DATE-TIME":
                        Assert.Matches(@"^#EXT-X-PROGRAM-DATE-TIME:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line);
                        start = DateTimeOffset.Parse(line[25..], CultureInfo.InvariantCulture);
                        break;
                    case "#EXT-X-MAP": map = Attributes(line)["URI"]; break;
                    case "#EXT-X-DISCONTINUITY": discontinuity = true; break;
                }
                continue;
            }
            Assert.True(seconds > 0, $"{line} without EXTINF (§4.3.2.1)");
            Assert.True(Math.Round(seconds!.Value, MidpointRounding.AwayFromZero) <= target, $"{line}: {seconds} s is more than the target of {target} s (§4.3.3.1)");
            Assert.True(start is not null && map is not null, $"{line} without wall time or map");
            segments.Add(new Segment(line, seconds.Value, start!.Value, map!, discontinuity));
            (seconds, start, discontinuity) = (null, null, false);
        }
        Assert.True(seconds is null && start is null && !discontinuity, "tags without a segment at the end");
        for (var i = 1; i < segments.Count; i++)
        {
            var drift = segments[i].Start - segments[i - 1].Start - TimeSpan.FromSeconds(segments[i - 1].Seconds);
            if (segments[i].Discontinuity) Assert.True(drift >= TimeSpan.FromMilliseconds(-1), $"{segments[i].Uri} begins before the one before ends");
            else Assert.True(Math.Abs(drift.TotalMilliseconds) <= 1.01, $"{segments[i].Uri} begins {drift.TotalMilliseconds} ms after the one before ends");
            if (segments[i].Map != segments[i - 1].Map) Assert.True(segments[i].Discontinuity, $"{segments[i].Uri} changes its map without a discontinuity (§4.3.2.3)");
        }
        var type = lines.FirstOrDefault(line => Name(line) == "#EXT-X-PLAYLIST-TYPE")?.Split(':')[1] ?? "";
        var ended = lines[^1] == "#EXT-X-ENDLIST";
        if (type == "VOD") Assert.True(ended, "a VOD list ends");
        return new Media(Number(lines, "#EXT-X-MEDIA-SEQUENCE") ?? 0, Number(lines, "#EXT-X-DISCONTINUITY-SEQUENCE") ?? 0, target, type, ended, segments);
    }

    public static Master CheckMaster(string text)
    {
        var lines = Lines(text);
        Assert.DoesNotContain(lines, line => Name(line) is "#EXTINF" or "#EXT-X-TARGETDURATION" or "#EXT-X-MEDIA-SEQUENCE" or "#EXT-X-ENDLIST");
        var renditions = lines.Where(line => Name(line) == "#EXT-X-MEDIA").Select(Attributes).ToList();
        foreach (var rendition in renditions)
            foreach (var needed in new[] { "TYPE", "GROUP-ID", "NAME" }) Assert.True(rendition.ContainsKey(needed), $"EXT-X-MEDIA without {needed} (§4.3.4.1)");
        var variants = new List<Variant>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Name(lines[i]) != "#EXT-X-STREAM-INF") continue;
            Assert.True(i + 1 < lines.Length && !lines[i + 1].StartsWith('#'), "EXT-X-STREAM-INF without a URI on the next line (§4.3.4.2)");
            var attributes = Attributes(lines[i]);
            var bandwidth = long.Parse(attributes["BANDWIDTH"], CultureInfo.InvariantCulture);
            if (attributes.TryGetValue("AVERAGE-BANDWIDTH", out var average)) Assert.InRange(long.Parse(average, CultureInfo.InvariantCulture), 1, bandwidth);
            Assert.Matches("^[a-z0-9.,]+$", attributes["CODECS"]);
            if (attributes.TryGetValue("AUDIO", out var group)) Assert.Contains(renditions, r => r["GROUP-ID"] == group && r["TYPE"] == "AUDIO");
            if (attributes.TryGetValue("RESOLUTION", out var size)) Assert.Matches(@"^\d+x\d+$", size);
            variants.Add(new Variant(lines[i + 1], attributes));
        }
        Assert.NotEmpty(variants);
        return new Master(variants, renditions);
    }

    private static string[] Lines(string text)
    {
        Assert.EndsWith("\n", text);
        Assert.DoesNotContain('\r', text);
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("#EXTM3U", lines[0]);
        Assert.DoesNotContain("", lines);
        return lines;
    }

    private static string Name(string line) => line.Split(':')[0];

    private static long? Number(string[] lines, string tag) =>
        lines.FirstOrDefault(line => Name(line) == tag) is { } line ? long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture) : null;

    private static Dictionary<string, string> Attributes(string line)
    {
        var list = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
        Assert.Matches("^(" + OneAttribute + ")(," + OneAttribute + ")*$", list);
        return Attribute().Matches(list).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('"'));
    }

    /// <summary>§4.2.</summary>
    private const string OneAttribute = "[A-Z0-9-]+=(?:\"[^\"\\n]*\"|[^\",\\s]+)";

    [GeneratedRegex("([A-Z0-9-]+)=(\"[^\"]*\"|[^\",]+)", RegexOptions.None, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex("^#EXT-X-(STREAM-INF|MEDIA:|I-FRAME-STREAM-INF|SESSION)", RegexOptions.None, 1000)]
    private static partial Regex MasterTag();
}
