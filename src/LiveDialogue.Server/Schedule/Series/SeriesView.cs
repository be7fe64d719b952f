using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <param name="Id">Left out in a preview.</param>
public sealed record SeriesView(string? Id, string Title, long Version, IReadOnlyList<OccurrenceView> Occurrences)
{
    internal static SeriesView Of(string? id, string title, long version, IReadOnlyList<Occurrence> occurrences, IDateTimeZoneProvider zones, Wording texts)
    {
        var views = new List<OccurrenceView>();
        for (var i = 0; i < occurrences.Count; i++) views.Add(OccurrenceView.Of(occurrences[i], i == 0 ? null : occurrences[i - 1].Event.Start, zones, texts));
        return new(id, title, version, views);
    }
}

public sealed record SeriesList(IReadOnlyList<SeriesSummary> Series);

public sealed record SeriesSummary(string Id, string Title, int Occurrences);

/// <param name="Edited">Moved by itself.</param>
/// <param name="Panel">What clock changes did since the occurrence before, in words.</param>
/// <param name="Reasons">Which clocks changed, in words.</param>
/// <param name="Offices">Where it is what time.</param>
public sealed record OccurrenceView(int Number, EventView Event, bool Edited, string Panel, IReadOnlyList<string> Reasons, IReadOnlyList<OccurrenceOfficeView> Offices)
{
    internal static OccurrenceView Of(Occurrence occurrence, ScheduledStart? before, IDateTimeZoneProvider zones, Wording texts)
    {
        var e = occurrence.Event;
        var shifts = before is null ? [.. e.Offices.Select(o => new OfficeShift(o.Name, o.Zone, 0, 0))] : ClockShifts.Between(before, e.Start, e.Offices, zones);
        return new(
            occurrence.Number,
            EventView.Of(e),
            occurrence.Edited,
            ClockShifts.Say(texts, before, e.Start, e.Offices, zones),
            before is null ? [] : ClockShifts.Reasons(texts, before, e.Start, e.Offices, zones),
            [.. shifts.Select(shift => OccurrenceOfficeView.Of(shift, e.Start, zones, texts))]);
    }
}

/// <param name="Shift">Minutes later (negative: earlier) than the time before, by clock changes alone.</param>
/// <param name="Later">The same with a move that was meant.</param>
/// <param name="Words">"Tuesday 16 March, 14:00, Geneva (UTC+01:00)".</param>
public sealed record OccurrenceOfficeView(string Name, string Zone, string Local, string Offset, int Day, int Shift, int Later, string Words)
{
    internal static OccurrenceOfficeView Of(OfficeShift shift, ScheduledStart start, IDateTimeZoneProvider zones, Wording texts)
    {
        var there = start.At.InZone(zones[shift.Zone]);
        var day = LocalTimes.DayShift(there, start.At.InZone(zones[start.Meant.ZoneId]));
        return new(shift.Name, shift.Zone, TimeText.Local(there.LocalDateTime), TimeText.Offset(there.Offset), day, shift.Minutes, shift.Later, LocalTimes.Say(texts, there, shift.Name, day));
    }
}
