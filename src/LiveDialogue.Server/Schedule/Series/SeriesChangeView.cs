using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>Answer of POST <c>/api/v1/series/{series}/preview</c>.</summary>
/// <param name="Version">Of the series as it is: what If-Match must name for the change to be this one.</param>
public sealed record SeriesChangeView(string Id, long Version, IReadOnlyList<OccurrenceChangeView> Occurrences)
{
    internal static SeriesChangeView Of(StoredSeries series, IReadOnlyList<ChangedOccurrence> changed, IDateTimeZoneProvider zones, Wording texts) =>
        new(series.Id, series.Version, [.. changed.Select(c => OccurrenceChangeView.Of(c, zones, texts))]);
}

/// <param name="Changes">False: it is over, on air or off, and stays as it is.</param>
/// <param name="Offices">Everybody's clock before and after.</param>
public sealed record OccurrenceChangeView(int Number, bool Changes, EventView Before, EventView After, IReadOnlyList<OfficeMove> Offices)
{
    internal static OccurrenceChangeView Of(ChangedOccurrence changed, IDateTimeZoneProvider zones, Wording texts)
    {
        var before = changed.Before.Event;
        var after = changed.After ?? before;
        return new(changed.Before.Number, changed.After is not null, EventView.Of(before), EventView.Of(after), OfficeMove.Between(before, after, zones, texts));
    }
}
