using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Answer of <c>/api/v1/schedule/slots</c> and <c>/rotation</c>.</summary>
/// <param name="Score">The rule the slots are ordered by, in words.</param>
/// <param name="Verdict">Left out for a rotation.</param>
public sealed record SlotAnswerView(string Score, SlotVerdictView? Verdict, IReadOnlyList<PlannedSlotView> Slots);

/// <param name="Kind"><c>everybody</c>, <c>some-outside</c> or <c>some-at-night</c>.</param>
/// <param name="Inside">How many offices are inside their day at best.</param>
/// <param name="Always">Those that never are, in any of the best slots; or that always have the night.</param>
public sealed record SlotVerdictView(string Kind, int Inside, int Total, IReadOnlyList<string> Always, string Words)
{
    internal static SlotVerdictView Of(SlotVerdict verdict, int of, Wording texts) => verdict switch
    {
        SlotVerdict.SomeOutside some when some.Always.Count == 0 => new("some-outside", some.Inside, of, [], texts["schedule.verdict.outside-turns", ("inside", some.Inside), ("of", of)]),
        SlotVerdict.SomeOutside some => new("some-outside", some.Inside, of, some.Always, texts["schedule.verdict.outside", ("inside", some.Inside), ("of", of), ("names", texts.List(some.Always))]),
        SlotVerdict.SomeAtNight night when night.Always.Count == 0 => new("some-at-night", night.Inside, of, [], texts["schedule.verdict.night-turns", ("inside", night.Inside), ("of", of)]),
        SlotVerdict.SomeAtNight night => new("some-at-night", night.Inside, of, night.Always, texts["schedule.verdict.night", ("inside", night.Inside), ("of", of), ("names", texts.List(night.Always))]),
        _ => new("everybody", of, of, [], texts["schedule.verdict.everybody"]),
    };
}

/// <param name="First">The first start, RFC 3339.</param>
/// <param name="Last">The last start that suits everybody equally.</param>
/// <param name="Offices">In the request's order, at the first start.</param>
public sealed record PlannedSlotView(string First, string Last, int Inside, Convenience Worst, IReadOnlyList<SlotOfficeView> Offices)
{
    internal static PlannedSlotView Of(Slot slot, SlotGrid grid, DateTimeZone own, IDateTimeZoneProvider zones, Wording texts)
    {
        var start = grid.Question.StartOf(slot.First);
        var offices = grid.Question.Offices.Select((office, index) => SlotOfficeView.Of(office, grid.At(index, slot.First), start, grid.Question.Length, own, zones, texts));
        return new(TimeText.Instant(start), TimeText.Instant(grid.Question.StartOf(slot.Last)), slot.Inside, slot.Worst, [.. offices]);
    }
}

/// <param name="Start">The office's wall clock.</param>
/// <param name="Day">Days between its date and the event's own.</param>
/// <param name="Words">The same for people: "Wednesday 17 March, 01:00, Suva (UTC+12:00), next day: at night".</param>
public sealed record SlotOfficeView(string Name, string Zone, Convenience Convenience, string Start, string End, string Offset, int Day, string Words)
{
    internal static SlotOfficeView Of(PlanningOffice office, Convenience convenience, Instant start, Duration length, DateTimeZone own, IDateTimeZoneProvider zones, Wording texts)
    {
        var there = start.InZone(zones[office.Zone]);
        var end = (start + length).InZone(there.Zone);
        var shift = LocalTimes.DayShift(there, start.InZone(own));
        var words = texts["schedule.explained", ("at", LocalTimes.Say(texts, there, office.Name, shift)), ("convenience", texts[$"schedule.convenience.{Ops.Json.Word(convenience)}"])];
        return new(office.Name, office.Zone, convenience, TimeText.Local(there.LocalDateTime), TimeText.Local(end.LocalDateTime), TimeText.Offset(there.Offset), shift, words);
    }
}
