using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Audience;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Schedule.Series;
using LiveDialogue.Server.Texts;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Pages.Hosts.Series;

/// <summary>A series as a form was filled in from it. The form carries it, so that an edit by somebody else meanwhile can be told in words.</summary>
public sealed record SeriesSnapshot(string Title, long Version, IReadOnlyList<OccurrenceSnapshot> Occurrences)
{
    /// <summary>Unpacked, of the longest series; whoever sends more isn't ours.</summary>
    private const int MostBytes = 64 * 1024;

    internal static SeriesSnapshot Of(StoredSeries series, int number) => new(
        series.Occurrences.First(o => o.Number == number).Event.Title, series.Version, [.. series.Occurrences.Select(OccurrenceSnapshot.Of)]);

    /// <returns>Null for what no form of ours carried.</returns>
    public static SeriesSnapshot? Read(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        try
        {
            using var packed = new DeflateStream(new MemoryStream(Base64Url.DecodeFromChars(text)), CompressionMode.Decompress);
            var json = new byte[MostBytes];
            var length = packed.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);   // what is longer is cut off, and no JSON
            return JsonSerializer.Deserialize<SeriesSnapshot>(json.AsSpan(0, length)) is { Title: not null, Occurrences: { } all } read && all.All(o => o is { Local: not null, Zone: not null, State: not null }) ? read : null;
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Packed: fifty occurrences alike in all but their dates take some hundred letters, not five thousand.</summary>
    public string Write()
    {
        using var bytes = new MemoryStream();
        using (var packed = new DeflateStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true)) JsonSerializer.Serialize(packed, this);
        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>What is different in the series now, a sentence each.</summary>
    internal IReadOnlyList<string> Differences(StoredSeries now, Wording texts)
    {
        var sentences = new List<string>();
        foreach (var occurrence in now.Occurrences)
        {
            var current = OccurrenceSnapshot.Of(occurrence);
            var before = Occurrences.FirstOrDefault(o => o.Number == occurrence.Number);
            if (before is null || before == current) continue;
            var number = ("number", (object)occurrence.Number);
            if (before.State != current.State) sentences.Add(texts["series.conflict.state", number, ("state", texts[$"event.state.{current.State}"])]);
            else if ((before.Local, before.Zone) != (current.Local, current.Zone)) sentences.Add(texts["series.conflict.time", number, ("before", before.Say(occurrence.Event, texts)), ("after", EventTimes.Own(occurrence.Event, texts))]);
            else sentences.Add(texts["series.conflict.text", number, ("title", occurrence.Event.Title)]);
        }
        return sentences;
    }
}

/// <param name="Version">Of the event.</param>
/// <param name="Local">What was meant: 2027-03-16T09:00.</param>
public sealed record OccurrenceSnapshot(int Number, long Version, string Local, string Zone, string State)
{
    internal static OccurrenceSnapshot Of(Occurrence occurrence) => new(
        occurrence.Number,
        occurrence.Event.Version,
        TimeText.Local(occurrence.Event.Start.Meant.Local),
        occurrence.Event.Start.Meant.ZoneId,
        occurrence.Event.State.ToString().ToLowerInvariant());

    /// <summary>The beginning of time for what isn't one.</summary>
    [JsonIgnore]
    public LocalDateTime Meant => LocalDateTimePattern.GeneralIso.Parse(Local.Length == 16 ? $"{Local}:00" : Local).TryGetValue(default, out var local) ? local : default;

    [JsonIgnore]
    public string TimeOfDay => Meant.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Without an offset: it is no more.</summary>
    public string Say(LiveEvent e, Wording texts) => texts["series.was", ("date", texts.DateAndTime(Meant)), ("place", e.PlaceOf(Zone, texts.Language))];
}
