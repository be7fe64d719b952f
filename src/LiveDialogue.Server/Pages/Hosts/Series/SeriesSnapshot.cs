using System.Globalization;
using System.Text.Json;
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
    internal static SeriesSnapshot Of(StoredSeries series, int number) => new(
        series.Occurrences.First(o => o.Number == number).Event.Title, series.Version, [.. series.Occurrences.Select(OccurrenceSnapshot.Of)]);

    /// <returns>Null for what no form of ours carried.</returns>
    public static SeriesSnapshot? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SeriesSnapshot>(text) is { Title: not null, Occurrences: { } all } read && all.All(o => o is { Local: not null, Zone: not null, State: not null }) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this);

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
    public LocalDateTime Meant => LocalDateTimePattern.GeneralIso.Parse(Local.Length == 16 ? $"{Local}:00" : Local).TryGetValue(default, out var local) ? local : default;

    public string TimeOfDay => Meant.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Without an offset: it is no more.</summary>
    public string Say(LiveEvent e, Wording texts) => texts["series.was", ("date", texts.DateAndTime(Meant)), ("place", e.PlaceOf(Zone, texts.Language))];
}
