using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Offices;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>What became of a <see cref="SeriesRequest"/>.</summary>
internal abstract record SeriesDrafted
{
    private SeriesDrafted() { }

    /// <param name="Events">In order, without slugs.</param>
    public sealed record Good(IReadOnlyList<LiveEvent> Events) : SeriesDrafted;

    /// <summary>400.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : SeriesDrafted;

    /// <summary>Whatever one event would be refused for, 409 and 422.</summary>
    /// <param name="Number">The occurrence.</param>
    public sealed record Refused(int Number, Drafted Why) : SeriesDrafted;
}

/// <summary>Checks a series and works out its occurrences: the same wall-clock time on each date, whatever the clocks do. Pure.</summary>
internal static class SeriesDraft
{
    public const int MaxOccurrences = 200;
    private const int MaxTimes = 12;

    private static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");
    private static readonly LocalDateTimePattern Start = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <param name="blank">A new event, with an id of its own each time.</param>
    public static SeriesDrafted Apply(SeriesRequest request, Func<LiveEvent> blank, IDateTimeZoneProvider zones)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (request.Event is null) errors["event"] = ["What every occurrence is."];
        var start = request.Event?.Start is { Length: 16 } text && Start.Parse(text).TryGetValue(default, out var parsed) && parsed.Year is >= 1900 and < 2100 ? parsed : (LocalDateTime?)null;
        if (start is null) errors["event.start"] = ["A local time between 1900 and 2100, without an offset: 2027-03-09T09:00."];
        var times = Times(request.Times, start?.TimeOfDay ?? default, errors);
        CheckPolicies(request.Gap, request.Overlap, errors);
        var rule = Rule(request.Repeat, start?.Date ?? default, errors);
        var count = request.Repeat?.Count;
        var until = OfficePlanReader.ReadDate(request.Repeat?.Until);
        if (count is < 1 or > MaxOccurrences || (count is null && until is null) || (request.Repeat?.Until is not null && until is null))
            errors["repeat.count"] = [$"1 to {MaxOccurrences} occurrences, or until a date."];
        if (errors.Count > 0 || rule is null) return new SeriesDrafted.Invalid(errors);

        var dates = rule.DatesFrom(start!.Value.Date).TakeWhile(date => date.Year < 2100 && (until is null || date <= until)).Take(count ?? MaxOccurrences + 1).ToList();   // no errors: it is there
        if (dates.Count is 0 or > MaxOccurrences) return new SeriesDrafted.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["repeat.until"] = [$"1 to {MaxOccurrences} occurrences; these are {(dates.Count == 0 ? "none" : "more")}."] });
        return Occurrences(request, dates.Select((date, i) => date + times[i % times.Count]), blank, zones);
    }

    /// <summary>What a change makes of one occurrence.</summary>
    /// <param name="movesTime">False leaves its time and zone alone.</param>
    public static Drafted Change(SeriesChangeRequest change, LiveEvent e, bool movesTime, IDateTimeZoneProvider zones)
    {
        var request = (change.Event ?? new()) with { Start = null, Resolve = null, Draft = false };
        if (!movesTime) return EventDraft.Apply(request with { Zone = null, Keep = null }, e, isNew: false, zones);
        if (change.Time is null && change.Days is null && request.Zone is null) return EventDraft.Apply(request, e, isNew: false, zones);
        if (request is { Zone: { } zone, Keep: "instant" } && change.Time is null && change.Days is null && EventStart.IsKnownZone(zone, zones)) return EventDraft.Apply(request, e, isNew: false, zones);

        var time = change.Time is null ? e.Start.Meant.Local.TimeOfDay : TimeOfDay.Parse(change.Time).Value;   // checked by CheckChange
        var local = e.Start.Meant.Local.Date.PlusDays(change.Days ?? 0) + time;
        return WithPolicy(request with { Start = TimeText.Local(local), Keep = null }, e, isNew: false, change.Gap, change.Overlap, zones);
    }

    public static IReadOnlyDictionary<string, string[]> CheckChange(SeriesChangeRequest change)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (change.Scope is not ("one" or "following" or "all")) errors["scope"] = ["one, following or all."];
        if (change.Scope is "one" or "following" && change.Number is null) errors["number"] = ["The occurrence."];
        if (change.Event?.Start is not null) errors["event.start"] = ["Occurrences are moved by time and days."];
        if (change.Time is not null && !TimeOfDay.Parse(change.Time).Success) errors["time"] = ["A time of day: 10:30."];
        if (change.Days is < -366 or > 366) errors["days"] = ["-366 to 366."];
        CheckPolicies(change.Gap, change.Overlap, errors);
        return errors;
    }

    private static SeriesDrafted Occurrences(SeriesRequest request, IEnumerable<LocalDateTime> starts, Func<LiveEvent> blank, IDateTimeZoneProvider zones)
    {
        var events = new List<LiveEvent>();
        foreach (var start in starts)
        {
            var drafted = WithPolicy(request.Event! with { Start = TimeText.Local(start) }, blank(), isNew: true, request.Gap, request.Overlap, zones);   // there: checked above
            if (drafted is not Drafted.Good good)
            {
                return drafted is Drafted.Invalid invalid
                    ? new SeriesDrafted.Invalid(invalid.Errors.ToDictionary(e => $"event.{e.Key}", e => e.Value, StringComparer.Ordinal))
                    : new SeriesDrafted.Refused(events.Count + 1, drafted);
            }
            events.Add(good.Event);
        }
        return new SeriesDrafted.Good(events);
    }

    // The organiser chose beforehand what skipped and doubled times become; without a choice the first of them asks.
    private static Drafted WithPolicy(EventRequest request, LiveEvent basis, bool isNew, string? gap, string? overlap, IDateTimeZoneProvider zones)
    {
        var drafted = EventDraft.Apply(request with { Resolve = gap }, basis, isNew, zones);
        return drafted is Drafted.MustChoose { Resolution: StartResolution.HappensTwice } ? EventDraft.Apply(request with { Resolve = overlap }, basis, isNew, zones) : drafted;
    }

    private static void CheckPolicies(string? gap, string? overlap, Dictionary<string, string[]> errors)
    {
        if (gap is not (null or "before-gap" or "after-gap")) errors["gap"] = ["before-gap or after-gap."];
        if (overlap is not (null or "earlier" or "later")) errors["overlap"] = ["earlier or later."];
    }

    private static List<LocalTime> Times(IReadOnlyList<string?>? requested, LocalTime own, Dictionary<string, string[]> errors)
    {
        if (requested is null) return [own];
        var times = requested.Take(MaxTimes + 1).Select(text => text is not null && TimeOfDay.Parse(text).TryGetValue(default, out var time) ? time : (LocalTime?)null).ToList();
        if (times.Count is 0 or > MaxTimes || times.Contains(null) || times[0] != own) errors["times"] = [$"1 to {MaxTimes} times of day, the start's own first: 09:00."];
        return times.Count == 0 ? [own] : [.. times.Select(time => time ?? own)];
    }

    private static Recurrence? Rule(RepeatRequest? repeat, LocalDate first, Dictionary<string, string[]> errors)
    {
        var most = repeat?.Every == "month" ? 12 : 52;
        if (repeat?.Interval is { } interval && (interval < 1 || interval > most)) errors["repeat.interval"] = [$"1 to {most}."];
        switch (repeat?.Every)
        {
            case "week":
                var days = repeat.Days is null ? [first.DayOfWeek] : OfficePlanReader.Days("repeat.days", repeat.Days, errors);
                if (days.Count == 0) errors["repeat.days"] = ["At least one day of the week."];
                return new Recurrence.Weekly(repeat.Interval ?? 1, days);
            case "month":
                if (repeat.Nth is not (null or -1 or (>= 1 and <= 4))) errors["repeat.nth"] = ["1 to 4, or -1 for the last."];
                return new Recurrence.Monthly(repeat.Interval ?? 1, repeat.Nth ?? (first.Day > 28 ? -1 : ((first.Day - 1) / 7) + 1), first.DayOfWeek);
            default:
                errors["repeat.every"] = ["week or month."];
                return null;
        }
    }
}
