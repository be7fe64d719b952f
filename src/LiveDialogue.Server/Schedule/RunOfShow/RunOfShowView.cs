using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.RunOfShow;

/// <param name="OverrunMinutes">How much longer the segments are than the event; negative for time left.</param>
public sealed record RunOfShowView(long Version, int OverrunMinutes, IReadOnlyList<SegmentView> Segments)
{
    internal static RunOfShowView Of(StoredRunOfShow show, LiveEvent e, IDateTimeZoneProvider zones, Wording texts)
    {
        var at = e.Start.At;
        var views = new List<SegmentView>();
        foreach (var segment in show.Segments)
        {
            views.Add(SegmentView.Of(views.Count + 1, segment, at, e, zones, texts));
            at += segment.Duration;
        }
        return new(show.Version, (int)(at - e.End).TotalMinutes, views);
    }
}

/// <param name="Number">1 for the first.</param>
/// <param name="Start">Planned, RFC 3339.</param>
/// <param name="End">Planned.</param>
/// <param name="Words">"Tuesday 16 March, 09:10, New York (UTC−04:00)".</param>
/// <param name="Began">When it did.</param>
/// <param name="BeganWords">The same in words, by the event's clock.</param>
/// <param name="LateMinutes">Whole minutes against the plan, negative for early; left out until it began.</param>
public sealed record SegmentView(int Number, string Title, string Duration, string Start, string End, string Words, string? Began, string? BeganWords, int? LateMinutes, IReadOnlyList<SegmentSpeakerView> Speakers)
{
    internal static SegmentView Of(int number, Segment segment, Instant start, LiveEvent e, IDateTimeZoneProvider zones, Wording texts)
    {
        var own = start.InZone(zones[e.Start.Meant.ZoneId]);
        return new(
            number,
            segment.Title,
            IsoDuration.Format(segment.Duration),
            TimeText.Instant(start),
            TimeText.Instant(start + segment.Duration),
            LocalTimes.Say(texts, own, e.PlaceOf(own.Zone.Id, texts.Language), dayShift: 0),
            segment.Began is { } began ? TimeText.Instant(began) : null,
            segment.Began is { } then ? LocalTimes.Say(texts, then.InZone(own.Zone), e.PlaceOf(own.Zone.Id, texts.Language), dayShift: 0) : null,
            segment.Began is { } actual ? (int)(actual - start).TotalMinutes : null,
            [.. segment.Speakers.Select(speaker => SegmentSpeakerView.Of(speaker, own, segment.Duration, e, zones, texts))]);
    }
}

/// <param name="Night">On air between 23:00 and 06:00 by the clock there.</param>
/// <param name="Words">"Wednesday 17 March, 01:10, Suva (UTC+12:00), next day".</param>
public sealed record SegmentSpeakerView(string Name, string Zone, string Local, string Offset, int Day, bool Night, string Words)
{
    internal static SegmentSpeakerView Of(SegmentSpeaker speaker, ZonedDateTime own, Duration duration, LiveEvent e, IDateTimeZoneProvider zones, Wording texts)
    {
        var there = own.ToInstant().InZone(zones[speaker.Zone]);
        var day = LocalTimes.DayShift(there, own);
        return new(
            speaker.Name, speaker.Zone, TimeText.Local(there.LocalDateTime), TimeText.Offset(there.Offset), day,
            SegmentSpeaker.IsNight(own.ToInstant(), own.ToInstant() + duration, there.Zone), LocalTimes.Say(texts, there, e.PlaceOf(speaker.Zone, texts.Language), day));
    }
}
