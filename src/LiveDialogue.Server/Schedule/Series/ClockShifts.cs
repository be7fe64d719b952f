using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>At what other hour one office meets than the time before.</summary>
/// <param name="Minutes">How much later its wall clock shows than the time before, by clock changes alone; negative for earlier.</param>
/// <param name="Later">The same with a move that was meant: another hour on the anchor's own clock, another anchor.</param>
public sealed record OfficeShift(string Name, string Zone, int Minutes, int Later);

/// <summary>The panel beside a series: between one occurrence and the next, who meets at another hour because clocks changed, in words. Pure.</summary>
internal static class ClockShifts
{
    /// <summary>More names than this are told as "all but" the others where those are fewer.</summary>
    private const int FewNames = 3;

    /// <summary>Shifts of the offices, those of 0 included. A move that was meant (rotating times, one moved by itself) is none that clocks made; another day is none at all.</summary>
    public static IReadOnlyList<OfficeShift> Between(ScheduledStart before, ScheduledStart after, IReadOnlyList<Office> offices, IDateTimeZoneProvider zones)
    {
        var anchor = zones[after.Meant.ZoneId];
        var kept = anchor.GetUtcOffset(after.At).Seconds - anchor.GetUtcOffset(before.At).Seconds + Slip(before) - Slip(after);
        // On the anchor's calendar: where it is another place, on the one it is now.
        var first = before.Meant.ZoneId == after.Meant.ZoneId ? before.Meant.Local.Date : before.At.InZone(anchor).Date;
        var moved = (long)(after.At - before.At - Duration.FromDays(Period.DaysBetween(first, after.Meant.Local.Date))).TotalSeconds;
        return [.. offices.Select(o => Of(o, zones[o.Zone].GetUtcOffset(after.At).Seconds - zones[o.Zone].GetUtcOffset(before.At).Seconds))];

        OfficeShift Of(Office office, int clocks) => new(office.Name, office.Zone, (clocks - kept) / 60, (int)((clocks + moved) / 60));
    }

    /// <summary>Somebody chose another hour or another anchor for the second of two occurrences.</summary>
    public static bool IsMeant(ScheduledStart before, ScheduledStart after) => before.Meant.ZoneId != after.Meant.ZoneId || before.Meant.Local.TimeOfDay != after.Meant.Local.TimeOfDay;

    // Where clocks jump over the time that was meant, it begins at another; everywhere else they are the same.
    private static int Slip(ScheduledStart start) => (int)(start.At.WithOffset(start.Offset).LocalDateTime.InUtc().ToInstant() - start.Meant.Local.InUtc().ToInstant()).TotalSeconds;

    /// <summary>"On Tuesday 30 March 2027, only Geneva meets 1 hour later than the time before."</summary>
    /// <param name="before">The occurrence before; null for the first.</param>
    public static string Say(Wording texts, ScheduledStart? before, ScheduledStart after, IReadOnlyList<Office> offices, IDateTimeZoneProvider zones)
    {
        var local = after.At.WithOffset(after.Offset).LocalDateTime;   // not the time that was meant, where clocks jump over it
        var date = texts.Date(local.Date);
        if (before is null)
        {
            return texts["panel.first",
                ("date", date), ("time", DateWords.Hour(local.TimeOfDay)), ("place", PlaceOf(offices, after.Meant.ZoneId, texts)), ("offset", DateWords.Offset(after.Offset))];
        }
        var shifts = Between(before, after, offices, zones);
        var groups = shifts.Where(s => s.Later != 0).GroupBy(s => s.Later).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).ToList();
        IEnumerable<string> sentences = groups.Count > 0 ? groups.Select(group => SayGroup(texts, date, group.Key, [.. group], shifts)) : [texts["panel.same", ("date", date)]];
        if (IsMeant(before, after))
        {
            // Without offices there is nothing to say of their hours.
            var chosen = texts["panel.chosen", ("time", DateWords.Hour(local.TimeOfDay)), ("place", PlaceOf(offices, after.Meant.ZoneId, texts)), ("offset", DateWords.Offset(after.Offset))];
            sentences = offices.Count == 0 ? [chosen] : sentences.Append(chosen);
        }
        return string.Join(' ', sentences);
    }

    /// <summary>"Clocks in New York go forward by 1 hour on Sunday 14 March 2027.": why, for the anchor and each office's zone, each change once.</summary>
    public static IReadOnlyList<string> Reasons(Wording texts, ScheduledStart before, ScheduledStart after, IReadOnlyList<Office> offices, IDateTimeZoneProvider zones)
    {
        var places = offices.Select(o => (o.Name, o.Zone)).Append((Name: PlaceOf(offices, after.Meant.ZoneId, texts), Zone: after.Meant.ZoneId)).DistinctBy(p => p.Zone, StringComparer.Ordinal);
        var changes =
            from place in places
            from interval in zones[place.Zone].GetZoneIntervals(before.At, after.At)
            where interval.HasStart && interval.Start > before.At
            let old = zones[place.Zone].GetUtcOffset(interval.Start - Duration.Epsilon)
            let minutes = (interval.WallOffset.Seconds - old.Seconds) / 60
            where minutes != 0
            group place.Name by (Date: interval.Start.WithOffset(old).Date, Minutes: minutes) into change
            orderby change.Key.Date, change.Key.Minutes
            select change;
        return
        [
            .. changes.Select(change => texts[change.Key.Minutes > 0 ? "panel.clocks.forward" : "panel.clocks.back",
                ("place", texts.List([.. change])), ("span", Span(texts, Math.Abs(change.Key.Minutes))), ("date", texts.Date(change.Key.Date))]),
        ];
    }

    /// <summary>The anchor by its office's name, where there is one.</summary>
    private static string PlaceOf(IReadOnlyList<Office> offices, string zone, Wording texts) => offices.FirstOrDefault(o => o.Zone == zone)?.Name ?? Pages.Clocks.Zones.City(zone, texts.Language);

    /// <summary>"1 hour earlier than the time before", beside an office.</summary>
    /// <param name="minutes">Not 0.</param>
    public static string Shifted(Wording texts, int minutes) => texts[minutes < 0 ? "panel.shift.earlier" : "panel.shift.later", ("span", Span(texts, Math.Abs(minutes)))];

    private static string SayGroup(Wording texts, string date, int minutes, IReadOnlyList<OfficeShift> group, IReadOnlyList<OfficeShift> all)
    {
        var direction = minutes < 0 ? "earlier" : "later";
        var span = Span(texts, Math.Abs(minutes));
        var others = all.Except(group).Select(s => s.Name).ToList();
        if (others.Count == 0) return texts[$"panel.{direction}.every", ("date", date), ("span", span)];
        var allBut = group.Count > FewNames && others.Count <= Math.Max(FewNames, group.Count / 4);
        return texts[allBut ? $"panel.{direction}.all-but" : $"panel.{direction}.some",
            ("date", date), ("count", group.Count), ("of", all.Count), ("span", span), ("names", texts.List(allBut ? others : [.. group.Select(s => s.Name)]))];
    }

    private static string Span(Wording texts, int minutes)
    {
        var (hours, rest) = (minutes / 60, minutes % 60);
        var parts = new List<string>();
        if (hours > 0) parts.Add(texts["count.hours", ("count", hours)]);
        if (rest > 0) parts.Add(texts["count.minutes", ("count", rest)]);
        return texts.List(parts);
    }
}
