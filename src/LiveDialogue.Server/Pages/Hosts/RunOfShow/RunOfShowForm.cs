using System.Globalization;
using System.Text.Json;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Schedule.RunOfShow;
using LiveDialogue.Server.Texts;
using Microsoft.Extensions.Primitives;

namespace LiveDialogue.Server.Pages.Hosts.RunOfShow;

/// <summary>The plain form of a run of show, as typed. Each button sends it whole, so that it works without script; only one of them stores it.</summary>
/// <param name="Version">Of the stored one that <paramref name="Base"/> was read from.</param>
public sealed record RunOfShowForm(long Version, IReadOnlyList<SegmentForm> Base, IReadOnlyList<SegmentForm> Segments)
{
    /// <summary>Where the keyboard goes on: a button's value, or <c>title:2</c>.</summary>
    public string Focus { get; init; } = "";

    /// <summary>The first place that was typed and is none.</summary>
    public string? UnknownPlace { get; init; }

    public static RunOfShowForm Of(StoredRunOfShow stored)
    {
        var segments = Plan(stored);
        return new(stored.Version, segments, segments);
    }

    public static IReadOnlyList<SegmentForm> Plan(StoredRunOfShow stored) => [.. stored.Segments.Select((segment, i) => SegmentForm.Of(segment, i + 1))];

    /// <returns>Null for a form that isn't ours.</returns>
    public static RunOfShowForm? Of(IFormCollection form)
    {
        if (!long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || ReadBase(form["base"].ToString()) is not { } basis) return null;
        var (titles, minutes, from) = (form["title"], form["minutes"], form["from"]);
        if (titles.Count != minutes.Count || titles.Count != from.Count || titles.Count > RunOfShowReader.MaxSegments + 1) return null;
        string? unknown = null;
        var segments = new List<SegmentForm>();
        for (var i = 0; i < titles.Count; i++)
        {
            int? number = int.TryParse(from[i], NumberStyles.None, CultureInfo.InvariantCulture, out var known) && known >= 1 && known <= basis.Count ? known : null;
            List<SegmentSpeaker> speakers = [.. form["speaker"].Select(value => SpeakerOf(value, i)).OfType<SegmentSpeaker>()];
            // Who was chosen but not yet added is meant all the same.
            if (SpeakerOf($"{i}|{At(form["add"], i)}", i) is { Name.Length: > 0 } chosen) speakers.Add(chosen);
            if (At(form["guest"], i) is { Length: > 0 } guest && At(form["guest-zone"], i) is var place)
            {
                if (Zones.Recognise(place, Language.English) is { } there) speakers.Add(new(guest, there.Zone));
                else unknown ??= place;
            }
            segments.Add(new((titles[i] ?? "").Trim(), (minutes[i] ?? "").Trim(), [.. speakers.Distinct()], number));
        }
        return new RunOfShowForm(version, basis, segments) { UnknownPlace = unknown };
    }

    public string WriteBase() => JsonSerializer.Serialize(Base);

    /// <summary>What a button other than "save" makes of it: <c>add</c>, <c>up:2</c>, <c>down:2</c>, <c>remove:2</c>, <c>drop:2:0</c>, counted from 0.</summary>
    public RunOfShowForm Press(string button)
    {
        var parts = button.Split(':');
        var i = parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Segments.Count ? index : -1;
        var segments = Segments.ToList();
        switch (parts[0])
        {
            case "add" when segments.Count < RunOfShowReader.MaxSegments:
                segments.Add(new("", "10", [], From: null));
                return this with { Segments = segments, Focus = $"title:{segments.Count - 1}" };
            case "up" when i > 0:
                (segments[i - 1], segments[i]) = (segments[i], segments[i - 1]);
                return this with { Segments = segments, Focus = i == 1 ? "down:0" : $"up:{i - 1}" };
            case "down" when i >= 0 && i < segments.Count - 1:
                (segments[i + 1], segments[i]) = (segments[i], segments[i + 1]);
                return this with { Segments = segments, Focus = i == segments.Count - 2 ? $"up:{i + 1}" : $"down:{i + 1}" };
            case "remove" when i >= 0:
                segments.RemoveAt(i);
                return this with { Segments = segments, Focus = segments.Count == 0 ? "add" : $"title:{Math.Min(i, segments.Count - 1)}" };
            case "drop" when i >= 0 && parts.Length == 3 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var speaker) && speaker < segments[i].Speakers.Count:
                segments[i] = segments[i] with { Speakers = [.. segments[i].Speakers.Where((_, j) => j != speaker)] };
                return this with { Segments = segments, Focus = $"speaker:{i}" };
            case "speaker" when i >= 0:
                return this with { Focus = $"speaker:{i}" };
            default:
                return this;
        }
    }

    /// <summary>What somebody else made of the plan meanwhile, a sentence each; empty when the plan is the same and only its clock went on.</summary>
    public IReadOnlyList<string> Differences(StoredRunOfShow now, Wording texts)
    {
        var current = Plan(now);
        if (current.Count == Base.Count && current.Zip(Base).All(pair => pair.First.IsAlike(pair.Second))) return [];
        var sentences = new List<string>();
        foreach (var segment in current)
        {
            if (Base.FirstOrDefault(b => b.Title == segment.Title) is not { } before) sentences.Add(texts["show.conflict.new", ("title", segment.Title), ("minutes", segment.Minutes)]);
            else if (!segment.IsAlike(before)) sentences.Add(texts["show.conflict.changed", ("title", segment.Title), ("minutes", segment.Minutes), ("names", texts.Names(segment))]);
        }
        sentences.AddRange(Base.Where(b => !current.Any(c => c.Title == b.Title)).Select(gone => texts["show.conflict.gone", ("title", gone.Title)]));
        return sentences.Count > 0 ? sentences : [texts["show.conflict.order"]];
    }

    /// <summary>What is to be stored, with what already began.</summary>
    /// <param name="now">Of the same plan as <see cref="Base"/>.</param>
    internal IReadOnlyList<Segment> Merge(IReadOnlyList<Segment> read, StoredRunOfShow now) =>
        [.. read.Select((segment, i) => segment with { Began = Segments[i].From is { } from && from <= now.Segments.Count ? now.Segments[from - 1].Began : null })];

    private static IReadOnlyList<SegmentForm>? ReadBase(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SegmentForm[]>(text) is { } read && read.All(s => s is { Title: not null, Minutes: not null, Speakers: not null }) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // "2|Africa/Nairobi|Amina": of segment 2. A zone has no bar, a name may.
    private static SegmentSpeaker? SpeakerOf(string? value, int segment)
    {
        var parts = (value ?? "").Split('|', 3);
        return parts.Length == 3 && parts[0] == segment.ToString(CultureInfo.InvariantCulture) && parts[1].Length > 0 ? new(parts[2], parts[1]) : null;
    }

    private static string At(StringValues values, int i) => i < values.Count ? (values[i] ?? "").Trim() : "";
}
