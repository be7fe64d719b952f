using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Answer of <c>/api/v1/schedule/hours</c>.</summary>
/// <param name="Score">The rule they are ordered by, in words.</param>
/// <param name="Hours">Best first.</param>
public sealed record BestHoursView(string Score, SlotVerdictView Verdict, IReadOnlyList<BestHourView> Hours);

/// <param name="From">The first start on the clock of the question's zone, <c>08:00</c>.</param>
/// <param name="To">The last start that suits everybody equally.</param>
/// <param name="Words">"08:00 to 09:00 in New York (UTC−04:00): 13 of 14 offices are inside their day. Suva has 00:00 the next day: at night."</param>
/// <param name="Dates">The first of them, soonest first.</param>
/// <param name="More">How many further dates there are.</param>
/// <param name="Offices">In the request's order, at the first start of the first date.</param>
public sealed record BestHourView(
    string From, string To, int Inside, int Total, Convenience Worst, string Words, IReadOnlyList<BestDateView> Dates, int More, IReadOnlyList<SlotOfficeView> Offices)
{
    private const int ToldDates = 10, ToldOffices = 3;

    internal static BestHourView Of(BestHours hours, SlotGrid grid, DateTimeZone own, string place, IDateTimeZoneProvider zones, Wording texts)
    {
        var slot = hours.Slots[0];
        var (question, total) = (grid.Question, grid.Question.Offices.Count);
        var (first, last) = (question.StartOf(slot.First).InZone(own), question.StartOf(slot.Last).InZone(own));
        var offices = question.Offices.Select((office, index) => SlotOfficeView.Of(office, grid.At(index, slot.First), first.ToInstant(), question.Length, own, zones, texts)).ToList();
        var inside = texts[slot.Inside == total ? "schedule.hours.all" : "schedule.hours.inside", ("hours", Hours(first, last, place, texts)), ("inside", slot.Inside), ("of", total)];
        return new(
            DateWords.Hour(first.TimeOfDay),
            DateWords.Hour(last.TimeOfDay),
            slot.Inside,
            total,
            slot.Worst,
            string.Join(' ', [inside, .. Payers(offices, texts)]),
            [.. hours.Slots.Take(ToldDates).Select(s => BestDateView.Of(question.StartOf(s.First).InZone(own), texts))],
            Math.Max(0, hours.Slots.Count - ToldDates),
            offices);
    }

    private static string Hours(ZonedDateTime first, ZonedDateTime last, string place, Wording texts)
    {
        var where = first.Zone.Id == "UTC" ? "utc" : "place";
        return texts[first == last ? $"schedule.hour.{where}" : $"schedule.hours.{where}",
            ("from", DateWords.Hour(first.TimeOfDay)), ("to", DateWords.Hour(last.TimeOfDay)), ("place", place), ("offset", DateWords.Offset(first.Offset))];
    }

    // Who pays for it, worst first; at most a few by name.
    private static IEnumerable<string> Payers(List<SlotOfficeView> offices, Wording texts)
    {
        var payers = offices.Where(o => o.Convenience is not Convenience.Day).OrderByDescending(o => o.Convenience).ToList();
        foreach (var office in payers.Take(ToldOffices))
        {
            var shift = office.Day switch { 0 => "same", 1 => "next", -1 => "previous", > 0 => "later", _ => "earlier" };
            // With its end: an hour that looks like day may run into the evening.
            yield return texts[$"schedule.pays.{shift}", ("place", office.Name), ("time", $"{office.Start[11..16]}–{office.End[11..16]}"), ("days", texts["count.days", ("count", Math.Abs(office.Day))]),
                ("convenience", texts[$"schedule.convenience.{Ops.Json.Word(office.Convenience)}"])];
        }
        if (payers.Count > ToldOffices) yield return texts["schedule.pays.more", ("count", payers.Count - ToldOffices)];
    }
}

/// <param name="Date">In the question's zone, <c>2027-03-16</c>.</param>
/// <param name="Words">"Tuesday 16 March".</param>
/// <param name="Instant">Of the first start, RFC 3339.</param>
public sealed record BestDateView(string Date, string Words, string Instant)
{
    internal static BestDateView Of(ZonedDateTime first, Wording texts) =>
        new(TimeText.Local(first.LocalDateTime)[..10], texts.ShortDate(first.Date), TimeText.Instant(first.ToInstant()));
}
